import type { Data } from "plotly.js";

import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { logAxis, spansDecades } from "../look/axes";
import { ecdf, mean } from "../look/sample";
import { COLORWAY, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";

const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "longdashdot"] as const;
/** Regret below it is rounding, and has no place on a log axis. */
const LEAST = 1e-4;

/** The regret of each strategy over draws, in % of the draw's optimum, as distribution functions: further left is better. */
export function regretFigure(
  { strategies, optimum }: Pick<MonteCarlo, "strategies" | "optimum">,
  options: FigureOptions = {},
): Figure {
  const percent = strategies.map(({ regret }) => regret.map((value, m) => Math.max(LEAST, (100 * value) / optimum[m])));
  const data = strategies.map(({ name }, k): Data => {
    const { x, y } = ecdf(percent[k]);
    return {
      type: "scatter",
      mode: "lines",
      x,
      y,
      name: `${name}, mean ${Number(mean(percent[k]).toPrecision(2))} %`,
      line: { color: COLORWAY[k % COLORWAY.length], dash: DASHES[k % DASHES.length], width: 2.2 },
      hovertemplate: `${name}<br>regret at most %{x:.3~g} % in %{y:.1~f} % of draws<extra></extra>`,
    };
  });
  const title = "regret (% of the optimum of the draw)";
  const all = data.flatMap((trace) => (trace as { x: number[] }).x);
  const layout = {
    xaxis: spansDecades(all)
      ? { ...logAxis(title, all), exponentformat: "none" as const, tickformat: "~g" }
      : { title: { text: title }, rangemode: "tozero" as const },
    yaxis: { title: { text: "share of draws (%)" }, range: [0, 101] },
  };
  return figure("Regret by strategy", data, layout, options);
}
