/** A file of estimates as a table of cells, not yet checked: CSV, Parquet or JSON, told by its first bytes. */
import { readFile } from "node:fs/promises";
import { gunzipSync } from "node:zlib";

import { InputError, must } from "../../base/input-error";
import { utf8 } from "../../base/utf8";
import { describeBytes } from "../book/sniff-format";
import { parseCsvTable } from "./csv-table";
import { parseJsonTable } from "./json-table";
import type { RawTable } from "./raw-table";
import { parseParquetTable } from "./parquet-table";

/** Reads a .csv, .parquet or .json file, plain or gzip. Throws an InputError that names it for any other. */
export async function readTable(path: string): Promise<RawTable> {
  must(typeof path === "string", "path", "must be the path of a file", path);
  let bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    must(error.code !== "ENOENT", path, "must be a file that exists", "no such file");
    must(error.code !== "EISDIR", path, `must be a file (a folder of days ends in "/": ${path}/)`, "a directory");
    must(error.code !== "EACCES", path, "must be a file that may be read", "permission denied");
    throw error;
  });
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) {
    try {
      bytes = gunzipSync(bytes);
    } catch (error) {
      throw new InputError(path, "must be a sound gzip file", (error as Error).message);
    }
  }
  if (bytes.toString("latin1", 0, 4) === "PAR1") return parseParquetTable(path, bytes);
  const binary = describeBytes(bytes.subarray(0, 512));
  must(binary === undefined, path, `must be CSV or Parquet; ${binary}`, "other bytes");
  const text = utf8(path, bytes);
  return /^\uFEFF?\s*[{[]/.test(text.slice(0, 1000)) ? parseJsonTable(path, text) : parseCsvTable(path, text);
}
