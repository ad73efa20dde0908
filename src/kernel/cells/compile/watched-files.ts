/**
 * The project's files the compiler has read. They are looked at when a cell is about to run instead
 * of being watched: an edit made a moment ago is seen for certain, and nothing runs in between.
 */
import { isOfPackage } from "../../../base/path-from";
import { fileStamp } from "./file-stamp";

export type FileChange = "created" | "changed" | "deleted";

interface Watched {
  stamp: string;
  readonly changed: (file: string, change: FileChange) => void;
}

export class WatchedFiles {
  readonly #root: string;
  readonly #files = new Map<string, Watched>();

  constructor(root: string) {
    this.#root = root;
  }

  /** Remembers a file as it is now. Packages do not change while a notebook runs. */
  add(file: string, changed: (file: string, change: FileChange) => void): void {
    if (!isOfPackage(this.#root, file)) this.#files.set(file, { stamp: fileStamp(file), changed });
  }

  delete(file: string): void {
    this.#files.delete(file);
  }

  /** Reports a file that is as it was, and is to be read again. */
  touch(file: string): void {
    this.#files.get(file)?.changed(file, "changed");
  }

  /** Reports every file that differs from when it was last looked at; returns whether any does. */
  refresh(stampOf: (path: string) => string): boolean {
    let any = false;
    for (const [file, watched] of [...this.#files]) {
      const now = stampOf(file);
      if (now === watched.stamp) continue;
      const change = watched.stamp === "" ? "created" : now === "" ? "deleted" : "changed";
      watched.stamp = now;
      watched.changed(file, change);
      any = true;
    }
    return any;
  }
}
