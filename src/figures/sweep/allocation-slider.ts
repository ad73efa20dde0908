import type { Data, Layout } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { volumeAxis } from "../allocation/allocation";
import { allocationsAlong, type CutOptions } from "./kept-allocations";
import { readable } from "../../base/readable";
import { whereItGoes } from "../look/findings";
import { COLORS, figure, inkOf, type Figure } from "../look/theme";

/**
 * The allocation by bin, moved by a slider over S or beta, beside TWAP's x_i = S / N. Every step carries its own
 * numbers, so the figure works in a saved page, with no kernel behind it.
 *
 * @param sweep made with `allocations`: x_i of the kept bins at every point, shares.
 * @param options where to cut (`along`, `at`), the labels of the model's N bins (`bin`), and of every figure.
 * @returns bars by bin, a line for TWAP, and a slider with a step for each size or beta.
 * @throws InputError for a sweep without allocations, a place it does not have, and options that break their rule.
 * @example
 * ```ts
 * import { allocationSliderFigure, commonBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.5, 1.5, 1.5] };
 * const betas = commonBeta([0.8, 1.2, 1.6]);
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas, allocations: "all" });
 * allocationSliderFigure(result, { along: "beta" }); // three steps, at S = 100
 * ```
 */
export function allocationSliderFigure(sweep: SweepData, options: CutOptions = {}): Figure {
  const line = allocationsAlong(sweep, options);
  const { unit, places } = line;
  const twap = (k: number): number[] => line.bins.map(() => line.sizes[k] / sweep.bins);
  const estimated = sweep.axes.beta.name === "stretch_of_beta" ? 1 : 0;
  const asEstimated = line.along === "beta" ? line.values.indexOf(estimated) : -1;
  // At the estimates themselves, where the line passes through them.
  const first = asEstimated >= 0 ? asEstimated : line.names.length >> 1;
  const data: Data[] = [
    {
      type: "bar",
      x: places.values,
      y: line.x[first],
      name: "optimum",
      marker: { color: COLORS.optimum, line: { width: 0 } },
      hovertemplate: `%{x}<br>%{y:,.4~g} ${unit}<extra></extra>`,
    },
    {
      type: "scatter",
      mode: "lines",
      x: places.values,
      y: twap(first),
      name: "TWAP",
      line: { color: options.theme === "dark" ? COLORS.twap : inkOf(options), width: 1.8 },
      hovertemplate: `TWAP %{y:,.4~g} ${unit}<extra></extra>`,
    },
  ];
  // One form of ticks for all steps: that of the lowest bars.
  const tops = line.x.map((x) => Math.max(...x));
  const lowest = line.solved.reduce((a, b) => (tops[b] < tops[a] ? b : a), line.solved[0] ?? 0);
  const title = (k: number): string => {
    if (!line.solved.includes(k)) return `No answer at ${line.names[k]}, ${line.held}`;
    if (line.bins.length < sweep.bins) return `Allocation of some bins at ${line.names[k]}, ${line.held}`;
    const order = `${readable(line.sizes[k], 4)} ${unit}`;
    return `${whereItGoes(line.x[k], order)}, ${line.along === "beta" ? line.names[k] : line.held}`;
  };
  const steps = line.labels.map((label, k) => ({
    label,
    method: "update" as const,
    args: [{ y: [line.x[k], twap(k)] }, { "title.text": title(k), "yaxis.autorange": true }],
  }));
  const layout = {
    xaxis: places.axis,
    yaxis: volumeAxis(unit, line.x[lowest]),
    bargap: 0,
    margin: { l: 78, r: 28, t: 84, b: 164 },
    sliders: [
      {
        active: first,
        steps,
        x: 0,
        len: 1,
        y: 0,
        yanchor: "top",
        pad: { t: 58, b: 8 },
        currentvalue: {
          prefix: line.along === "beta" ? `${sweep.axes.beta.name.replace(/_/g, " ")} ` : "S = ",
          font: { size: 12 },
          offset: 8,
        },
        ticklen: 4,
        font: { size: 11 },
      },
    ],
  };
  return figure(title(first), data, layout as unknown as Partial<Layout>, options);
}
