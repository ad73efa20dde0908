/** Named columns of one length as a file: CSV under its notes, or Parquet, whose metadata they are. */
import Papa from "papaparse";

import { must } from "../../base/input-error";
import { writeBeside } from "../../base/write-beside";
import { noteLines } from "./note-lines";

/** A column is of numbers, or of texts. */
export type FileColumns = Readonly<Record<string, readonly (number | string)[]>>;

/** Throws an InputError where a table cannot be written under this name. */
export function checkTablePath(argument: string, path: string): void {
  must(/\.(csv|csv\.gz|parquet)$/i.test(path), argument, "must end in .csv, .csv.gz or .parquet", path);
}

/**
 * Writes `path`, by its end .csv, .csv.gz or .parquet, beside its place and renamed.
 *
 * @param integers columns that hold whole numbers.
 */
export async function writeColumns(
  path: string,
  columns: FileColumns,
  notes: Record<string, string> = {},
  integers: readonly string[] = [],
): Promise<void> {
  checkTablePath("path", path);
  const isParquet = /\.parquet$/i.test(path);
  await writeBeside(path, isParquet ? [await parquet(columns, notes, integers)] : csv(columns, notes));
}

const CSV_BLOCK = 4096;

/** The lines of a table, under its notes. */
export function* csv(columns: FileColumns, notes: Record<string, string> = {}): Generator<string> {
  yield* noteLines(notes);
  const names = Object.keys(columns);
  const lists = Object.values(columns);
  yield `${Papa.unparse([names])}\n`;
  for (let start = 0; start < lists[0].length; start += CSV_BLOCK) {
    const end = Math.min(start + CSV_BLOCK, lists[0].length);
    const rows = Array.from({ length: end - start }, (_, k) => lists.map((list) => list[start + k]));
    yield `${Papa.unparse(rows, { newline: "\n" })}\n`;
  }
}

async function parquet(
  columns: FileColumns,
  notes: Record<string, string>,
  integers: readonly string[],
): Promise<Buffer> {
  const { parquetWriteBuffer } = await import("hyparquet-writer");
  const columnData = Object.entries(columns).map(([name, data]) => {
    if (integers.includes(name)) return { name, data: [...data], type: "INT32" as const };
    if (typeof data[0] === "string") return { name, data: [...data], type: "STRING" as const };
    // Plain: a dictionary would take -0 for 0.
    return { name, data: [...data], type: "DOUBLE" as const, encoding: "PLAIN" as const };
  });
  return Buffer.from(
    parquetWriteBuffer({ columnData, kvMetadata: Object.entries(notes).map(([key, value]) => ({ key, value })) }),
  );
}
