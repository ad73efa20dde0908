/**
 * Writes an estimates table.
 */
import { InputError, must } from "../../base/input-error";
import { formatCsvTable } from "./csv-table";
import { checkEstimates, type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";
import { formatParquetTable } from "./parquet-table";
import { writeBeside } from "../../base/write-beside";

/**
 * Writes `estimates` to `path`: .csv, .csv.gz or .parquet, beside it and renamed. Every double comes back from
 * loadEstimates bit for bit, and so do labels and notes; of a note of several lines CSV makes one, without the spaces
 * around it.
 *
 * @param path the file to write.
 * @param estimates N values a column.
 * @throws InputError for another ending, for columns of different lengths, for infinite numbers, for labels that are
 *   empty or there twice, and for texts that would not come back from the file.
 * @example
 * ```ts
 * import { tmpdir } from "node:os";
 * import { loadEstimates, saveEstimates, syntheticEquityDay } from "../src";
 * await saveEstimates(`${tmpdir()}/day.csv`, syntheticEquityDay(1));
 * console.log((await loadEstimates(`${tmpdir()}/day.csv`)).model.bin.length); // 390
 * ```
 */
export async function saveEstimates(path: string, estimates: ImpactEstimates): Promise<void> {
  checkEstimates(estimates);
  checkTexts(estimates);
  for (const [name, key] of NUMBER_COLUMNS) {
    const column = estimates[key];
    if (column.length !== estimates.bin.length) {
      throw new InputError(name, `must have a value for each of the ${estimates.bin.length} bins`, column);
    }
    const bad = column.findIndex((value) => typeof value !== "number" || Math.abs(value) === Number.POSITIVE_INFINITY);
    if (bad >= 0) throw new InputError(name, "must be finite or NaN", column[bad], bad);
  }
  if (/\.csv(\.gz)?$/i.test(path)) {
    checkKeys(estimates.notes);
    await writeBeside(path, [formatCsvTable(estimates)]);
  } else if (/\.parquet$/i.test(path)) await writeBeside(path, [await formatParquetTable(estimates)]);
  else throw new InputError("path", "must end in .csv, .csv.gz or .parquet", path);
}

/** Why no reader of the file would have this text; undefined for what comes back. */
function lost(text: unknown): string | undefined {
  if (typeof text !== "string") return "must be a text";
  if (text.includes("\0")) return "must hold no NUL, by which a file is taken for no text";
  if (text.startsWith("\ufeff")) return "must not begin with a byte-order mark, which readers leave out";
  return /\p{Surrogate}/u.test(text) ? "must hold no half of a character, which no file can" : undefined;
}

/** A label that is a number, or a status too few, would be lost or another's in the file. */
function checkTexts(estimates: ImpactEstimates): void {
  const n = estimates.bin.length;
  for (const name of ["bin", "side", "status"] as const) {
    const column = estimates[name];
    if (column.length !== n) throw new InputError(name, `must have a text for each of the ${n} bins`, column);
    column.forEach((text, row) => {
      const rule = lost(text);
      if (rule !== undefined) throw new InputError(name, rule, text, row);
    });
  }
  const seen = new Set<string>();
  estimates.bin.forEach((bin, row) => {
    must(bin.trim() !== "", "bin", "must not be empty", bin, row);
    const label = JSON.stringify([bin, estimates.side[row]]);
    must(!seen.has(label), "bin", "must be there once a side", bin, row);
    seen.add(label);
  });
  for (const [key, value] of Object.entries(estimates.notes ?? {})) {
    const rule = lost(value) ?? lost(key);
    if (rule !== undefined) throw new InputError(`notes.${key}`, rule, value);
  }
}

/** A line of CSV ends its key at the first colon, and has no spaces around it. */
function checkKeys(notes: ImpactEstimates["notes"]): void {
  for (const key of Object.keys(notes ?? {}))
    must(
      /^[^:=\r\n]+$/.test(key) && key === key.trim(),
      "notes",
      "must have keys of one line for CSV, without : and = and without spaces around them",
      key,
    );
}
