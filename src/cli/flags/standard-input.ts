/** `-` where a command reads a file: standard input, kept in a file of its own while the command runs. */
import { createReadStream, createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { InputError } from "../../base/input-error";
import { temporaryFolder } from "../../base/left-behind";

/**
 * Calls `read` with a path: the one given, or for `-` that of a file with what came on standard input,
 * named for what its first bytes show it to be: Parquet, gzip, JSON or else CSV. Errors that name that
 * file name standard input instead.
 */
export async function withInput<Result>(
  path: string,
  stdin: NodeJS.ReadableStream,
  read: (path: string) => Promise<Result>,
  signal?: AbortSignal,
): Promise<Result> {
  if (path !== "-") return read(path);
  const folder = temporaryFolder("stdin");
  const raw = join(folder, "input");
  try {
    await pipeline(stdin, createWriteStream(raw), { signal });
    const named = raw + (await extensionOf(raw));
    await rename(raw, named);
    return await read(named);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const argument = error.argument.replace(/^.*\/impactlab-stdin-[^/]*\/input[.a-z]*/, "standard input");
    throw new InputError(argument, error.rule, error.value, error.index);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function extensionOf(path: string): Promise<string> {
  const [start] = (await createReadStream(path, { end: 63 }).toArray()) as (Buffer | undefined)[];
  const text = start?.toString("latin1") ?? "";
  if (text.startsWith("PAR1")) return ".parquet";
  if (text.startsWith("\x1f\x8b")) return ".csv.gz";
  return /^(\xEF\xBB\xBF)?\s*\{/.test(text) ? ".json" : ".csv";
}
