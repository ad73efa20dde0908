/**
 * The files of packages that compilers of one process have read: TypeScript's library and Node's types take most of
 * the time of a first cell, and are the same in every project. All compilers having the same options
 * (cell-options.ts), each takes them as the others left them, parsed and bound.
 */
import type * as TypeScript from "typescript";

import { isOfPackage } from "../../../base/path-from";
import { fileStamp } from "./file-stamp";

interface Kept {
  readonly stamp: string;
  readonly file: TypeScript.SourceFile;
}

type Read = () => TypeScript.SourceFile | undefined;

export class PackageFiles {
  readonly #kept = new Map<string, Kept>();
  readonly #served = new WeakSet<TypeScript.CompilerHost>();

  /** Lets go of those that have changed: packages stay as they are as long as a compiler does, and no longer. */
  refresh(): void {
    for (const [path, { stamp }] of this.#kept) if (fileStamp(path) !== stamp) this.#kept.delete(path);
  }

  /** Has the host of programs in `root` take the files of packages from here. */
  serve(host: TypeScript.CompilerHost, root: string): void {
    if (this.#served.has(host)) return;
    this.#served.add(host);
    const { getSourceFile, getSourceFileByPath } = host;
    // Anew where a program's options are no longer those that a file was read under.
    const file = (path: string, anew: boolean | undefined, read: Read): ReturnType<Read> =>
      isOfPackage(root, path) && anew !== true ? this.#file(path, read) : read();
    host.getSourceFile = (name, ...rest) => file(name, rest[2], () => getSourceFile(name, ...rest));
    if (getSourceFileByPath !== undefined)
      host.getSourceFileByPath = (name, ...rest) => file(name, rest[3], () => getSourceFileByPath(name, ...rest));
  }

  #file(path: string, read: Read): ReturnType<Read> {
    const kept = this.#kept.get(path)?.file;
    if (kept !== undefined) return kept;
    const file = read();
    if (file !== undefined) this.#kept.set(path, { stamp: fileStamp(path), file });
    return file;
  }
}
