/**
 * Who compiles a project's files at the moment: kernels that start together, or while the install's own compilation
 * runs, wait for the one that does instead of doing the same work each. A lock is a file with the process's number;
 * one whose process is gone, or that has stood for minutes, holds nobody up.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Milliseconds after which a lock counts as forgotten, and between two looks at it. */
const FORGOTTEN = 120_000;
const PAUSE = 50;

export interface Waiting {
  /** Called where others had to be waited for, before the work. */
  readonly caughtUp: () => void;
  /** Called often while it waits; what it throws ends that. */
  readonly goOn: () => void;
}

/** Runs `work` as the one that compiles, after all others. */
export function alone<Result>(folder: string, { caughtUp, goOn }: Waiting, work: () => Result): Result {
  const path = join(folder, "compiling");
  let waited = false;
  while (!take(path)) {
    if (!isHeld(path)) {
      // Left behind, or not to be had: a folder that cannot be written to.
      rmQuietly(path);
      if (take(path)) break;
      return work();
    }
    waited = true;
    goOn();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    if (waited) caughtUp();
    return work();
  } finally {
    rmQuietly(path);
  }
}

function take(path: string): boolean {
  try {
    mkdirSync(join(path, ".."), { recursive: true });
    writeFileSync(path, String(process.pid), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

function isHeld(path: string): boolean {
  try {
    const age = Date.now() - statSync(path).mtimeMs;
    const holder = Number(readFileSync(path, "utf8"));
    // Between its making and its writing a lock is empty.
    if (age > FORGOTTEN || holder === process.pid) return false;
    return holder === 0 ? age < 1000 : isAlive(holder);
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

function rmQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // As it could not be made, it need not be taken away.
  }
}
