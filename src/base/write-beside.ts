/**
 * Writes a file beside its place and renames it there: what is at `path` is the old file or the new
 * one, whole, whatever happens in between.
 */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import { fileError } from "./file-error";

/**
 * Writes `chunks` to `path`, gzip where its name ends in .gz. Nothing is left behind on failure.
 *
 * @throws InputError where the disk is full, the name too long, the folder none to write to
 */
export async function writeBeside(
  path: string,
  chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  signal?: AbortSignal,
): Promise<void> {
  const beside = join(dirname(path), `.${shortName(basename(path))}.${process.pid}.part`);
  const target = createWriteStream(beside);
  const source = Readable.from(chunks);
  try {
    if (path.endsWith(".gz")) await pipeline(source, createGzip(), target, { signal });
    else await pipeline(source, target, { signal });
    await rename(beside, path);
  } catch (error) {
    // While it is being opened it is not there yet, and would be after it was removed.
    if (!target.closed) await once(target.destroy(), "close").catch(() => undefined);
    await rm(beside, { force: true }).catch(() => {}); // there is none where the folder is none
    throw fileError(error, path);
  }
}

/** The name, or for one that has no room for more its hash. */
function shortName(name: string): string {
  return Buffer.byteLength(name) < 200 ? name : createHash("sha256").update(name).digest("hex").slice(0, 16);
}
