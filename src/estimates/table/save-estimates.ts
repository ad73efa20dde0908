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
 * loadEstimates bit for bit, and so do labels and notes.
 *
 * @param path the file to write.
 * @param estimates N values a column.
 * @throws InputError for another ending, for columns of different lengths and for infinite numbers.
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
  for (const [name, key] of NUMBER_COLUMNS) {
    const column = estimates[key];
    if (column.length !== estimates.bin.length) {
      throw new InputError(name, `must have a value for each of the ${estimates.bin.length} bins`, column);
    }
    const bad = column.findIndex((value) => Math.abs(value) === Number.POSITIVE_INFINITY);
    if (bad >= 0) throw new InputError(name, "must be finite or NaN", column[bad], bad);
  }
  if (/\.csv(\.gz)?$/i.test(path)) await writeBeside(path, [formatCsvTable(estimates)]);
  else if (/\.parquet$/i.test(path)) await writeBeside(path, [await formatParquetTable(estimates)]);
  else throw new InputError("path", "must end in .csv, .csv.gz or .parquet", path);
}
