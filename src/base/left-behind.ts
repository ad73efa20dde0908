/**
 * What a process makes for a while: a folder among the temporary ones, or what is written beside its place and renamed
 * there. One that is killed leaves it behind, and the next that makes such a thing in the same folder removes it, by
 * its name: `impactlab-run-MACHINE-PID-BEGAN-N`, `.report.html.MACHINE-PID-BEGAN-N.part`. Numbers of processes are used
 * again, so BEGAN is when this one began where the system tells, and 0 elsewhere; disks are shared, so MACHINE is where
 * its number means something. What may be of a process at work, of another machine or another user stays.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, readFileSync, readdirSync, readlinkSync, rmSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";

import { fileError } from "./file-error";
import { isAlive } from "./is-alive";

/** Bytes of a name that leave room for what is put around it: file systems take 255. */
const LONGEST_NAME = 180;
const LEFT = /^(?:impactlab-[a-z]+-|\..*\.)([0-9a-f]{8})-([0-9a-z]+)-([0-9a-z]+)-[0-9a-z]+(?:\.part)?$/s;

let made = 0;
/** Looked through once each: a process is no later one to itself. */
const looked = new Set<string>();

/** Makes a folder of this process's own among the temporary ones, for it alone to read; `kind` is a word. */
export function temporaryFolder(kind: string): string {
  removeLeft(tmpdir());
  for (;;) {
    const path = join(tmpdir(), `impactlab-${kind}-${ownMark()}`);
    try {
      mkdirSync(path, { mode: 0o700 });
      return path;
    } catch (error) {
      // Of one that had the same number, where the system does not tell them apart.
      if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw fileError(error, tmpdir());
    }
  }
}

/** A hidden name beside a path, for what is to be renamed to it. No two calls give one name. */
export function nameBeside(path: string): string {
  const [folder, name] = [dirname(path), basename(path)];
  removeLeft(folder);
  const own = Buffer.byteLength(name) <= LONGEST_NAME ? name : createHash("sha256").update(name).digest("hex");
  return join(folder, `.${own}.${ownMark()}.part`);
}

/** Removes what processes that have gone have left in a folder. What cannot be removed is in nobody's way. */
function removeLeft(folder: string): void {
  if (looked.has(folder)) return;
  looked.add(folder);
  const here = thisMachine();
  try {
    for (const name of readdirSync(folder)) {
      const [, machine, pid, began] = LEFT.exec(name) ?? [];
      if (machine !== here || isAtWork(parseInt(pid, 36), began)) continue;
      const path = join(folder, name);
      if (lstatSync(path).uid === (process.getuid?.() ?? 0)) rmSync(path, { recursive: true, force: true });
    }
  } catch {
    // A folder that is not there, or not ours to look into; another one removes the same.
  }
}

function ownMark(): string {
  return [thisMachine(), process.pid.toString(36), stateOf(process.pid)?.began ?? "0", (made++).toString(36)].join("-");
}

/** Whether a process that began then may be at work. */
function isAtWork(pid: number, began: string): boolean {
  if (!isAlive(pid)) return false;
  const state = stateOf(pid);
  return state === undefined || (!state.ended && (began === "0" || began === state.began));
}

/** Whether a process has ended, which its parent need not have noticed, and when it began; undefined where not told. */
function stateOf(pid: number): { readonly ended: boolean; readonly began: string } | undefined {
  const text = read(() => readFileSync(`/proc/${pid}/stat`, "latin1"));
  // Its name, in brackets, may hold anything. The state is the third field, the ticks since the start the 22nd.
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  return fields.length < 20 ? undefined : { ended: /[ZX]/.test(fields[0]), began: Number(fields[19]).toString(36) };
}

/** Asked anew each time: a kernel's snapshot is started elsewhere than it was made. Containers count processes anew. */
function thisMachine(): string {
  const own = [
    hostname(),
    read(() => readFileSync("/etc/machine-id", "utf8")),
    read(() => readlinkSync("/proc/self/ns/pid")),
  ];
  return createHash("sha256").update(own.join("\n")).digest("hex").slice(0, 8);
}

/** What the system says, or nothing. */
function read(ask: () => string): string {
  try {
    return ask();
  } catch {
    return "";
  }
}
