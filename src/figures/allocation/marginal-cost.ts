import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { binAxis, extent, logAxis } from "../look/axes";
import { inCurrency, short, span } from "../look/findings";
import { checkOneABin } from "../look/one-a-bin";
import { COLORS, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";
import type { Noted } from "../../base/units";
import { pow } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";

/** A model and its allocation: `{ ...model, ...allocation }`. */
export interface MarginalCostInput extends Noted {
  /** Of the model; N values each. */
  readonly alpha: ArrayLike<number>;
  readonly beta: ArrayLike<number>;
  /** x_i, shares. */
  readonly x: ArrayLike<number>;
  /** The shadow price, currency per share. */
  readonly lambda: number;
  readonly bin?: readonly string[];
}

/**
 * Marginal cost alpha_i beta_i x_i^(beta_i - 1) by bin, at the optimum and at TWAP's x_i = S / N, with the shadow price
 * lambda as a line through the bins that have it: at an optimum every convex bin in use, but for those at a cap.
 *
 * @param input a model spread under its allocation: alpha, beta and x, N values each, lambda in currency per share.
 * @param options of every figure: theme, title, units.
 * @returns dots by bin and the line of the optimum on a log axis, in currency per share.
 * @throws InputError for other than one label or value a bin, and for options that break their rule.
 * @example
 * ```ts
 * import { allocate, marginalCostFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5] };
 * marginalCostFigure({ ...model, ...allocate(model, 900) }); // all three bins at lambda = 0.3
 * ```
 */
export function marginalCostFigure(input: MarginalCostInput, options: FigureOptions = {}): Figure {
  checkFields("input", input, ["alpha", "beta", "x"], "a model and its allocation");
  const { currency, size: one } = figureUnits(input, options);
  const { alpha, beta, x, lambda, bin } = input;
  const n = x.length;
  checkOneABin(n, { alpha, beta });
  const { values, axis } = binAxis(n, bin, input);
  const unit = `${currency} per ${one}`;
  const size = sum(x);
  const marginal = (i: number, xi: number): number | null => {
    const cost = alpha[i] * beta[i] * pow(xi, beta[i] - 1);
    return cost > 0 && cost < Infinity ? cost : null;
  };
  const dots = (name: string, y: (number | null)[], color: string, symbol: string, markerSize: number): Data => ({
    type: "scatter",
    mode: "markers",
    x: values,
    y,
    name,
    marker: { color, symbol, size: markerSize },
    hovertemplate: `%{x}<br>${name}: %{y:.4~g} ${unit}<extra></extra>`,
  });
  const even = Array.from(beta, (_, i) => marginal(i, size / n));
  const optimal = Array.from(x, (xi, i) => marginal(i, xi));
  // All bins of the shadow price are one line, not one dot on it each.
  const shared = optimal.map((cost) => cost !== null && Math.abs(cost / lambda - 1) <= 1e-6);
  const onLine = [...shared.keys()].filter((i) => shared[i]);
  const apart = optimal.map((cost, i) => (shared[i] ? null : cost));
  const data: Data[] = [
    dots("at TWAP", even, COLORS.twap, "circle-open", 5),
    {
      type: "scatter",
      mode: "lines",
      x: onLine.length > 0 ? onLine.map((i) => values[i]) : [values[0], values[n - 1]],
      y: onLine.length > 0 ? onLine.map((i) => optimal[i]) : [lambda, lambda],
      name: `at the optimum: the shadow price, in ${onLine.length} of ${n} bins`,
      line: { color: COLORS.optimum, width: 3 },
      hovertemplate: `%{x}<br>at the optimum: %{y:.6~g} ${unit}<extra></extra>`,
    },
  ];
  if (apart.some((cost) => cost !== null))
    data.push(dots("at the optimum, off the shadow price", apart, COLORS.flagged, "circle", 5));
  const layout = { xaxis: axis, yaxis: logAxis(`marginal cost (${unit})`, [...even, ...optimal]) };
  const { least, most } = extent(even);
  const twap = least <= most ? `, at TWAP ${span(least, most)}` : "";
  return figure(
    `The next ${one} costs ${inCurrency(short(lambda), currency)} at the optimum${twap}`,
    data,
    layout,
    options,
  );
}
