import type { Data } from "plotly.js";

import { log10 } from "../../numeric/elementary";
import type { SweepData } from "../../sweep/sweep-result";
import { decadeBar } from "../look/axes";
import { binsOfHalf } from "../look/findings";
import { SEQUENTIAL, figure, type Figure } from "../look/theme";
import { allocationsAlong, type CutOptions } from "./kept-allocations";

/** Below a thousandth of TWAP's share a bin counts as unused. */
const FLOOR = -3;

/**
 * The allocation by bin along the sizes or along the betas, as multiples x_i N / S of TWAP's, so that rows of every
 * size can be compared: colours are logarithmic, from a thousandth up to N.
 *
 * @param sweep made with `allocations`: x_i of the kept bins at every point, shares.
 * @param options where to cut (`along`, `at`), the labels of the model's N bins (`bin`), and of every figure.
 * @returns a heatmap: bins to the right, sizes or betas upwards.
 * @throws InputError for a sweep without allocations, a place it does not have, and options that break their rule.
 * @example
 * ```ts
 * import { allocationHeatmapFigure, shiftBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const betas = shiftBeta([-0.4, 0, 0.4], 20);
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas, allocations: "all" });
 * allocationHeatmapFigure(result, { along: "beta", bin: ["10:00", "11:00", "12:00"] }); // at S = 100
 * ```
 */
export function allocationHeatmapFigure(sweep: SweepData, options: CutOptions = {}): Figure {
  const line = allocationsAlong(sweep, options);
  const multiples = line.x.map((x, k) => x.map((xi) => (xi * sweep.bins) / line.sizes[k]));
  const top = log10(sweep.bins);
  const says = `x = %{customdata[0]:,.4~g} ${line.unit}<br>%{customdata[1]:.3~g} times TWAP's`;
  const trace = {
    type: "heatmap",
    x: line.places.values,
    y: line.values,
    z: multiples.map((row) => row.map((m) => (Number.isNaN(m) ? null : Math.max(FLOOR, log10(m))))),
    customdata: multiples.map((row, k) => row.map((m, i) => [line.x[k][i], m])),
    zmin: FLOOR,
    zmax: top,
    colorscale: SEQUENTIAL,
    colorbar: decadeBar("x as a multiple of TWAP's", FLOOR, top),
    hovertemplate: `%{x}<br>%{y}<br>${says}<extra></extra>`,
  };
  const layout = { xaxis: line.places.axis, yaxis: line.axis, margin: { l: 92, r: 20, t: 64, b: 66 } };
  const ends = line.solved.filter((_, k, { length }) => k === 0 || k === length - 1);
  const half = ends.map((k) => `${binsOfHalf(line.x[k])} at ${line.names[k]}`);
  const whole = line.bins.length === sweep.bins;
  const found = whole ? `Bins that carry half: ${half.join(", ")}` : `Allocation of some bins, ${line.held}`;
  const title = ends.length === 0 ? `No point has an answer, ${line.held}` : found;
  return figure(title, [trace as unknown as Data], layout, options);
}
