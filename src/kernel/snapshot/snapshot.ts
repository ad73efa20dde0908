/**
 * The start-up snapshot that kernels of this package start from (`build.js`): whether there is one that holds, and how
 * it is made. It holds for one Node on one machine, the files it was made of, and the project's own files but for a
 * few edits, which a kernel sees as it sees those made while it runs. A damaged one is as none.
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

import { nameBeside } from "../../base/left-behind";
import { alone, isBusy } from "../cells/compile/compile-lock";
import { fileStamp } from "../cells/compile/file-stamp";

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
const CACHE = join(MODULES, ".cache", "impactlab");
const FOLDER = join(CACHE, "snapshots");
/** What npm writes at every install. */
const INSTALLED = join(MODULES, ".package-lock.json");

/** Milliseconds that its making, and its trial, may take. */
const PATIENCE = 100_000;
/** Edited files of the project from which on another snapshot serves better. */
const MANY = 20;
/** Snapshots kept: of several Nodes, with several options. */
const MOST = 3;

/** Whether snapshots were found whole, by their stamps. */
const whole = new Map<string, boolean>();
let asked = false;

/** The snapshot that a kernel with this environment can start from; where there is none, one is made for the next. */
export function usableSnapshot(env: NodeJS.ProcessEnv, folder = FOLDER): string | undefined {
  // Node refuses a snapshot under other options than it was made with; those of this process are known.
  if ((env.NODE_OPTIONS ?? "") !== (process.env.NODE_OPTIONS ?? "")) return undefined;
  const notes = standing(folder);
  if (notes === undefined) makeInBackground(folder);
  return notes?.tag === cachedDataVersionTag() && notes.sha256 !== "" ? paths(folder).blob : undefined;
}

/** Makes a snapshot where there is none, after `compile`; one process does it, others wait for it. */
export function makeSnapshot(compile: () => void, folder = FOLDER): void {
  const nothing = (): void => undefined;
  alone(folder, nothing, () => {
    if (standing(folder) !== undefined) return;
    // Kernels that start meanwhile wait for what is compiled, not for the rest.
    alone(CACHE, nothing, compile);
    make(folder);
  });
}

function make(folder: string): void {
  const { blob, notes } = paths(folder);
  const [freshBlob, freshNotes, compiler] = [blob, notes, `${blob}.js`].map(nameBeside);
  const began = Date.now();
  const installed = fileStamp(INSTALLED);
  try {
    // Loaded here alone: who starts a kernel needs none of it.
    const { transformSync } = require("esbuild") as typeof import("esbuild");
    const text = readFileSync(require.resolve("typescript"), "utf8");
    writeFileSync(compiler, transformSync(text, { minify: true, legalComments: "none" }).code);
    run(["--snapshot-blob", freshBlob, "--build-snapshot", join(__dirname, "build.js"), freshNotes, compiler]);
    const made = JSON.parse(readFileSync(freshNotes, "utf8")) as { tag: number; files: string[]; sources: string[] };
    run([join(__dirname, "try.js"), freshBlob]);
    // What was written meanwhile may not be what is in it.
    if ([...made.files, ...made.sources].some((path) => statSync(path).ctimeMs >= began)) return;
    const places = [...new Set(made.sources.map(dirname))];
    const sha256 = hashOf(readFileSync(freshBlob));
    renameSync(freshBlob, blob);
    keep(notes, {
      tag: made.tag,
      sha256,
      files: { ...stampsOf(made.files), [INSTALLED]: installed },
      sources: stampsOf(made.sources),
      folders: Object.fromEntries(places.map((place) => [place, namesIn(place)])),
    });
    prune(folder);
  } catch {
    // A Node that makes none, or starts nothing from it: not tried again until something of the kernel changes.
    const own = readdirSync(KERNEL, { recursive: true, encoding: "utf8" }).map((name) => join(KERNEL, name));
    keep(notes, { tag: 0, sha256: "", files: { ...stampsOf(own), [INSTALLED]: installed }, sources: {}, folders: {} });
  } finally {
    for (const path of [freshBlob, freshNotes, compiler]) rmSync(path, { force: true });
  }
}

function keep(path: string, notes: Notes): void {
  const beside = nameBeside(path);
  writeFileSync(beside, JSON.stringify(notes));
  renameSync(beside, path);
}

function run(args: readonly string[]): void {
  execFileSync(process.execPath, args, { cwd: ROOT, stdio: "ignore", timeout: PATIENCE });
}

/** The notes of a snapshot that need not be made anew. */
function standing(folder: string): Notes | undefined {
  try {
    const { blob, notes: path } = paths(folder);
    const notes = JSON.parse(readFileSync(path, "utf8")) as Notes;
    const changed = ([path, stamp]: [string, string]): boolean => fileStamp(path) !== stamp;
    if (Object.entries(notes.files).some(changed)) return undefined;
    if (Object.entries(notes.folders).some(([place, names]) => namesIn(place) !== names)) return undefined;
    if (Object.entries(notes.sources).filter(changed).length >= MANY) return undefined;
    return notes.sha256 === "" || isWhole(blob, notes.sha256) ? notes : undefined;
  } catch {
    return undefined;
  }
}

function paths(folder: string): { readonly blob: string; readonly notes: string } {
  const { version, arch, execPath, env } = process;
  const key = [version, arch, execPath, fileStamp(execPath), cpus()[0]?.model, ROOT, env.NODE_OPTIONS].join("\n");
  const path = join(folder, hashOf(key).slice(0, 16));
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
function makeInBackground(folder: string): void {
  if (asked || folder !== FOLDER || isBusy(folder)) return;
  asked = true;
  try {
    mkdirSync(FOLDER, { recursive: true });
    accessSync(FOLDER, constants.W_OK);
    spawn(process.execPath, [join(KERNEL, "install/compile-ahead.js")], { stdio: "ignore" }).unref();
  } catch {
    // Where nothing can be kept there is no use in it.
  }
}

function prune(folder: string): void {
  const names = readdirSync(folder).filter((name) => name.endsWith(".blob"));
  const found = names.map((name) => ({ name, made: statSync(join(folder, name)).mtimeMs }));
  for (const { name } of found.sort((a, b) => b.made - a.made).slice(MOST))
    for (const path of [name, name.replace(/\.blob$/, ".json")]) rmSync(join(folder, path), { force: true });
}

function stampsOf(files: readonly string[]): Record<string, string> {
  return Object.fromEntries(files.map((path) => [path, fileStamp(path)]));
}

function namesIn(place: string): string {
  return hashOf(readdirSync(place).sort().join("\n"));
}

function hashOf(data: string | Buffer): string {
  return createHash("sha256").update(data).digest("hex");
}
