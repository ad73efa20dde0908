/**
 * Writes an estimates table.
 */
import { InputError } from "../../base/input-error";
import { formatCsvTable } from "./csv-table";
import { checkEstimates, type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";
import { formatParquetTable } from "./parquet-table";
import { writeBeside } from "../../base/write-beside";

/**
 * Writes `estimates` to `path`: .csv, .csv.gz or .parquet, beside it and renamed. Every double comes back from
 * loadEstimates bit for bit, and so do labels and notes; of a note of several lines CSV makes one.
 *
 * @param path the file to write.
 * @param estimates N values a column.
 * @throws InputError for another ending, for columns of different lengths, for infinite numbers, and for labels, sides,
 *   statuses and notes that are no texts.
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
  if (/\.csv(\.gz)?$/i.test(path)) await writeBeside(path, [formatCsvTable(estimates)]);
  else if (/\.parquet$/i.test(path)) await writeBeside(path, [await formatParquetTable(estimates)]);
  else throw new InputError("path", "must end in .csv, .csv.gz or .parquet", path);
}

/** A label that is a number, or a status too few, would be lost or another's in the file. */
function checkTexts(estimates: ImpactEstimates): void {
  const n = estimates.bin.length;
  for (const name of ["bin", "side", "status"] as const) {
    const column = estimates[name];
    if (column.length !== n) throw new InputError(name, `must have a text for each of the ${n} bins`, column);
    const bad = column.findIndex((text) => typeof text !== "string");
    if (bad >= 0) throw new InputError(name, "must be a text", column[bad], bad);
  }
  for (const [key, value] of Object.entries(estimates.notes ?? {}))
    if (typeof value !== "string") throw new InputError(`notes.${key}`, "must be a text", value);
}
