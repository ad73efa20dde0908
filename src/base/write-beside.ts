/**
 * Writes a file beside its place and renames it there: what is at `path` is the old file or the new
 * one, whole, whatever happens in between.
 */
import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";

import { must } from "./input-error";

/** Writes `chunks` to `path`, gzip where its name ends in .gz. Nothing is left behind on failure. */
export async function writeBeside(
  path: string,
  chunks: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  signal?: AbortSignal,
): Promise<void> {
  const beside = join(dirname(path), `.${basename(path)}.${process.pid}.part`);
  const target = createWriteStream(beside);
  const source = Readable.from(chunks);
  try {
    if (path.endsWith(".gz")) await pipeline(source, createGzip(), target, { signal });
    else await pipeline(source, target, { signal });
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => {}); // there is none where the folder is none
    const reason = REASONS[(error as NodeJS.ErrnoException).code ?? ""];
    must(reason === undefined, path, `must be a place to write a file, and ${reason}`, dirname(path));
    throw error;
  }
}

const REASONS: Readonly<Record<string, string | undefined>> = {
  ENOENT: "its folder does not exist",
  ENOTDIR: "its folder is a file",
  EISDIR: "it is a folder",
  EACCES: "its folder may not be written to",
  EROFS: "its folder may not be written to",
};
