/**
 * Notices that the process that started the kernel has gone, so that no kernel outlives its server.
 */

import { isAlive } from "../../base/is-alive";

/** Milliseconds between two looks. */
const INTERVAL = 1000;

/**
 * Calls `gone` once when the parent has died, or the process that asked for the kernel: by the time that this looks
 * first, its parent may be another's.
 */
export function watchParent(gone: () => void, asker = process.ppid): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent && isAlive(parent) && isAlive(asker)) return;
    clearInterval(timer);
    gone();
  }, INTERVAL);
}
