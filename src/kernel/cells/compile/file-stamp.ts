/** What tells a file from what it was: time of change, size and inode; "" where there is none, or none to be seen. */
import { statSync } from "node:fs";

export function fileStamp(path: string): string {
  try {
    const stats = statSync(path, { throwIfNoEntry: false, bigint: true });
    return stats?.isFile() === true ? `${stats.mtimeNs}:${stats.size}:${stats.ino}` : "";
  } catch {
    return ""; // it stands behind what is no folder, or may not be looked at
  }
}

/** Stamps as one look at the files finds them: of a file that is asked for again it is the same. */
export function oneLook(): (path: string) => string {
  const stamps = new Map<string, string>();
  return (path) => {
    const stamp = stamps.get(path) ?? fileStamp(path);
    stamps.set(path, stamp);
    return stamp;
  };
}
