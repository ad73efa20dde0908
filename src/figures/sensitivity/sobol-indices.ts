import { short } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import type { SobolIndex, SobolResult } from "../../sensitivity/global/sobol-indices";
import { COLORS, figure, figureUnits, inkOf, percent, type Figure, type FigureOptions } from "../look/theme";
import { checkEstimated } from "./check-estimated";

/**
 * First-order indices S_i = Var E[y | x_i] / Var y and total ones ST_i = E Var[y | all but x_i] / Var y side by side,
 * with their confidence intervals (I. M. Sobol, Math. Comput. Simul. 55, 2001).
 *
 * @param result what `sobolIndices` returned.
 * @param options of every figure: theme, title, units.
 * @returns two bars an input, in % of the output's variance.
 * @throws InputError for a result without indices, and for options that break their rule.
 * @example
 * ```ts
 * import { sobolIndices, sobolIndicesFigure } from "../src";
 *
 * const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * sobolIndicesFigure(sobolIndices(([a, b]) => a + 2 * b, inputs, { basePoints: 256 })); // 20 and 80 %
 * ```
 */
export function sobolIndicesFigure(result: SobolResult, options: FigureOptions = {}): Figure {
  const { inputs, first, total, confidence } = checkFields(
    "result",
    result,
    ["inputs", "first", "total"],
    "what sobolIndices returned",
  );
  figureUnits(undefined, options);
  checkEstimated(result);
  const level = percent(confidence);
  const interval = `${level} interval %{customdata[0]:.2f} to %{customdata[1]:.2f} %`;
  const shares = (of: (index: SobolIndex) => number, indices: readonly SobolIndex[]): number[] =>
    indices.map((index) => 100 * of(index));
  const bars = (name: string, indices: readonly SobolIndex[], color: string): Data => ({
    type: "bar",
    x: [...inputs],
    y: shares(({ value }) => value, indices),
    name,
    marker: { color },
    error_y: {
      type: "data",
      symmetric: false,
      array: shares(({ value, high }) => high - value, indices),
      arrayminus: shares(({ value, low }) => value - low, indices),
      color: inkOf(options),
      thickness: 1.4,
      width: 5,
    },
    customdata: indices.map(({ low, high }) => [100 * low, 100 * high]),
    hovertemplate: `%{x}<br>${name} %{y:.2f} %<br>${interval}<extra></extra>`,
  });
  const data = [bars("first-order S", first, COLORS.optimum), bars("total ST", total, COLORS.twap)];
  const layout = {
    barmode: "group" as const,
    bargap: 0.3,
    // Names of two words on two lines: on a phone they would lie aslant.
    xaxis: {
      title: { text: "input" },
      type: "category" as const,
      tickvals: [...inputs],
      ticktext: inputs.map((name) => name.replace(/ /g, "<br>")),
    },
    yaxis: { title: { text: `share of variance (%), ${level} intervals` } },
  };
  const top = total.reduce((a, b, k) => (b.value > total[a].value ? k : a), 0);
  const [alone, together] = [first[top], total[top]].map(({ value }) => short(100 * value));
  const title = `${inputs[top]} explains ${alone} % of the variance alone, ${together} % with interactions`;
  return figure(title, data, layout, options);
}
