/**
 * Writes a file beside its place and renames it there: what is at `path` is the old file or the new
 * one, whole, whatever happens in between.
 */
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { chmod, readlink, realpath, rename, rm, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import { fileError } from "./file-error";
import { InputError } from "./input-error";
import { nameBeside } from "./left-behind";

/**
 * Writes `chunks` to `path`, gzip where its name ends in .gz. Nothing is left behind on failure. A link stays one:
 * the file that it leads to is written. A file's mode stays, too.
 *
 * @throws InputError where the disk is full, the name too long, the folder none to write to
 */
export async function writeBeside(
  path: string,
  chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  signal?: AbortSignal,
): Promise<void> {
  let place: string;
  let mode: number | undefined;
  try {
    place = await endOf(path);
    mode = await modeOf(place);
  } catch (error) {
    throw fileError(error, path);
  }
  // Of several that write one file at once, in this process or on another machine, each has its own.
  const beside = nameBeside(place);
  const target = createWriteStream(beside, { mode });
  const source = Readable.from(chunks);
  try {
    if (path.endsWith(".gz")) await pipeline(source, createGzip(), target, { signal });
    else await pipeline(source, target, { signal });
    // What a umask took from it.
    if (mode !== undefined) await chmod(beside, mode);
    await rename(beside, place);
  } catch (error) {
    // While it is being opened it is not there yet, and would be after it was removed.
    if (!target.closed) await once(target.destroy(), "close").catch(() => undefined);
    await rm(beside, { force: true }).catch(() => {}); // there is none where the folder is none
    throw fileError(error, path);
  }
}

/** What a path leads to, whether it is there or not. */
async function endOf(path: string, links = 0): Promise<string> {
  const to = await readlink(path).catch(() => undefined);
  if (to === undefined) return path;
  if (links === 40) throw Object.assign(new Error("links in a circle"), { code: "ELOOP", syscall: "readlink" });
  return endOf(resolve(await realpath(dirname(path)), to), links + 1);
}

/** The mode of what is at a path; undefined where nothing is. */
async function modeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  if (found.isFile() || found.isDirectory()) return found.mode & 0o7777;
  throw new InputError(path, "must be a place to write a file, and it is a pipe or a device", dirname(path));
}
