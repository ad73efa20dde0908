import type { Data } from "plotly.js";

import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { middle90 } from "../look/sample";
import { COLORS, faded, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";

/**
 * What each strategy saves against TWAP: promised, and realised over draws (the mean, and the middle 90 % of
 * draws). Where the two part is the optimism; TWAP itself is the zero.
 */
export function remediesFigure({ strategies }: Pick<MonteCarlo, "strategies">, options: FigureOptions = {}): Figure {
  const twap = strategies.find(({ name }) => name === "TWAP") ?? strategies[1];
  const shown = strategies.filter((strategy) => strategy !== twap).reverse();
  const names = shown.map(({ name }) => name);
  const savings = shown.map(({ realised }) => middle90(realised.map((cost, m) => 100 * (1 - cost / twap.realised[m]))));
  const realised = shown.map(({ realisedSaving }) => 100 * realisedSaving);
  const data: Data[] = [
    {
      type: "scatter",
      mode: "markers",
      x: realised,
      y: names,
      name: "realised: mean and middle 90 % of draws",
      marker: { color: COLORS.optimum, size: 11 },
      error_x: {
        type: "data",
        symmetric: false,
        array: savings.map(([, high], k) => high - realised[k]),
        arrayminus: savings.map(([low], k) => realised[k] - low),
        color: faded(COLORS.optimum, 0.6),
        thickness: 2,
        width: 5,
      },
      hovertemplate: "%{y}<br>realised saving %{x:.3~f} %<extra></extra>",
    },
    {
      type: "scatter",
      mode: "markers",
      x: shown.map(({ promisedSaving }) => 100 * promisedSaving),
      y: names,
      name: "promised",
      marker: { color: COLORS.flagged, size: 12, symbol: "diamond-open", line: { width: 2 } },
      hovertemplate: "%{y}<br>promised saving %{x:.3~f} %<extra></extra>",
    },
  ];
  const layout = {
    xaxis: { title: { text: "saving against TWAP (%)" } },
    yaxis: { title: { text: "strategy" }, type: "category" as const },
  };
  return figure("Saving against TWAP, promised and realised", data, layout, options);
}
