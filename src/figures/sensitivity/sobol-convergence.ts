import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { readable } from "../../base/readable";
import type { SobolResult } from "../../sensitivity/global/sobol-indices";
import { COLORWAY, bandTrace, figure, figureUnits, percent, type Figure, type FigureOptions } from "../look/theme";
import { checkEstimated } from "./check-estimated";

/**
 * Total indices ST_i, with their intervals, from an eighth, a quarter, half and all of the N base points: whether more
 * of them would still change the answer.
 *
 * @param result what `sobolIndices` returned.
 * @param options of every figure: theme, title, units.
 * @returns a line and a band an input, over N on a log axis.
 * @throws InputError for a result without indices, and for options that break their rule.
 * @example
 * ```ts
 * import { sobolConvergenceFigure, sobolIndices } from "../src";
 *
 * const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * sobolConvergenceFigure(sobolIndices(([a, b]) => a + 2 * b, inputs, { basePoints: 256 })); // to 20 and 80 %
 * ```
 */
export function sobolConvergenceFigure(result: SobolResult, options: FigureOptions = {}): Figure {
  const { inputs, convergence, confidence } = checkFields(
    "result",
    result,
    ["inputs", "convergence"],
    "what sobolIndices returned",
  );
  figureUnits(undefined, options);
  checkEstimated(result);
  const points = convergence.steps.map((step) => step.basePoints);
  const data = inputs.flatMap((name, i): Data[] => {
    const color = COLORWAY[i % COLORWAY.length];
    const indices = convergence.steps.map(({ total: { [i]: index } }) => ({
      value: 100 * index.value,
      low: 100 * index.low,
      high: 100 * index.high,
    }));
    const ends = [indices.map(({ low }) => low), indices.map(({ high }) => high)] as const;
    return [
      bandTrace(points, ends, name, color, 0.16),
      {
        type: "scatter",
        mode: "lines+markers",
        x: points,
        y: indices.map(({ value }) => value),
        name,
        legendgroup: name,
        line: { color, width: 2 },
        marker: { color, size: 7 },
        hovertemplate: `${name}<br>N = %{x:,}<br>ST %{y:.2f} %<extra></extra>`,
      },
    ];
  });
  const verdict = convergence.converged ? "have converged" : "have not converged";
  const layout = {
    xaxis: {
      title: { text: "base points N" },
      type: "log" as const,
      tickvals: points,
      ticktext: points.map((n) => readable(n)),
    },
    yaxis: { title: { text: `total index ST (%), ${percent(confidence)} intervals` } },
  };
  return figure(`Total indices ${verdict} at N = ${readable(points[points.length - 1])}`, data, layout, options);
}
