import type { Data } from "plotly.js";

import { checkFields } from "../../base/check-fields";
import { binAxis, logAxis } from "../look/axes";
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
 * lambda as a line: at an optimum every convex bin in use lies on it. Unused concave bins have none.
 *
 * @param input a model spread under its allocation: alpha, beta and x, N values each, lambda in currency per share.
 * @param options of every figure: theme, title, units.
 * @returns dots by bin on a log axis, in currency per share.
 * @throws InputError for other than one label a bin, and for options that break their rule.
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
  const data: Data[] = [
    dots("at TWAP", even, COLORS.twap, "circle-open", 5),
    dots("at the optimum", optimal, COLORS.optimum, "circle", 5),
    {
      type: "scatter",
      mode: "lines",
      x: [values[0], values[n - 1]],
      y: [lambda, lambda],
      name: `shadow price ${lambda.toPrecision(4)}`,
      line: { color: COLORS.line, width: 2, dash: "dash" },
      hovertemplate: `shadow price %{y:.6~g} ${unit}<extra></extra>`,
    },
  ];
  const layout = { xaxis: axis, yaxis: logAxis(`marginal cost (${unit})`, [...even, ...optimal]) };
  return figure("Marginal cost by bin", data, layout, options);
}
