import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { clockOf } from "../../base/clock-of";
import { profileOf, type AllocationInput } from "./allocation";
import { readable } from "../../base/readable";
import { binAxis, formatFromZero } from "../look/axes";
import { checkOneABin } from "../look/one-a-bin";
import { COLORS, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * What is traded by the end of each bin, sum_{j <= i} x_j, for the optimum, TWAP and, where volumes are known, in
 * proportion to them.
 *
 * @param input x, N values in shares, with labels, volumes and notes where there are any.
 * @param options of every figure: theme, title, units.
 * @returns lines over the day, in shares; their hover text has the share of the order.
 * @throws InputError for other than one label or volume a bin, and for options that break their rule.
 * @example
 * ```ts
 * import { allocate, executionScheduleFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5], volume: [2e4, 1e4, 3e4] };
 * executionScheduleFigure({ ...model, ...allocate(model, 900) }); // 400, 500, 900 beside 300, 600, 900 of TWAP
 * ```
 */
export function executionScheduleFigure(input: AllocationInput, options: FigureOptions = {}): Figure {
  checkFields("input", input, ["x"], "an allocation, with what its figure shows beside it");
  const { sizes } = figureUnits(input, options);
  const { values, axis } = binAxis(input.x.length, input.bin, input);
  checkOneABin(input.x.length, { volume: input.volume });
  const done = cumulate(input.x);
  const size = done[done.length - 1];
  const line = (name: string, y: number[], color: string, dash: "solid" | "dash" | "dot"): Data => ({
    type: "scatter",
    mode: "lines",
    x: values,
    y,
    customdata: y.map((shares) => (size > 0 ? (100 * shares) / size : 0)),
    name,
    line: { color, dash, width: 2.4 },
    hovertemplate: `%{x}<br>${name}: %{y:,.5~g} ${sizes}, %{customdata:.1f} %<extra></extra>`,
  });
  const even = done.map((_, i) => (size * (i + 1)) / done.length);
  const data = [line("optimum", done, COLORS.optimum, "solid"), line("TWAP", even, COLORS.twap, "dash")];
  const inProportion = cumulate(profileOf(input) ?? []).map((share) => size * share);
  if (inProportion.length > 0) data.push(line("proportional to volume", inProportion, COLORS.vwap, "dot"));
  const yaxis = {
    title: { text: `traded so far (${sizes})` },
    tickformat: formatFromZero(done),
    rangemode: "tozero" as const,
  };
  const halfway = (curve: number[]): string => {
    const at = curve.findIndex((shares) => 2 * shares >= size * (1 - 1e-12));
    return `bin ${input.bin === undefined ? at : clockOf(String(input.bin[at]))}`;
  };
  const title = `Half of ${readable(size, 4)} ${sizes} is reached in ${halfway(done)}, by TWAP in ${halfway(even)}`;
  return figure(size > 0 ? title : "Nothing is traded", data, { xaxis: axis, yaxis }, options);
}

function cumulate(values: ArrayLike<number>): number[] {
  let total = 0;
  return Array.from(values, (value) => (total += value));
}
