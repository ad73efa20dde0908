/**
 * From a path that a client names to a file below the served folder. What lies outside, by `..` or by a link,
 * and what is hidden, is to a client not there.
 */
import { lstat, realpath, stat } from "node:fs/promises";
import { join, relative, sep } from "node:path";

import { HttpError } from "../http/route";

/** The parts of a client's path; HttpError 404 for one that names nothing below the root. */
export function partsOf(path: string): string[] {
  const parts = path.split("/").filter((part) => part !== "");
  if (parts.every(isPlain)) return parts;
  throw missing(path);
}

/** A name that stays in its folder and is not hidden. */
export function isPlain(name: string): boolean {
  return !name.startsWith(".") && !/[/\0]/.test(name) && !(sep === "\\" && /[\\:]/.test(name));
}

export class Paths {
  /** `root` is the served folder's real path. */
  constructor(readonly root: string) {}

  /** The real path of what is there: a file or a folder, since reading a pipe would wait for ever. */
  async existing(path: string): Promise<string> {
    const real = await realpath(join(this.root, ...partsOf(path))).catch(() => undefined);
    if (real === undefined || !this.#isBelow(real) || !(await isServed(real))) throw missing(path);
    return real;
  }

  /** The path of what is there itself: of a link not what it leads to, which a rename or a removal leaves alone. */
  async entry(path: string): Promise<string> {
    const real = await this.existing(path);
    return (await this.#inFolder(path)) ?? real;
  }

  /** The real path of what is there or may be put there: its folder must be there. */
  async place(path: string): Promise<string> {
    const wished = await this.#inFolder(path);
    if (wished === undefined) throw new HttpError(400, "The served folder itself cannot be replaced.");
    const real = await realpath(wished).catch((error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return undefined;
      if (error.code === "ENAMETOOLONG") throw new HttpError(400, `${path} was not saved: the name is too long.`);
      throw missing(path);
    });
    if (real === undefined) return (await isLink(wished)) ? Promise.reject(missing(path)) : wished;
    if (!this.#isBelow(real) || !(await isServed(real))) throw missing(path);
    return real;
  }

  /** The path for what is to have a name, whatever has it now. */
  async free(path: string): Promise<string> {
    const real = await this.place(path);
    return (await this.#inFolder(path)) ?? real;
  }

  /** The name that a path ends in, in its folder, which must be there; undefined of the served folder itself. */
  async #inFolder(path: string): Promise<string | undefined> {
    const parts = partsOf(path);
    const name = parts.pop();
    return name === undefined ? undefined : join(await this.existing(parts.join("/")), name);
  }

  /** How a client names a file below the root. */
  nameOf(real: string): string {
    return relative(this.root, real).split(sep).join("/");
  }

  #isBelow(real: string): boolean {
    if (real === this.root) return true;
    const parts = relative(this.root, real).split(sep);
    return parts.every((part) => !part.startsWith("."));
  }
}

export function missing(path: string): HttpError {
  return new HttpError(404, `There is no ${path === "" ? "such folder" : path} here.`);
}

async function isServed(real: string): Promise<boolean> {
  const found = await stat(real).catch(() => undefined);
  return found?.isFile() === true || found?.isDirectory() === true;
}

/** A link that leads nowhere: what is written to it would be made at its other end. */
function isLink(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => found.isSymbolicLink(),
    () => false,
  );
}
