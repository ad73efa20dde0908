import type { Data } from "plotly.js";

import type { MorrisResult } from "../../sensitivity/global/morris";
import { COLORS, figure, inkOf } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";

/** Morris's plane: how much each input moves the output (mu*) against how unevenly (sigma). */
export function elementaryEffectsFigure({ effects, confidence }: MorrisResult, options: FigureOptions = {}): Figure {
  const most = Math.max(...effects.map(({ muStar, high }) => (Number.isFinite(high) ? high : muStar)));
  const level = `${Number((100 * confidence).toPrecision(3))} %`;
  const data: Data[] = [
    {
      type: "scatter",
      mode: "text+markers",
      x: effects.map(({ muStar }) => muStar),
      y: effects.map(({ sigma }) => sigma),
      text: effects.map(({ name }) => name),
      // Neighbours by height have their names on different sides.
      textposition: effects.map((effect) =>
        effects.filter(({ sigma }) => sigma < effect.sigma).length % 2 === 0 ? "bottom center" : "top center",
      ) as unknown as "top center",
      name: `inputs, mu* with ${level} intervals`,
      marker: { color: COLORS.optimum, size: 10 },
      error_x: {
        type: "data",
        symmetric: false,
        array: effects.map(({ muStar, high }) => high - muStar),
        arrayminus: effects.map(({ muStar, low }) => muStar - low),
        color: COLORS.optimum,
        thickness: 1.4,
        width: 5,
      },
      customdata: effects.map(({ mu }) => mu),
      hovertemplate: "%{text}<br>mu* %{x:.4~g}<br>mu %{customdata:.4~g}<br>sigma %{y:.4~g}<extra></extra>",
    },
    {
      type: "scatter",
      mode: "lines",
      x: [0, most],
      y: [0, most],
      name: "sigma = mu*: interactions or bends as large as the effect",
      line: { color: inkOf(options), width: 1.2, dash: "dash" },
      hoverinfo: "skip",
    },
  ];
  const top = Math.max(...effects.map(({ sigma }) => sigma));
  const layout = {
    xaxis: { title: { text: "mu*: mean size of the effect over the input's range" }, rangemode: "tozero" as const },
    yaxis: { title: { text: "sigma: its standard deviation" }, range: [-0.1 * top, 1.2 * top] },
  };
  return figure("Elementary effects", data, layout, options);
}
