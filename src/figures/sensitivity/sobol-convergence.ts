import type { Data } from "plotly.js";

import type { SobolResult } from "../../sensitivity/global/sobol-indices";
import { COLORWAY, faded, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";

/** Total indices, with their intervals, from an eighth, a quarter, half and all of the points. */
export function sobolConvergenceFigure(
  { inputs, convergence, confidence }: SobolResult,
  options: FigureOptions = {},
): Figure {
  const points = convergence.steps.map((step) => step.basePoints);
  const data = inputs.flatMap((name, i): Data[] => {
    const color = COLORWAY[i % COLORWAY.length];
    const indices = convergence.steps.map(({ total }) => total[i]);
    return [
      {
        type: "scatter",
        mode: "lines",
        x: [...points, ...[...points].reverse()],
        y: [...indices.map(({ high }) => high), ...[...indices].reverse().map(({ low }) => low)],
        fill: "toself",
        fillcolor: faded(color, 0.16),
        line: { width: 0, color },
        hoverinfo: "skip",
        showlegend: false,
        legendgroup: name,
      },
      {
        type: "scatter",
        mode: "lines+markers",
        x: points,
        y: indices.map(({ value }) => value),
        name,
        legendgroup: name,
        line: { color, width: 2 },
        marker: { color, size: 7 },
        hovertemplate: `${name}<br>N = %{x:,}<br>ST %{y:.4f}<extra></extra>`,
      },
    ];
  });
  const level = `${Number((100 * confidence).toPrecision(3))} %`;
  const layout = {
    xaxis: {
      title: { text: "base points N" },
      type: "log" as const,
      tickvals: points,
      ticktext: points.map((n) => n.toLocaleString("en-US")),
    },
    yaxis: { title: { text: "total index ST" }, tickformat: ".0%" },
  };
  return figure(
    `Total indices against points, ${level} intervals: ${convergence.converged ? "converged" : "not converged"}`,
    data,
    layout,
    options,
  );
}
