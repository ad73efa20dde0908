/**
 * One checkpoint a file: a copy of it as it was, kept outside the served folder.
 */
import { copyFile, mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { basename, join } from "node:path";

import { nameBeside } from "../../base/left-behind";
import { HttpError } from "../http/route";
import type { Contents } from "./contents";
import { InTurn } from "./in-turn";
import { hashOf, type Model } from "./model";
import { withReason } from "./save";

export interface Checkpoint {
  readonly id: "checkpoint";
  readonly last_modified: string;
}

export class Checkpoints {
  readonly #contents: Contents;
  readonly #folder: string;
  readonly #turns = new InTurn();

  constructor(contents: Contents, folder: string) {
    this.#contents = contents;
    this.#folder = folder;
  }

  async list(path: string): Promise<Checkpoint[]> {
    const found = await stat(this.#copyOf(await this.#contents.file(path))).catch(() => undefined);
    return found === undefined ? [] : [{ id: "checkpoint", last_modified: found.mtime.toISOString() }];
  }

  async create(path: string): Promise<Checkpoint> {
    const real = await this.#contents.file(path);
    if (!(await stat(real)).isFile()) throw new HttpError(400, `${path} is a folder, which has no checkpoints.`);
    const copy = this.#copyOf(real);
    return this.#turns.run(copy, async () => {
      await withReason(`The checkpoint of ${path}`, "made", async () => {
        await mkdir(this.#folder, { recursive: true, mode: 0o700 });
        const beside = nameBeside(copy);
        await copyFile(real, beside).catch(async (error: unknown) => {
          await rm(beside, { force: true });
          throw error;
        });
        await rename(beside, copy);
      });
      return (await this.list(path))[0];
    });
  }

  async restore(path: string): Promise<void> {
    if ((await this.list(path)).length === 0) throw new HttpError(404, `${path} has no checkpoint.`);
    await this.#contents.replace(path, this.#copyOf(await this.#contents.file(path)));
  }

  async remove(path: string): Promise<void> {
    await rm(this.#copyOf(await this.#contents.file(path)), { force: true });
  }

  /** Gives a file or folder another path; the checkpoints of its files go with it. */
  async rename(path: string, to: string): Promise<Model> {
    const before = await this.#contents.file(path);
    const model = await this.#contents.rename(path, to);
    const after = await this.#contents.file(to);
    // Of a link what it leads to stays where it is.
    if (after === before) return model;
    const kept = new Set(await readdir(this.#folder).catch(() => []));
    const within = model.type === "directory" ? await readdir(after, { recursive: true }) : [""];
    for (const name of kept.size === 0 ? [] : within) {
      const [old, copy] = [this.#copyOf(join(before, name)), this.#copyOf(join(after, name))];
      if (kept.has(basename(old))) await rename(old, copy);
      else if (kept.has(basename(copy))) await rm(copy, { force: true });
    }
    return model;
  }

  /** Removes a file with its checkpoint, which would else be that of the next one of its name; or an empty folder. */
  async removeFile(path: string): Promise<void> {
    const real = await this.#contents.file(path);
    await this.#contents.remove(path);
    if ((await stat(real).catch(() => undefined)) === undefined) await rm(this.#copyOf(real), { force: true });
  }

  #copyOf(real: string): string {
    return join(this.#folder, hashOf(real).slice(0, 32));
  }
}
