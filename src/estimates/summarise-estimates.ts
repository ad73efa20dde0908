/**
 * What a table of estimates holds, in a few lines: the first look after an estimation.
 */
import Table from "cli-table3";

import type { ImpactEstimates } from "./table/impact-estimates";

/** Per side: the bins by status, and the quartiles of alpha, beta and r2 over the bins with a fit. */
export function summariseEstimates(estimates: ImpactEstimates): string {
  const table = new Table({ head: ["side", "bins", "alpha", "beta", "r2", "status"], style: { head: [], border: [] } });
  for (const side of new Set(estimates.side)) {
    const rows = [...estimates.side.keys()].filter((row) => estimates.side[row] === side);
    const counts = new Map<string, number>();
    for (const row of rows) counts.set(estimates.status[row], (counts.get(estimates.status[row]) ?? 0) + 1);
    const show = (column: Float64Array): string =>
      quartiles(rows.map((row) => column[row]))
        .map((q) => (Number.isNaN(q) ? "-" : q.toPrecision(4)))
        .join("  ");
    const status = [...counts].map(([name, count]) => `${count} ${name || "unnamed"}`).join("\n");
    table.push([side, rows.length, show(estimates.alpha), show(estimates.beta), show(estimates.r2), status]);
  }
  return `${table.toString()}\nalpha, beta, r2: lower quartile, median, upper quartile\n`;
}

/** The quartiles of the values that are numbers, linear between order statistics; NaN of none. */
function quartiles(values: readonly number[]): number[] {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  return [0.25, 0.5, 0.75].map((share) => {
    const at = share * (sorted.length - 1);
    const below = Math.floor(at);
    return sorted[below] + (at - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below]);
  });
}
