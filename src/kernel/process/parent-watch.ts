/**
 * Notices that the process that started the kernel has gone, so that no kernel outlives its server.
 */

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/**
 * Calls `gone` once when the parent has died, or the process that asked for the kernel: by the time that this looks
 * first, its parent may be another's.
 */
export function watchParent(gone: () => void, asker = process.ppid): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && exists(parent) && exists(asker)) return;
    clearInterval(timer);
    gone();
  }, INTERVAL);
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it is there and belongs to someone else.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
