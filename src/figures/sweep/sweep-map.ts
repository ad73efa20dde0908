/** A map over (S, beta) with the beta = 1 line drawn: the frame of contours, savings and concentration. */
import type { Annotations, Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { betaValues, linearAt, mapAxes, pointText } from "./sweep-grid";
import { figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/** A trace on the sweep's own axes, with what its hover text says of a point; the lines come on top. */
export function sweepMap(title: string, sweep: SweepData, trace: object, says: string, options: FigureOptions): Figure {
  const { sizes } = figureUnits(sweep, options);
  const at = { x: Array.from(sweep.axes.size.values), y: betaValues(sweep) };
  const onAxes = { ...trace, hovertemplate: pointText(sizes, says), ...at } as Data;
  const annotations = lineLabel(sweep);
  const layout = { ...mapAxes(sweep, sizes), annotations, margin: { l: 92, r: 20, t: 60, b: 66 } };
  return figure(title, [onAxes, ...linearLines(sweep)], layout, options);
}

/** Above the line, clear of it. */
function lineLabel(sweep: SweepData): Partial<Annotations>[] {
  const { values, label } = linearAt(sweep);
  const paper = { xref: "paper", x: 0.01, xanchor: "left", yref: "y", yanchor: "bottom", yshift: 5 } as const;
  const look = { bgcolor: "rgba(0, 0, 0, 0.55)", borderpad: 3, font: { color: "#fff", size: 12 } };
  return values.slice(0, 1).map((y) => ({ ...paper, ...look, y, text: label, showarrow: false }));
}

/** White on black, to be seen on every colour of the scale. */
function linearLines(sweep: SweepData): Data[] {
  const { values, label } = linearAt(sweep);
  const sizes = sweep.axes.size.values;
  const ends = [sizes[0], sizes[sizes.length - 1]];
  return values.flatMap((v) => [
    {
      type: "scatter",
      mode: "lines",
      x: ends,
      y: [v, v],
      line: { color: "#000000", width: 4 },
      hoverinfo: "skip",
      showlegend: false,
    } as Data,
    {
      type: "scatter",
      mode: "lines",
      x: ends,
      y: [v, v],
      name: label,
      line: { color: "#ffffff", width: 2, dash: "dash" },
      hoverinfo: "skip",
      showlegend: false,
    } as Data,
  ]);
}
