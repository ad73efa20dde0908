import { colorBar } from "../look/axes";
import { short } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { must } from "../../base/input-error";
import type { SobolIndex, SobolResult } from "../../sensitivity/global/sobol-indices";
import { SEQUENTIAL, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";
import { checkEstimated } from "./check-estimated";

/**
 * Second-order indices S_ij = Var E[y | x_i, x_j] / Var y - S_i - S_j: what pairs of inputs do together beyond what
 * each does alone.
 *
 * @param result what `sobolIndices` returned, made with `secondOrder: true`.
 * @param options of every figure: theme, title, units.
 * @returns a heatmap of the lower triangle, in shares of the output's variance.
 * @throws InputError for indices without second-order ones, and for options that break their rule.
 * @example
 * ```ts
 * import { sobolIndices, sobolPairsFigure } from "../src";
 *
 * const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * sobolPairsFigure(sobolIndices(([a, b]) => a * b, inputs, { basePoints: 256, secondOrder: true })); // 14 %
 * ```
 */
export function sobolPairsFigure(result: SobolResult, options: FigureOptions = {}): Figure {
  const { inputs, second } = checkFields("result", result, ["inputs"], "what sobolIndices returned");
  figureUnits(undefined, options);
  must(second !== undefined, "result", "must be made with secondOrder: true for its pairs to be drawn", second);
  checkEstimated(result);
  // Lower triangle: rows from the second input on, columns up to the last but one.
  const rows = inputs.map((_, k) => k).slice(1);
  const columns = inputs.map((_, k) => k).slice(0, -1);
  const cell = <T>(of: (index: SobolIndex) => T, none: T | null = null): (T | null)[][] =>
    rows.map((row) =>
      columns.map((column) => {
        const pair = second.find(({ i, j }) => i === column && j === row);
        return pair === undefined ? none : of(pair.index);
      }),
    );
  const data = [
    {
      type: "heatmap",
      x: columns.map((k) => inputs[k]),
      y: rows.map((k) => inputs[k]),
      z: cell(({ value }) => 100 * value),
      text: cell(({ value, low, high }) => (low <= 0 && high >= 0 ? "~0" : `${(100 * value).toFixed(1)} %`), ""),
      texttemplate: "%{text}",
      customdata: cell(({ low, high }) => [100 * low, 100 * high]),
      colorscale: SEQUENTIAL,
      zmin: 0,
      zmax: Math.max(1, ...second.map(({ index }) => 100 * index.value)),
      colorbar: colorBar("S2 (%)"),
      hoverongaps: false,
      hovertemplate:
        "%{x} with %{y}<br>S2 %{z:.2f} %<br>interval %{customdata[0]:.2f} to %{customdata[1]:.2f} %<extra></extra>",
    } as unknown as Data,
  ];
  const layout = {
    xaxis: { title: { text: "input (~0: the interval covers 0)" }, type: "category" as const, showgrid: false },
    yaxis: {
      title: { text: "with input", standoff: 14 },
      type: "category" as const,
      autorange: "reversed" as const,
      showgrid: false,
    },
  };
  const [top] = second.filter(({ index }) => index.low > 0).sort((a, b) => b.index.value - a.index.value);
  const title =
    top === undefined
      ? "No pair's interaction is told from 0"
      : `${inputs[top.i]} and ${inputs[top.j]} interact most, ${short(100 * top.index.value)} % of the variance`;
  return figure(title, data, layout, options);
}
