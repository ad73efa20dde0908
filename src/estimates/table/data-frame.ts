/** Columns of results as a danfo DataFrame, to look at, join and plot in a notebook. */
import type { DataFrame } from "danfojs-node";

/**
 * A DataFrame of named columns of one length. danfo labels doubles float32 but keeps them as they
 * are; only its arithmetic is in single precision.
 */
export function dataFrame(columns: Readonly<Record<string, readonly (number | string)[]>>): DataFrame {
  // Loaded on demand: danfo takes a third of a second.
  const danfo = require("danfojs-node") as typeof import("danfojs-node");
  const dtypes = Object.values(columns).map((values) =>
    values.every((value) => typeof value === "number") ? "float32" : "string",
  );
  return new danfo.DataFrame({ ...columns }, { dtypes });
}
