/** A model from a table that a notebook holds already. */
import type { DataFrame } from "danfojs-node";

import { must } from "../base/input-error";
import { settleUnfitted } from "./settle-unfitted";
import { checkTable, type LoadOptions } from "./table/estimates-table";
import type { ImpactEstimates } from "./table/impact-estimates";
import { tableOf } from "./table/json-table";
import type { RawTable } from "./table/raw-table";

/** Columns by name, of one length. */
export type ModelColumns = Readonly<Record<string, ArrayLike<unknown> | string | number>>;

/**
 * Checks a danfo DataFrame, or columns by name, as `loadEstimates` checks a file, and makes the model of it.
 *
 * @param table N rows with alpha and beta, under these names or those that `options.columns` gives; bins without
 *   a column of labels are numbered. What is no list among columns by name is a note: `{ currency: "USD", ... }`.
 * @param options as of `loadEstimates`; `convention` must be said, for a DataFrame has no notes to say it.
 * @returns alpha in currency per share^beta and beta of the total cost alpha * x^beta, N values each.
 * @throws InputError, one sentence: row, column, rule, value.
 * @example
 * ```ts
 * import { DataFrame } from "danfojs-node";
 * import { modelFrom } from "../src";
 * const slippage = new DataFrame({ time: ["09:30", "09:31"], c: [0.01, 0.02], d: [0.5, 0.6] });
 * const model = modelFrom(slippage, { columns: { alpha: "c", beta: "d" }, convention: "per-share" });
 * console.log(model.beta); // 1.5 and 1.6: the cost of x shares is x times their slippage
 * ```
 */
export function modelFrom(table: DataFrame | ModelColumns, options: LoadOptions = {}): ImpactEstimates {
  must(
    typeof table === "object" && table !== null && !(table instanceof Promise),
    "table",
    "must be a DataFrame, or columns by name",
    table,
  );
  const raw = isFrame(table) ? tableOfFrame(table) : tableOf("table", table);
  return settleUnfitted(raw, checkTable(raw, options, false), options.unfitted ?? "refuse").model;
}

function isFrame(table: DataFrame | ModelColumns): table is DataFrame {
  return typeof (table as { column?: unknown }).column === "function" && Array.isArray(table.columns);
}

function tableOfFrame(frame: DataFrame): RawTable {
  const columns = frame.columns.map(String);
  const values = columns.map((name) => frame.column(name).values as unknown[]);
  return {
    name: "table",
    columns,
    cell: (row, at) => (at < 0 ? undefined : values[at][row]),
    rowCount: frame.shape[0],
    where: (row) => `row ${row + 1}`,
    notes: [],
    typed: true,
  };
}
