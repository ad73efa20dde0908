/**
 * The start-up snapshot that kernels of this package start from (`build.js`): where it lies, whether it holds, and how
 * it is made. It holds for one Node on one machine, the files it was made of, and the project's own files but for a few
 * edits, which a kernel sees as it sees those made while it runs. One that is damaged, or of something else, is as none.
 */
import { execFileSync, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { cpus } from "node:os";
import { dirname, join } from "node:path";
import { cachedDataVersionTag } from "node:v8";

import { alone } from "../cells/compile-lock";
import { fileStamp } from "../cells/file-stamp";

interface Notes {
  /** What V8 asks of a snapshot: its version, its settings, the processor's features. */
  readonly tag: number;
  /** Of the snapshot; "" where none could be made. */
  readonly sha256: string;
  /** Stamps of what it was made of. */
  readonly files: Readonly<Record<string, string>>;
  /** Stamps of the project's own files in it, and what stood beside them. */
  readonly sources: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
}

const KERNEL = join(__dirname, "..");
const ROOT = join(KERNEL, "../..");
const MODULES = join(dirname(require.resolve("typescript/package.json")), "..");
const FOLDER = join(MODULES, ".cache", "impactlab", "snapshots");
/** What npm writes at every install. */
const INSTALLED = join(MODULES, ".package-lock.json");

/** Milliseconds that its making, and its trial, may take. */
const PATIENCE = 100_000;
/** Edited files of the project from which on another snapshot serves better. */
const MANY = 20;
/** Snapshots kept: of several Nodes and their options, and the one before, from which a kernel may be about to start. */
const MOST = 3;

/** Whether snapshots were found whole, by their stamps. */
const whole = new Map<string, boolean>();
let asked = false;

/** The snapshot that a kernel with this environment can start from, if there is one. */
export function usableSnapshot(env: NodeJS.ProcessEnv): string | undefined {
  // Node refuses a snapshot under other options than it was made with; those of this process are known.
  if (env.NODE_OPTIONS !== process.env.NODE_OPTIONS) return undefined;
  const notes = standing();
  if (notes === undefined) makeInBackground();
  return notes?.tag === cachedDataVersionTag() && notes.sha256 !== "" ? paths().blob : undefined;
}

/** Makes a snapshot where there is none, after `compile`; one process does it, others wait for it. */
export function makeSnapshot(compile: () => void): void {
  alone(
    FOLDER,
    () => undefined,
    () => {
      if (standing() !== undefined) return;
      compile();
      make();
    },
  );
}

function make(): void {
  const { blob, notes } = paths();
  const [freshBlob, freshNotes] = [blob, notes].map((path) => `${path}.${process.pid}.part`);
  const began = Date.now();
  const installed = fileStamp(INSTALLED);
  try {
    const options = ["--snapshot-blob", freshBlob];
    run([...options, "--build-snapshot", join(__dirname, "build.js"), freshNotes]);
    const made = JSON.parse(readFileSync(freshNotes, "utf8")) as { tag: number; files: string[]; sources: string[] };
    run([join(__dirname, "try.js"), ...options]);
    // What was written meanwhile may not be what is in it.
    if ([...made.files, ...made.sources].some((path) => statSync(path).ctimeMs >= began)) return;
    const folders = [...new Set(made.sources.map(dirname))];
    const sha256 = hashOf(readFileSync(freshBlob));
    renameSync(freshBlob, blob);
    keep({
      tag: made.tag,
      sha256,
      files: { ...stampsOf(made.files), [INSTALLED]: installed },
      sources: stampsOf(made.sources),
      folders: Object.fromEntries(folders.map((folder) => [folder, namesIn(folder)])),
    });
    prune();
  } catch {
    // A Node that makes none, or starts nothing from it: not tried again until something of the kernel changes.
    const own = readdirSync(KERNEL, { recursive: true, encoding: "utf8" }).map((name) => join(KERNEL, name));
    keep({ tag: 0, sha256: "", files: { ...stampsOf(own), [INSTALLED]: installed }, sources: {}, folders: {} });
  } finally {
    for (const path of [freshBlob, freshNotes]) rmSync(path, { force: true });
  }
}

function keep(notes: Notes): void {
  const path = paths().notes;
  const beside = `${path}.${process.pid}.part`;
  writeFileSync(beside, JSON.stringify(notes));
  renameSync(beside, path);
}

function run(args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: "ignore", timeout: PATIENCE });
}

/** The notes of a snapshot that need not be made anew. */
function standing(): Notes | undefined {
  try {
    const { blob, notes: path } = paths();
    const notes = JSON.parse(readFileSync(path, "utf8")) as Notes;
    const changed = ([path, stamp]: [string, string]): boolean => fileStamp(path) !== stamp;
    if (Object.entries(notes.files).some(changed)) return undefined;
    if (Object.entries(notes.folders).some(([folder, names]) => namesIn(folder) !== names)) return undefined;
    if (Object.entries(notes.sources).filter(changed).length >= MANY) return undefined;
    return notes.sha256 === "" || isWhole(blob, notes.sha256) ? notes : undefined;
  } catch {
    return undefined;
  }
}

function paths(): { readonly blob: string; readonly notes: string } {
  const { version, arch, execPath, env } = process;
  const key = [version, arch, execPath, fileStamp(execPath), cpus()[0]?.model, ROOT, env.NODE_OPTIONS].join("\n");
  const path = join(FOLDER, hashOf(key).slice(0, 16));
  return { blob: `${path}.blob`, notes: `${path}.json` };
}

function isWhole(path: string, sha256: string): boolean {
  const key = `${path} ${fileStamp(path)} ${sha256}`;
  const known = whole.get(key);
  if (known !== undefined) return known;
  let same = false;
  try {
    same = hashOf(readFileSync(path)) === sha256;
  } catch {
    // Then there is none.
  }
  whole.set(key, same);
  return same;
}

/** Has it made by a process that nobody waits for, once in this one's life. */
function makeInBackground(): void {
  if (asked) return;
  asked = true;
  try {
    mkdirSync(FOLDER, { recursive: true });
    accessSync(FOLDER, constants.W_OK);
    spawn(process.execPath, [join(KERNEL, "install/compile-ahead.js")], { stdio: "ignore" }).unref();
  } catch {
    // Where nothing can be kept there is no use in it.
  }
}

function prune(): void {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".blob"));
  const found = names.map((name) => ({ name, made: statSync(join(FOLDER, name)).mtimeMs }));
  for (const { name } of found.sort((a, b) => b.made - a.made).slice(MOST))
    for (const path of [name, name.replace(/\.blob$/, ".json")]) rmSync(join(FOLDER, path), { force: true });
}

function stampsOf(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((path) => [path, fileStamp(path)]));
}

function namesIn(folder: string): string {
  return hashOf(readdirSync(folder).sort().join("\n"));
}

function hashOf(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
