/**
 * A cell cannot end the kernel by accident: process.exit and its kin become errors, and what is
 * thrown where no cell can catch it is reported instead of ending the process.
 */

/**
 * Installs the guards; returns the way out that is left to the kernel itself. `failed` takes what
 * was thrown outside a cell, or rejected without anyone awaiting it.
 */
export function guardProcess(failed: (thrown: unknown) => void): (code: number) => void {
  const { exit, reallyExit } = process as typeof process & { reallyExit: (code: number) => never };
  const kill = process.kill.bind(process);
  const refuse = (call: string): never => {
    throw new Error(`${call} was called in a cell, which cannot end its kernel; throw an error to end the cell.`);
  };
  process.exit = (code) => refuse(`process.exit(${code ?? ""})`);
  process.abort = () => refuse("process.abort()");
  process.kill = (pid, signal) => {
    if (pid === process.pid && signal !== 0) refuse("process.kill(process.pid)");
    return kill(pid, signal);
  };
  Object.assign(process, { reallyExit: () => refuse("process.reallyExit()") });
  // A callback, not a listener: process.removeAllListeners() in a cell must not disarm it.
  process.setUncaughtExceptionCaptureCallback(failed);
  process.on("unhandledRejection", failed);
  // SIGTERM keeps Node's own way, which ends the process whatever a cell is doing; only SIGINT is
  // taken: front ends interrupt by message, and Ctrl-C meant for the server must not end its kernels.
  process.on("SIGINT", () => undefined);
  return (code) => {
    Object.assign(process, { reallyExit });
    exit.call(process, code);
  };
}
