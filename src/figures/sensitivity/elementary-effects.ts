import { short } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import type { MorrisResult } from "../../sensitivity/global/morris";
import { COLORS, figure, figureUnits, inkOf, percent, type Figure, type FigureOptions } from "../look/theme";
import { checkEstimated } from "./check-estimated";

/**
 * Morris's plane: how much each input moves the output (mu*, the mean of |d_i|) against how unevenly (sigma, the
 * standard deviation of d_i), d_i its elementary effects (M. D. Morris, Technometrics 33, 1991).
 *
 * @param result what `morris` returned: effects in the output's unit over an input's range.
 * @param options of every figure: theme, title, units.
 * @returns a dot an input, with its interval of mu*, and the line sigma = mu*.
 * @throws InputError for a result without effects, and for options that break their rule.
 * @example
 * ```ts
 * import { elementaryEffectsFigure, morris } from "../src";
 *
 * const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * elementaryEffectsFigure(morris(([a, b]) => a + b + 4 * a * b, inputs)); // sigma is large: they interact
 * ```
 */
export function elementaryEffectsFigure(result: MorrisResult, options: FigureOptions = {}): Figure {
  const { effects, confidence } = checkFields("result", result, ["effects", "confidence"], "what morris returned");
  figureUnits(undefined, options);
  checkEstimated(result);
  const most = Math.max(...effects.map(({ muStar, high }) => (Number.isFinite(high) ? high : muStar)));
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
      name: `inputs, mu* with ${percent(confidence)} intervals`,
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
  const first = effects.reduce((a, b) => (b.muStar > a.muStar ? b : a));
  return figure(`${first.name} has the largest effect: ${short(first.muStar)} on average`, data, layout, options);
}
