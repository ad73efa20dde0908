import { sum } from "../../numeric/sum";
import { settled, short } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { readable } from "../../base/readable";
import { checkChoice } from "../../base/check-choice";
import { must } from "../../base/input-error";
import type { OptionNames } from "../../base/check-options";
import { quantiles } from "../../numeric/quantiles";
import { hasRoom } from "../../sensitivity/monte-carlo/monte-carlo-plan";
import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { histogram } from "../look/sample";
import { COLORS, FIGURE_OPTIONS, faded, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

const CELLS = 60;

/** What `costDistributionFigure` takes beside what every figure does. */
export interface CostDistributionOptions extends FigureOptions {
  /** The strategy whose promise and cost are shown. Default `plain`. */
  readonly strategy?: string;
}

const OPTIONS: OptionNames<CostDistributionOptions> = { ...FIGURE_OPTIONS, strategy: true };

/**
 * What an allocation x costs over the draws theta_m of a Monte Carlo study, C(x; theta_m), beside the optimum of each
 * draw, min C(.; theta_m), and what was promised. Cells of one width; their heights are the share of draws, in %.
 *
 * @param study what `monteCarlo` returned, M draws: costs in currency.
 * @param options which strategy (`strategy`), and of every figure.
 * @returns two histograms and a line at the promise.
 * @throws InputError for a strategy that the study does not have, and for options that break their rule.
 * @example
 * ```ts
 * import { costDistributionFigure, monteCarlo } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.6], seLogAlpha: [0.1, 0.2], seBeta: [0.02, 0.02], cov: [0, 0] };
 * const study = await monteCarlo(model, 1000, { draws: 100 });
 * costDistributionFigure(study, { strategy: "TWAP" }); // to the right of the optimum
 * ```
 */
export function costDistributionFigure(
  study: Pick<MonteCarlo, "optimum" | "strategies" | "draws" | "notes">,
  options: CostDistributionOptions = {},
): Figure {
  checkFields("study", study, ["optimum", "strategies", "draws"], "what monteCarlo returned");
  const { currency: unit } = figureUnits(study, options, OPTIONS);
  const names = study.strategies.map((other) => other.name);
  const name = checkChoice("options.strategy", options.strategy ?? "plain", names);
  const strategy = study.strategies[names.indexOf(name)];
  must(hasRoom(strategy), "options.strategy", "must be one with room for all of the order", name);
  const { realised, promised } = strategy;
  const [low, high] = quantiles([...realised, ...study.optimum], [0.002, 0.998]);
  const reach = Math.max(high - low, 1e-9 * high);
  const area = (title: string, sample: Float64Array, color: string): Data => {
    const { x, y } = histogram(sample, low - 0.05 * reach, high + 0.05 * reach, CELLS);
    return {
      type: "scatter",
      mode: "lines",
      x,
      y,
      name: title,
      line: { color, width: 1.6, shape: "hvh" },
      fill: "tozeroy",
      fillcolor: faded(color, 0.3),
      hovertemplate: `${title}<br>%{x:,.5~g} ${unit}: %{y:.2~f} % of draws<extra></extra>`,
    };
  };
  const data = [
    area("optimum of the draw", study.optimum, COLORS.vwap),
    area(`realised, ${name}`, realised, COLORS.optimum),
  ];
  const most = Math.max(...data.flatMap((trace) => (trace as { y: number[] }).y));
  data.push({
    type: "scatter",
    mode: "lines",
    x: [promised, promised],
    y: [0, 1.05 * most],
    name: `promised, ${name}`,
    line: { color: COLORS.flagged, width: 2.4, dash: "dash" },
    hovertemplate: `promised %{x:,.5~g} ${unit}<extra></extra>`,
  });
  const layout = {
    xaxis: { title: { text: `cost of the order (${unit})` }, tickformat: "~g", separatethousands: true },
    yaxis: { title: { text: "share of draws (%)" }, rangemode: "tozero" as const },
  };
  const paid = sum(realised) / realised.length;
  const above = settled(100 * (paid / promised - 1));
  const more = `${short(Math.abs(above))} % ${above < 0 ? "less" : "more"}`;
  const draws = `over ${readable(study.draws)} draws`;
  return figure(`${name} pays ${more} than the ${short(promised)} ${unit} promised, ${draws}`, data, layout, options);
}
