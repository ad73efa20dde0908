/** Columns of results as a danfo DataFrame, to look at, join and plot in a notebook. */
import type { DataFrame } from "danfojs-node";

type Column = readonly (number | string)[];

/**
 * A DataFrame of named columns of one length, of which there may be no row. danfo labels doubles float32 but keeps
 * them as they are; only its arithmetic is in single precision.
 *
 * @param columns by name; or as pairs, for an object puts names such as 2023 before all others.
 */
export function dataFrame(
  columns: Readonly<Record<string, Column>> | readonly (readonly [string, Column])[],
): DataFrame {
  // Loaded on demand: danfo takes a third of a second.
  const danfo = require("danfojs-node") as typeof import("danfojs-node");
  const pairs = (Array.isArray(columns) ? columns : Object.entries(columns)) as readonly (readonly [string, Column])[];
  const lists = pairs.map(([, values]) => values);
  const dtypes = lists.map((values) => (values.every((value) => typeof value === "number") ? "float32" : "string"));
  // By rows: of an object of columns danfo makes no table without a row.
  const rows = Array.from(lists[0] ?? [], (_, row) => lists.map((values) => values[row]));
  return new danfo.DataFrame(rows, { columns: pairs.map(([name]) => name), dtypes });
}
