import type { Data } from "plotly.js";

import type { SobolIndex, SobolResult } from "../../sensitivity/global/sobol-indices";
import { COLORS, figure, inkOf } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";

/** First-order and total indices side by side, with their confidence intervals. */
export function sobolIndicesFigure(
  { inputs, first, total, confidence }: SobolResult,
  options: FigureOptions = {},
): Figure {
  const level = `${Number((100 * confidence).toPrecision(3))} %`;
  const bars = (name: string, indices: readonly SobolIndex[], color: string): Data => ({
    type: "bar",
    x: [...inputs],
    y: indices.map(({ value }) => value),
    name,
    marker: { color },
    error_y: {
      type: "data",
      symmetric: false,
      array: indices.map(({ value, high }) => high - value),
      arrayminus: indices.map(({ value, low }) => value - low),
      color: inkOf(options),
      thickness: 1.4,
      width: 5,
    },
    customdata: indices.map(({ low, high }) => [low, high]),
    hovertemplate: `%{x}<br>${name} %{y:.4f}<br>${level} interval %{customdata[0]:.4f} to %{customdata[1]:.4f}<extra></extra>`,
  });
  const data = [bars("first-order S", first, COLORS.optimum), bars("total ST", total, COLORS.twap)];
  const layout = {
    barmode: "group" as const,
    bargap: 0.3,
    xaxis: { title: { text: "input" }, type: "category" as const },
    yaxis: { title: { text: "share of the output's variance" }, tickformat: ".0%" },
  };
  return figure(`Sobol indices with ${level} intervals`, data, layout, options);
}
