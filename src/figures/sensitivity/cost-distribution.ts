import type { Data } from "plotly.js";

import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { histogram } from "../look/sample";
import { COLORS, faded, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";

const CELLS = 60;

export interface CostDistributionOptions extends FigureOptions {
  /** The strategy whose promise and cost are shown. Default `plain`. */
  readonly strategy?: string;
}

/**
 * What an allocation costs over the draws of a Monte Carlo study, beside the optimum of each draw and what was
 * promised. Cells of one width; their heights are the share of draws, in %.
 */
export function costDistributionFigure(
  study: Pick<MonteCarlo, "optimum" | "strategies" | "draws">,
  options: CostDistributionOptions = {},
): Figure {
  const unit = options.currency ?? "currency";
  const { name, realised, promised } =
    study.strategies.find((other) => other.name === (options.strategy ?? "plain")) ?? study.strategies[0];
  const all = [...realised, ...study.optimum].sort((a, b) => a - b);
  const [low, high] = [0.002, 0.998].map((p) => all[Math.round((all.length - 1) * p)]);
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
  return figure(`Cost over ${study.draws.toLocaleString("en-US")} draws of the true parameters`, data, layout, options);
}
