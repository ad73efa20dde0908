/**
 * A large file that comes in pieces: they are put together beside its place, and moved there whole with the last.
 */
import { open, rename, rm } from "node:fs/promises";

import { nameBeside } from "../../base/left-behind";
import { HttpError } from "../http/route";
import { modeToKeep, withReason } from "./save";

/** An upload that is going on. */
interface Upload {
  /** The piece that comes next. */
  readonly next: number;
  readonly beside: string;
  /** The stamp of what it is to come over, where the first piece said what that is; looked at with every piece. */
  readonly over: string | undefined;
}

export class Pieces {
  /** By path. */
  readonly #uploads = new Map<string, Upload>();

  /** The stamp of what the upload that piece `chunk` belongs to is to come over; undefined where none was asked for. */
  over(path: string, chunk: number | null | undefined): string | undefined {
    return typeof chunk !== "number" || chunk === 1 ? undefined : this.#uploads.get(path)?.over;
  }

  /**
   * Adds piece `chunk`: 1, 2, ... and -1 for the last. HttpError 409 for one that comes out of turn, or twice: the
   * file would not be what was sent. `name` is what a client calls it.
   */
  async add(path: string, data: string | Uint8Array, chunk: number, name: string, over?: string): Promise<void> {
    const begun = this.#uploads.get(path);
    const next = begun?.next ?? 1;
    if (chunk !== 1 && (next === 1 || (chunk !== -1 && chunk !== next))) {
      throw new HttpError(409, `Piece ${chunk} of ${name} came where piece ${next} was to come: send it anew.`);
    }
    const beside = begun?.beside ?? nameBeside(path);
    const put = async (): Promise<void> => {
      // Told with the first piece: the others may take minutes to come.
      const mode = await modeToKeep(path);
      const file = await open(beside, chunk === 1 ? "w" : "a");
      try {
        await file.writeFile(data);
        if (chunk !== -1) return void this.#uploads.set(path, { next: chunk + 1, beside, over: begun?.over ?? over });
        if (mode !== undefined) await file.chmod(mode);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
      this.#uploads.delete(path);
    };
    // On a full disk nothing else could be saved either while it is there.
    const stop = async (error: unknown): Promise<never> => {
      await this.drop(path);
      await rm(beside, { force: true });
      throw error;
    };
    await withReason(name, "saved", () => put().catch(stop));
  }

  /** Gives an upload up. */
  async drop(path: string): Promise<void> {
    const upload = this.#uploads.get(path);
    this.#uploads.delete(path);
    if (upload !== undefined) await rm(upload.beside, { force: true });
  }
}
