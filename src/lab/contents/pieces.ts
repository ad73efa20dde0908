/**
 * A large file that comes in pieces: they are put together beside its place, and moved there whole with the last.
 */
import { open, rename, rm } from "node:fs/promises";

import { HttpError } from "../http/route";
import { modeToKeep, nameBeside, withReason } from "./save";

const MARK = ".impactlab-upload";

export class Pieces {
  /** By path, the piece that comes next. */
  readonly #next = new Map<string, number>();

  /**
   * Adds piece `chunk`: 1, 2, ... and -1 for the last. HttpError 409 for one that comes out of turn, or twice: the
   * file would not be what was sent. `name` is what a client calls it.
   */
  async add(path: string, data: string | Uint8Array, chunk: number, name: string): Promise<void> {
    const next = this.#next.get(path) ?? 1;
    if (chunk !== 1 && (next === 1 || (chunk !== -1 && chunk !== next))) {
      throw new HttpError(409, `Piece ${chunk} of ${name} came where piece ${next} was to come: send it anew.`);
    }
    this.#next.delete(path);
    const beside = nameBeside(path, MARK);
    const put = async (): Promise<void> => {
      const file = await open(beside, chunk === 1 ? "w" : "a");
      try {
        await file.writeFile(data);
        if (chunk !== -1) return void this.#next.set(path, chunk + 1);
        const mode = await modeToKeep(path);
        if (mode !== undefined) await file.chmod(mode);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
    };
    await withReason(name, "saved", () =>
      put().catch(async (error: unknown) => {
        // On a full disk nothing else could be saved either while it is there.
        this.#next.delete(path);
        await rm(beside, { force: true });
        throw error;
      }),
    );
  }
}
