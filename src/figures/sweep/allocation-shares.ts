import { sum } from "../../numeric/sum";
import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { clockOf } from "../../base/clock-of";
import { short } from "../look/findings";
import { categoryColors, figure, type Figure } from "../look/theme";
import { allocationsAlong, type CutOptions } from "./kept-allocations";

/**
 * Each kept bin's share of the order, 100 x_i / S in %, along the sizes or along the betas, one stacked on the other:
 * for a dozen bins at most. Where a bin takes over, its band jumps.
 *
 * @param sweep made with `allocations`: x_i of the kept bins at every point, shares.
 * @param options where to cut (`along`, `at`), the names of the model's N bins (`bin`), and of every figure.
 * @returns stacked areas, one a kept bin.
 * @throws InputError for a sweep without allocations, a place it does not have, and options that break their rule.
 * @example
 * ```ts
 * import { allocationSharesFigure, commonBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.5, 1.5, 1.5] };
 * const betas = commonBeta([0.8, 1.2, 1.6]);
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas, allocations: "all" });
 * allocationSharesFigure(result, { along: "beta" }); // one bin has it all at 0.8, the order spreads out above 1
 * ```
 */
export function allocationSharesFigure(sweep: SweepData, options: CutOptions = {}): Figure {
  const line = allocationsAlong(sweep, options);
  const nameOf = (bin: number): string => clockOf(options.bin?.[bin] ?? `bin ${bin}`);
  const colors = categoryColors(line.bins.length);
  const data = line.bins.map((bin, k): Data => {
    const name = nameOf(bin);
    return {
      type: "scatter",
      mode: "lines",
      stackgroup: "order",
      x: line.values,
      y: line.x.map((x, p) => (100 * x[k]) / line.sizes[p]),
      name,
      line: { width: 0.5, color: colors[k] },
      hovertemplate: `${name}: %{y:.3~g} % of S<extra></extra>`,
    };
  });
  const stacked = Math.max(0, ...line.solved.map((p) => (100 * sum(line.x[p])) / line.sizes[p]));
  const layout = {
    xaxis: line.axis,
    yaxis: { title: { text: "share of the order (%)" }, range: [0, Math.min(100, 1.05 * stacked || 100)] },
    hovermode: "x unified" as const,
  };
  if (line.solved.length === 0) return figure(`No point has an answer, ${line.held}`, data, layout, options);
  const shares = line.solved.flatMap((p) => line.x[p].map((xi, k) => ({ share: (100 * xi) / line.sizes[p], p, k })));
  const top = shares.reduce((a, b) => (b.share > a.share ? b : a));
  const where = `${nameOf(line.bins[top.k])}, ${line.names[top.p]}`;
  const title =
    top.share >= 99.95
      ? `One bin takes the whole order: ${where}`
      : `At most ${short(top.share)} % of the order in one bin: ${where}`;
  return figure(title, data, layout, options);
}
