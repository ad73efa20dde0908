/**
 * The files of the served folder: read, saved, made, moved and removed. What is done to one file waits for what
 * is being done to it.
 */
import { createReadStream } from "node:fs";
import { copyFile, lstat, mkdir, open, rename, rm, rmdir, stat, writeFile } from "node:fs/promises";
import { basename, extname, join } from "node:path";

import { formatNotebook } from "../../notebook/notebook-document";
import { fileStamp } from "../../kernel/cells/compile/file-stamp";
import { HttpError } from "../http/route";
import { InTurn } from "./in-turn";
import { hashOfFile, readModel, type Model, type Wanted } from "./model";
import { Paths, partsOf } from "./paths";
import { Pieces } from "./pieces";
import { save, withReason } from "./save";
import { dataOf, type Saved } from "./sent";

/** What is as new: of `ext`, or a folder, or a notebook. */
export interface Fresh {
  readonly type: string;
  readonly ext: string;
  readonly copy_from: string;
}

const TYPES = [undefined, "file", "notebook", "directory"];

export class Contents {
  readonly #paths: Paths;
  readonly #turns = new InTurn();
  readonly #pieces = new Pieces();

  /** `root` is the served folder's real path. */
  constructor(readonly root: string) {
    this.#paths = new Paths(root);
  }

  /** The real path of what a client's path names; HttpError 404 where there is nothing that it may have. */
  file(path: string): Promise<string> {
    return this.#paths.existing(path);
  }

  /** The name by which clients know a real path. */
  nameOf(real: string): string {
    return this.#paths.nameOf(real);
  }

  read(path: string, wanted: Wanted): Promise<Model> {
    return readModel(this.#paths, path, wanted);
  }

  /**
   * Saves what a client sends; whether the file is new, and its model. With `expected`, the hash of what the
   * client has read, nothing that was changed since is overwritten: HttpError 412.
   */
  async save(path: string, sent: Partial<Saved>, expected?: string): Promise<{ made: boolean; model: Model }> {
    const real = await this.#paths.place(path);
    if (sent.type === "directory") return { made: true, model: await this.#makeFolder(real, path) };
    return this.#turns.run(real, async () => {
      const before = fileStamp(real);
      await this.#checkUnchanged(real, path, before, sent, expected);
      const data = dataOf(path, sent, sent.type === "notebook" ? await lastByte(real, path) : undefined);
      if (typeof sent.chunk === "number") {
        await this.#pieces.add(real, data, sent.chunk, path, expected === undefined ? undefined : before);
      } else await save(real, data, path);
      // The last of the pieces, or none of them, is at its place.
      const [there, whole] = [fileStamp(real) !== "", typeof sent.chunk !== "number" || sent.chunk === -1];
      const model = await readModel(this.#paths, there ? path : dirOf(path), { content: false, hash: there && whole });
      return { made: before === "", model };
    });
  }

  /**
   * What a client expects to save over is there still: by the hash, for which all of it is read; by the stamp that it
   * had then with the later ones of many pieces.
   */
  async #checkUnchanged(
    real: string,
    path: string,
    stamp: string,
    { chunk }: Partial<Saved>,
    expected: string | undefined,
  ): Promise<void> {
    const over = this.#pieces.over(real, chunk);
    if (over !== undefined ? over === stamp : expected === undefined || expected === (await hashAt(real, path))) return;
    await this.#pieces.drop(real);
    throw new HttpError(412, `${path} was changed on disk since it was read here.`, "changed on disk");
  }

  /** Makes something new in a folder, under a name that is free. */
  async create(folder: string, { type, ext, copy_from: from }: Partial<Fresh>): Promise<Model> {
    const real = await this.#paths.existing(folder);
    if (!(await stat(real)).isDirectory()) throw new HttpError(400, `${folder} is no folder.`);
    if (from !== undefined && typeof from !== "string") throw new HttpError(400, "copy_from must be a path.");
    if (!TYPES.includes(type)) throw new HttpError(400, `What is made must be a file, a notebook or a directory.`);
    const source = from === undefined ? undefined : await this.#paths.existing(from);
    const ending = ext ?? (type === "notebook" ? ".ipynb" : type === "directory" ? "" : ".txt");
    if (!/^(\.[\w-]+)*$/.test(ending)) throw new HttpError(400, `${ending} is no ending of a file's name.`);
    const [stem, last] =
      from !== undefined
        ? [`${basename(from, extname(from))}-Copy`, extname(from)]
        : [ending === ".ipynb" ? "Untitled" : type === "directory" ? "Untitled Folder" : "untitled", ending];
    return this.#turns.run(real, async () => {
      for (let n = 0; ; n++) {
        const name = `${stem}${n === 0 && from === undefined ? "" : n + (from === undefined ? 0 : 1)}${last}`;
        const path = folder === "" ? name : `${folder.replace(/\/+$/, "")}/${name}`;
        try {
          await withReason(path, "made", () => make(join(real, name), type ?? "file", ending, source));
        } catch (error) {
          if (error instanceof HttpError && error.status === 409) continue;
          throw error;
        }
        return readModel(this.#paths, path, { content: false });
      }
    });
  }

  /** Gives a file or folder another path, where there is none yet. */
  async rename(path: string, to: string): Promise<Model> {
    const [real, target] = await Promise.all([this.#paths.entry(path), this.#paths.free(to)]);
    if (real === this.root) throw new HttpError(400, "The served folder itself cannot be renamed.");
    // It would wait for itself, and whatever is to be done to the file behind it.
    if (real === target) return readModel(this.#paths, to, { content: false });
    // Always in one order: two renames that wait for each other would wait for ever.
    const [first, second] = [real, target].sort();
    await this.#turns.run(first, () =>
      this.#turns.run(second, () =>
        withReason(path, "renamed", async () => {
          const there = await lstat(target).catch(() => undefined);
          // On disks that take "a" and "A" for one name the file itself is there.
          const own = await lstat(real);
          if (there !== undefined && there.ino !== own.ino) throw new HttpError(409, `There is a ${to} already.`);
          await rename(real, target);
        }),
      ),
    );
    return readModel(this.#paths, to, { content: false });
  }

  /** Removes a file, or a folder with nothing in it. */
  async remove(path: string): Promise<void> {
    const real = await this.#paths.entry(path);
    if (real === this.root) throw new HttpError(400, "The served folder itself cannot be removed.");
    await this.#turns.run(real, () =>
      withReason(path, "removed", async () => {
        if ((await lstat(real)).isDirectory()) await rmdir(real);
        else await rm(real);
      }),
    );
  }

  /** Puts the bytes of another file in a file's place. */
  async replace(path: string, source: string): Promise<void> {
    const real = await this.#paths.place(path);
    await this.#turns.run(real, () => save(real, createReadStream(source), path));
  }

  async #makeFolder(real: string, path: string): Promise<Model> {
    const there = await stat(real).catch(() => undefined);
    if (there?.isDirectory() !== true) await withReason(path, "made", () => mkdir(real));
    return readModel(this.#paths, path, { content: false });
  }
}

const EMPTY = formatNotebook({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: { kernelspec: { display_name: "TypeScript (impactlab)", language: "typescript", name: "impactlab" } },
  cells: [],
});

async function make(real: string, type: string, ending: string, source: string | undefined): Promise<void> {
  if (source !== undefined) return copyFile(source, real, 1 /* COPYFILE_EXCL */);
  if (type === "directory") return void (await mkdir(real));
  await writeFile(real, ending === ".ipynb" ? EMPTY : "", { flag: "wx" });
}

/** The hash of a file; "" where there is none. */
function hashAt(real: string, path: string): Promise<string> {
  return hashOfFile(real).catch((error: unknown) => unreadable(error, path) ?? "");
}

/** The last byte of a file; undefined where there is none. */
async function lastByte(real: string, path: string): Promise<number | undefined> {
  const file = await open(real).catch((error: unknown) => unreadable(error, path));
  try {
    const size = (await file?.stat())?.size ?? 0;
    const read = await file?.read(Buffer.alloc(1), 0, 1, Math.max(0, size - 1));
    return size === 0 ? undefined : read?.buffer[0];
  } catch (error) {
    return unreadable(error, path);
  } finally {
    await file?.close();
  }
}

/** What cannot be read, but for what is not there, is not overwritten. */
function unreadable(error: unknown, path: string): undefined {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
  throw new HttpError(400, `${path} cannot be read, so it is not overwritten.`);
}

function dirOf(path: string): string {
  return partsOf(path).slice(0, -1).join("/");
}
