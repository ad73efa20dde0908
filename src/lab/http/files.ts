/**
 * A file as an answer: streamed, with its type, and asked for again only where it may have changed.
 */
import { open, stat } from "node:fs/promises";
import { basename } from "node:path";

import { contentType } from "mime-types";

import { HttpError, type Answer, type Call } from "./route";

/** The name of a file whose text cannot change: a hash of it stands before the ending. */
const HASHED = /-[A-Z0-9]{8}\.[a-z0-9.]+$/;

/** The type of a file by its name, for a header. */
export function mediaType(path: string): string {
  return contentType(basename(path)) || "application/octet-stream";
}

/** The file at `path`, which must be one that may be read. */
export async function file(path: string, { headers }: Pick<Call, "headers">): Promise<Answer> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() !== true) throw new HttpError(404, `There is no file ${basename(path)}.`);
  const etag = `"${found.size.toString(16)}-${found.mtimeMs.toString(16)}"`;
  const cache = {
    etag,
    "cache-control": HASHED.test(path) ? "private, max-age=31536000, immutable" : "no-cache",
  };
  if (headers["if-none-match"] === etag) return { status: 304, headers: cache };
  const opened = await open(path).catch((error: NodeJS.ErrnoException) => {
    throw error.code === "EACCES" ? new HttpError(403, `${basename(path)} may not be read.`) : error;
  });
  return {
    headers: { ...cache, "content-type": mediaType(path), "content-length": String(found.size) },
    body: opened.createReadStream(),
  };
}
