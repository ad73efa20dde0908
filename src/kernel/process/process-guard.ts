/**
 * A cell cannot end the kernel by accident: process.exit and its kin become errors, and what is
 * thrown where no cell can catch it is reported instead of ending the process.
 */

import { guardDescriptors } from "./descriptor-guard";

/**
 * Installs the guards; returns the way out that is left to the kernel itself. `failed` takes what
 * was thrown outside a cell, or rejected without anyone awaiting it.
 */
export function guardProcess(failed: (thrown: unknown) => void): (code: number) => void {
  const { exit, reallyExit, kill, _kill } = process as typeof process & {
    reallyExit: (code: number) => never;
    _kill: (pid: number, signal: number) => number;
  };
  const refuse = (call: string): never => {
    throw new Error(`${call} was called in a cell, which cannot end its kernel; throw an error to end the cell.`);
  };
  process.exit = (code) => refuse(`process.exit(${code ?? ""})`);
  process.abort = () => refuse("process.abort()");
  const { pid: self } = process;
  /** 0 is the process group, -1 everyone, and a string counts as its number. */
  const isOwn = (pid: unknown): boolean => [self, -self, 0, -1].includes(Number(pid));
  process.kill = (pid, signal) => {
    if (isOwn(pid) && signal !== 0) refuse(`process.kill(${pid})`);
    return kill.call(process, pid, signal);
  };
  Object.assign(process, {
    reallyExit: () => refuse("process.reallyExit()"),
    // process.kill itself calls it.
    _kill: (pid: number, signal: number): number => {
      if (isOwn(pid) && signal !== 0) refuse(`process._kill(${pid})`);
      return _kill.call(process, pid, signal);
    },
  });
  guardDescriptors();
  // A callback, not a listener: process.removeAllListeners() in a cell must not disarm it.
  process.setUncaughtExceptionCaptureCallback(failed);
  process.setUncaughtExceptionCaptureCallback = () => refuse("process.setUncaughtExceptionCaptureCallback()");
  process.on("unhandledRejection", failed);
  // SIGTERM keeps Node's own way, which ends the process whatever a cell is doing; only SIGINT is
  // taken: front ends interrupt by message, and Ctrl-C meant for the server must not end its kernels.
  process.on("SIGINT", () => undefined);
  return (code) => {
    Object.assign(process, { reallyExit });
    exit.call(process, code);
  };
}
