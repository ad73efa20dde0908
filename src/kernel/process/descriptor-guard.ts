/**
 * A cell that closes descriptors by their numbers, `for (let i = 3; i < 100; i++) closeSync(i)`, would
 * close the kernel's sockets and event loop among them, which ends the process on the spot. What a cell
 * opens is a file; sockets, pipes and the like belong to whoever made them.
 */
import fs from "node:fs";

export function guardDescriptors(): void {
  const { close, closeSync, readlinkSync } = fs;
  const refuse = (call: string, descriptor: number): void => {
    if (!isOwn(descriptor, readlinkSync)) return;
    throw new Error(`${call}(${descriptor}) was called in a cell: the descriptor is the kernel's own, and stays open.`);
  };
  Object.assign(fs, {
    closeSync: (descriptor: number): void => {
      refuse("fs.closeSync", descriptor);
      return closeSync(descriptor);
    },
    close: (descriptor: number, ...rest: [fs.NoParamCallback]): void => {
      refuse("fs.close", descriptor);
      return close(descriptor, ...rest);
    },
  });
}

/** Standard output and error; on Linux, where it can be seen, whatever is no file. */
function isOwn(descriptor: unknown, readlink: typeof fs.readlinkSync): boolean {
  if (typeof descriptor !== "number") return false;
  if (descriptor >= 0 && descriptor <= 2) return true;
  try {
    return /^(socket|pipe|anon_inode):/.test(readlink(`/proc/self/fd/${descriptor}`));
  } catch {
    return false;
  }
}
