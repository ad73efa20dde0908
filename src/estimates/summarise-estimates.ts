/**
 * What a table of estimates holds, in a few lines: the first look after an estimation.
 */
import Table from "cli-table3";

import { quantiles } from "../numeric/quantiles";
import { checkEstimates, type ImpactEstimates } from "./table/impact-estimates";

/**
 * Per side: the bins by status, and the quartiles of alpha, beta and r2 over the bins with a fit, as text;
 * below, what to do about bins that are `persistent`, and the breaks that have no bins.
 *
 * @param estimates N bins of one or several sides.
 * @example
 * ```ts
 * import { loadEstimates, summariseEstimates } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * console.log(summariseEstimates(model));
 * ```
 */
export function summariseEstimates(estimates: ImpactEstimates): string {
  checkEstimates(estimates);
  const table = new Table({ head: ["side", "bins", "alpha", "beta", "r2", "status"], style: { head: [], border: [] } });
  for (const side of new Set(estimates.side)) {
    const rows = [...estimates.side.keys()].filter((row) => estimates.side[row] === side);
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(estimates.status[row], (counts.get(estimates.status[row]) ?? 0) + 1);
    const show = (column: Float64Array): string =>
      quantiles(
        rows.map((row) => column[row]).filter((value) => !Number.isNaN(value)),
        [0.25, 0.5, 0.75],
      )
        .map((q) => (Number.isNaN(q) ? "-" : q.toPrecision(4)))
        .join("  ");
    const status = [...counts].map(([name, count]) => `${count} ${name || "unnamed"}`).join("\n");
    table.push([side, rows.length, show(estimates.alpha), show(estimates.beta), show(estimates.r2), status]);
  }
  const { breaks, persistent } = estimates.notes;
  const without = breaks === undefined ? "" : `no bins, for no book: ${breaks}\n`;
  const slow = persistent === undefined ? "" : `persistent, ${persistent}\n`;
  return `${table.toString()}\nalpha, beta, r2: lower quartile, median, upper quartile\n${slow}${without}`;
}
