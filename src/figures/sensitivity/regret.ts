import { settled, short } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { sum } from "../../numeric/sum";
import { hasRoom } from "../../sensitivity/monte-carlo/monte-carlo-plan";
import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { logAxis, spansDecades } from "../look/axes";
import { ecdf } from "../look/sample";
import { figure, figureUnits, strokesOf, type Figure, type FigureOptions } from "../look/theme";

/** Regret below it is rounding, and has no place on a log axis. */
const LEAST = 1e-4;

/**
 * The regret of each strategy over draws, 100 (C(x; theta_m) / min C(.; theta_m) - 1) in % of the draw's optimum, as
 * distribution functions: further left is better.
 *
 * @param study what `monteCarlo` returned, M draws: costs in currency.
 * @param options of every figure: theme, title, units.
 * @returns a line a strategy that has room for all of the order, in % of draws, with its mean in the legend.
 * @throws InputError for options that break their rule.
 * @example
 * ```ts
 * import { monteCarlo, regretFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.6], seLogAlpha: [0.1, 0.2], seBeta: [0.02, 0.02], cov: [0, 0] };
 * regretFigure(await monteCarlo(model, 1000, { draws: 100 })); // plain to the left of TWAP
 * ```
 */
export function regretFigure(study: Pick<MonteCarlo, "strategies" | "optimum">, options: FigureOptions = {}): Figure {
  const { optimum } = checkFields("study", study, ["strategies", "optimum"], "what monteCarlo returned");
  figureUnits(undefined, options);
  const strategies = study.strategies.filter(hasRoom);
  const percent = strategies.map(({ regret }) => regret.map((value, m) => (100 * value) / optimum[m]));
  const means = percent.map((values) => settled(sum(values) / optimum.length));
  const strokes = strokesOf(strategies.map(({ name }) => name));
  const data = strategies.map(({ name }, k): Data => {
    const { x, y } = ecdf(percent[k].map((value) => Math.max(LEAST, value)));
    return {
      type: "scatter",
      mode: "lines",
      x,
      y,
      name: `${name}, mean ${short(means[k])} %`,
      line: { ...strokes[k], width: 2.2 },
      hovertemplate: `${name}<br>regret at most %{x:.3~g} % in %{y:.1~f} % of draws<extra></extra>`,
    };
  });
  const quantity = "regret (% of the optimum of the draw)";
  const all = data.flatMap((trace) => (trace as { x: number[] }).x);
  const layout = {
    xaxis: spansDecades(all) ? logAxis(quantity, all) : { title: { text: quantity }, rangemode: "tozero" as const },
    yaxis: { title: { text: "share of draws (%)" }, range: [0, 101] },
  };
  const least = means.indexOf(Math.min(...means));
  const title = `Least regret: ${strategies[least].name}, ${short(means[least])} % of the optimum on average`;
  return figure(title, data, layout, options);
}
