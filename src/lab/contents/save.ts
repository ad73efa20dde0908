/**
 * Saves: beside the file and renamed over it, so that whatever ends the process leaves the old text or the new
 * one, whole. The file keeps its mode.
 */
import type { ReadStream } from "node:fs";
import { open, rename, rm, stat, writeFile } from "node:fs/promises";

import { nameBeside } from "../../base/left-behind";
import { HttpError } from "../http/route";

/**
 * The mode that a file has, which what takes its place keeps; undefined where there is none. One that is protected is
 * not written over, though its folder would let it be: this throws what opening it does.
 */
export async function modeToKeep(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  await (await open(path, "r+")).close();
  return found.mode & 0o7777;
}

/** Puts `data` at `path`, a real path; `name` is what a client calls it. */
export async function save(path: string, data: string | Uint8Array | ReadStream, name: string): Promise<void> {
  await withReason(name, "saved", async () => {
    const mode = await modeToKeep(path);
    const beside = nameBeside(path);
    try {
      const file = await open(beside, "wx", mode ?? 0o666);
      try {
        // What a umask took from it.
        if (mode !== undefined) await file.chmod(mode);
        await writeFile(file, data);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, path);
    } catch (error) {
      await rm(beside, { force: true }).catch(() => undefined);
      throw error;
    }
  });
}

/** Does something to a file; where the system refuses it, says why in a sentence. */
export async function withReason<T>(name: string, done: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const known = code === undefined ? undefined : REASONS[code];
    if (known === undefined) throw error;
    const reason = done === "read" && known.status === 403 ? "it may not be read" : known.reason;
    throw new HttpError(known.status, `${name} was not ${done}: ${reason}.`);
  }
}

const FULL = "the disk is full; what the file held before is still there";

const REASONS: Readonly<Record<string, { readonly status: number; readonly reason: string } | undefined>> = {
  ENOSPC: { status: 507, reason: FULL },
  EDQUOT: { status: 507, reason: FULL },
  EFBIG: { status: 507, reason: "it is larger than files may be here; what the file held before is still there" },
  EACCES: { status: 403, reason: "it may not be written to" },
  EPERM: { status: 403, reason: "it may not be written to" },
  EROFS: { status: 403, reason: "the disk may not be written to" },
  EBUSY: { status: 409, reason: "another program uses it" },
  ENOENT: { status: 404, reason: "it is not there, or its folder is not" },
  ENOTDIR: { status: 404, reason: "its folder is a file" },
  EISDIR: { status: 400, reason: "it is a folder" },
  EEXIST: { status: 409, reason: "there is one of that name" },
  ENOTEMPTY: { status: 400, reason: "the folder is not empty" },
  EINVAL: { status: 400, reason: "a folder cannot be within itself" },
  ENAMETOOLONG: { status: 400, reason: "the name is too long" },
};
