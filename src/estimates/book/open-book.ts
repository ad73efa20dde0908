/**
 * Opens an order book file by its format: named, or recognised by its first line.
 */
import { checkChoice } from "../../base/check-choice";
import { must } from "../../base/input-error";
import type { BookFileOptions } from "./read-columns";
import { readLobster } from "./read-lobster";
import { readMbp10 } from "./read-mbp10";
import { readSnapshots } from "./read-snapshots";
import { RowReader } from "./row-reader";
import { bookFormatOf } from "./sniff-format";
import type { SnapshotSource } from "./snapshot-source";

export const BOOK_FORMATS = ["snapshots", "mbp10", "lobster"] as const;

export type BookFormat = (typeof BOOK_FORMATS)[number];

export interface OpenBookOptions extends BookFileOptions {
  /** Left out, the file's first line tells. */
  readonly format?: BookFormat;
}

/** Opens `path`. Throws an InputError where the file is not what it was called, or no book. */
export async function openBook(path: string, options: OpenBookOptions = {}): Promise<SnapshotSource> {
  if (options.format !== undefined) checkChoice("options.format", options.format, BOOK_FORMATS);
  const format = options.format ?? (await recognise(path));
  if (format === "mbp10") return readMbp10(path, options);
  if (format === "snapshots") return readSnapshots(path, options);
  const { symbol, timeUnit, priceUnit } = options;
  must(symbol === undefined, "options.symbol", "must be left out: a LOBSTER pair is one instrument", symbol);
  must(timeUnit === undefined, "options.timeUnit", "must be left out: LOBSTER counts seconds after midnight", timeUnit);
  must(priceUnit === undefined, "options.priceUnit", "must be left out: LOBSTER has dollars x 10^4", priceUnit);
  return readLobster(path, options);
}

/** What is no known format is read as snapshots, whose reader says what is missing. */
async function recognise(path: string): Promise<BookFormat> {
  const rows = await RowReader.open(path);
  try {
    return bookFormatOf((await rows.header()) ?? []) ?? "snapshots";
  } finally {
    rows.close();
  }
}
