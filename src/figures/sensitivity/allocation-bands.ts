import { log10 } from "../../numeric/elementary";
import { quantiles } from "../../numeric/quantiles";
import type { LayoutAxis } from "plotly.js";
import { short } from "../look/findings";
import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { readable } from "../../base/readable";
import type { MonteCarlo } from "../../sensitivity/monte-carlo/monte-carlo-result";
import { volumeAxis } from "../allocation/allocation";
import { binAxis, sharesFormat } from "../look/axes";
import { COLORS, faded, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * The optimal allocation by bin over the draws of a Monte Carlo study, as bands from 5 to 95 % and 25 to 75 % of each
 * x_i, its median, and the allocation that the estimates give. A band's x need not sum to S.
 *
 * @param study what `monteCarlo` returned, N bins: x in shares.
 * @param options of every figure: theme, title, units.
 * @returns bands and lines by bin.
 * @throws InputError for options that break their rule.
 * @example
 * ```ts
 * import { allocationBandsFigure, monteCarlo } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.6], seLogAlpha: [0.1, 0.2], seBeta: [0.02, 0.02], cov: [0, 0] };
 * const study = await monteCarlo(model, 1000, { draws: 100 });
 * allocationBandsFigure(study); // the first bin has the most in nearly every draw
 * ```
 */
export function allocationBandsFigure(
  study: Pick<MonteCarlo, "bands" | "strategies" | "bin" | "notes">,
  options: FigureOptions = {},
): Figure {
  checkFields("study", study, ["bands", "strategies"], "what monteCarlo returned");
  const { sizes } = figureUnits(study, options);
  const { bands, strategies, bin } = study;
  const plain = Array.from(strategies[0].x);
  const { values, axis } = binAxis(plain.length, bin, study);
  const [low, lower, median, upper, high] = bands.x.map((x) => Array.from(x));
  const edge = (y: number[], name: string, fill: boolean, opacity: number): Data => ({
    type: "scatter",
    mode: "lines",
    x: values,
    y,
    name,
    showlegend: fill,
    line: { color: faded(COLORS.optimum, 0), width: 0 },
    ...(fill ? { fill: "tonexty" as const, fillcolor: faded(COLORS.optimum, opacity) } : {}),
    hoverinfo: "skip",
  });
  const line = (y: number[], name: string, color: string, dash: "solid" | "dot"): Data => ({
    type: "scatter",
    mode: "lines",
    x: values,
    y,
    name,
    line: { color, width: 1.6, dash },
    hovertemplate: `%{x}<br>${name} %{y:,.4~g} ${sizes}<extra></extra>`,
  });
  const data = [
    edge(low, "5 %", false, 0),
    edge(high, "5 to 95 %", true, 0.2),
    edge(lower, "25 %", false, 0),
    edge(upper, "25 to 75 %", true, 0.4),
    line(median, "median over draws", COLORS.optimum, "solid"),
    line(plain, "from the estimates", COLORS.flagged, "dot"),
  ];
  const layout = { xaxis: axis, yaxis: bandAxis([...high, ...low], sizes) };
  const spreads = lower.map((from, i) => upper[i] / from).filter((times) => times < Infinity);
  const [middle] = quantiles(spreads, [0.5]);
  const says = spreads.length === 0 ? "leaves bins out" : `spans a factor of ${short(middle)} in a typical bin`;
  return figure(`The middle half of ${readable(bands.draws)} draws ${says}`, data, layout, options);
}

/** Lines, not bars: logarithmic where a few bins dwarf the middle one, down to a millionth of the largest. */
function bandAxis(x: readonly number[], unit: string): Partial<LayoutAxis> {
  const axis = volumeAxis(unit, x);
  const most = x.reduce((a, b) => Math.max(a, b), 0);
  const sorted = x.filter((xi) => xi > 1e-6 * most).sort((a, b) => a - b);
  if (sorted.length < 3 || most < 30 * sorted[sorted.length >> 1]) return axis;
  const range = [log10(sorted[0]) - 0.3, log10(most) + 0.15];
  return { title: axis.title, type: "log", tickformat: sharesFormat(sorted[0]), nticks: 8, range };
}
