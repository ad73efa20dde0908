/**
 * The loader that a notebook starts with: a table of impact estimates in, a danfo DataFrame to look
 * at and a checked model to solve with out.
 */
import type { DataFrame } from "danfojs-node";

import { checkTable, type LoadOptions, type RawTable, type RejectedRow } from "./estimates-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";
import { readTable } from "./read-table";

export interface LoadedEstimates {
  /**
   * The kept rows to look at, join and plot: every column of the file, parameters as total cost. danfo
   * labels doubles float32 and computes in single precision: do arithmetic on the model's columns.
   */
  readonly table: DataFrame;
  /** The same rows to solve with, in full double precision. */
  readonly model: ImpactEstimates;
  /** Rows left out by `badRows: "reject"`, with their reasons; otherwise empty. */
  readonly rejected: readonly RejectedRow[];
}

/**
 * Loads estimates from a .csv, .csv.gz or .parquet file (told by its first bytes) and checks them.
 *
 * @param path the file, from the folder that the notebook is in.
 * @returns `model`, alpha in currency per share^beta and beta of the total cost alpha * x^beta, whatever the
 *   file's convention (a per-share table's beta is 1 + its exponent), N values each, with errors, ranges, labels
 *   and notes; `table`, the same rows as a danfo DataFrame; `rejected`, what `badRows: "reject"` left out.
 * @throws InputError, one sentence: file, row, column, rule, value.
 * @example
 * ```ts
 * import { loadEstimates } from "../src";
 * const { table, model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * console.log(table.shape, model.alpha.length, model.notes.currency); // [390, 12], 390 and USD
 * ```
 */
export async function loadEstimates(path: string, options: LoadOptions = {}): Promise<LoadedEstimates> {
  const raw = await readTable(path);
  const { model, rows, rejected } = checkTable(raw, options);
  return { table: frameOf(raw, model, rows), model, rejected };
}

/** The file's columns in its order, those the model knows from the model. */
function frameOf(raw: RawTable, model: ImpactEstimates, rows: readonly number[]): DataFrame {
  const numbers = new Map<string, ArrayLike<number>>(NUMBER_COLUMNS.map(([name, key]) => [name, model[key]]));
  const texts = new Map<string, readonly string[]>(
    Object.entries({ bin: model.bin, side: model.side, status: model.status }),
  );
  const columns = raw.columns.filter((name) => name !== "convention");
  const data = columns.map((name) => {
    const known = numbers.get(name) ?? texts.get(name);
    if (known !== undefined) return Array.from(known as ArrayLike<number | string>);
    return rows
      .map((row) => raw.cell(row, raw.columns.indexOf(name)) ?? "")
      .map((cell) => (typeof cell === "number" ? cell : String(cell)));
  });
  const dtypes = data.map((values, at) =>
    numbers.has(columns[at]) || values.every((value) => typeof value === "number") ? "float32" : "string",
  );
  // Loaded on demand: danfo takes a third of a second.
  const danfo = require("danfojs-node") as typeof import("danfojs-node");
  return new danfo.DataFrame(Object.fromEntries(columns.map((name, at) => [name, data[at]])), { dtypes });
}
