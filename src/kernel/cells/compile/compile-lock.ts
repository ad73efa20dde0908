/**
 * Who compiles a project's files at the moment: kernels that start together, or while the install's own compilation
 * runs, wait for the one that does instead of doing the same work each. A lock is a file with the process's number;
 * one whose process is gone, or that has stood for minutes, holds nobody up.
 */
import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { isAlive } from "../../../base/is-alive";

/** Milliseconds after which a lock counts as forgotten, and between two looks at it. */
const FORGOTTEN = 120_000;
const PAUSE = 50;

/**
 * Runs `work` as the one that compiles, after all others; `caughtUp` is called where there were any, and
 * `goOn`, which may throw, while it waits for them.
 */
export function alone<Result>(folder: string, caughtUp: () => void, work: () => Result, goOn?: () => void): Result {
  const path = lockOf(folder);
  let waited = false;
  while (!take(path)) {
    if (!isHeld(path)) {
      // Left behind, or not to be had: a folder that cannot be written to.
      rmQuietly(path);
      if (take(path)) break;
      return work();
    }
    waited = true;
    goOn?.();
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, PAUSE);
  }
  try {
    if (waited) caughtUp();
    return work();
  } finally {
    rmQuietly(path);
  }
}

/** Whether someone is at work there. */
export function isBusy(folder: string): boolean {
  return isHeld(lockOf(folder));
}

function lockOf(folder: string): string {
  return join(folder, "compiling");
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

function rmQuietly(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // As it could not be made, it need not be taken away.
  }
}
