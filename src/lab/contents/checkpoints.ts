/**
 * One checkpoint a file: a copy of it as it was, kept outside the served folder.
 */
import { copyFile, mkdir, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

import { HttpError } from "../http/route";
import type { Contents } from "./contents";
import { hashOf } from "./model";
import { withReason } from "./save";

export interface Checkpoint {
  readonly id: "checkpoint";
  readonly last_modified: string;
}

export class Checkpoints {
  readonly #contents: Contents;
  readonly #folder: string;

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
    await withReason(`The checkpoint of ${path}`, "made", async () => {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      await copyFile(real, `${copy}.part`).catch(async (error: unknown) => {
        await rm(`${copy}.part`, { force: true });
        throw error;
      });
      await rename(`${copy}.part`, copy);
    });
    return (await this.list(path))[0];
  }

  async restore(path: string): Promise<void> {
    if ((await this.list(path)).length === 0) throw new HttpError(404, `${path} has no checkpoint.`);
    await this.#contents.replace(path, this.#copyOf(await this.#contents.file(path)));
  }

  async remove(path: string): Promise<void> {
    await rm(this.#copyOf(await this.#contents.file(path)), { force: true });
  }

  #copyOf(real: string): string {
    return join(this.#folder, hashOf(real).slice(0, 32));
  }
}
