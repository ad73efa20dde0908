/**
 * The project's files the compiler has read. They are looked at when a cell is about to run instead
 * of being watched: an edit made a moment ago is seen for certain, and nothing runs in between.
 */
import { statSync } from "node:fs";

export type FileChange = "created" | "changed" | "deleted";

interface Watched {
  stamp: string;
  readonly changed: (file: string, change: FileChange) => void;
}

export class WatchedFiles {
  readonly #files = new Map<string, Watched>();

  /** Remembers a file as it is now. Packages do not change while a notebook runs. */
  add(file: string, changed: (file: string, change: FileChange) => void): void {
    if (!/[\\/]node_modules[\\/]/.test(file)) this.#files.set(file, { stamp: stamp(file), changed });
  }

  delete(file: string): void {
    this.#files.delete(file);
  }

  /** Reports every file that differs from when it was last looked at. */
  refresh(): void {
    for (const [file, watched] of [...this.#files]) {
      const now = stamp(file);
      if (now === watched.stamp) continue;
      const change = watched.stamp === "" ? "created" : now === "" ? "deleted" : "changed";
      watched.stamp = now;
      watched.changed(file, change);
    }
  }
}

function stamp(file: string): string {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true });
  return stats === undefined ? "" : `${stats.mtimeNs}:${stats.size}:${stats.ino}`;
}
