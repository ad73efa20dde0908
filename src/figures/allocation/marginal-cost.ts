import type { Data } from "plotly.js";

import { binAxis, logAxis } from "../look/axes";
import { COLORS, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf, type Notes } from "../../base/units";

export interface MarginalCostInput {
  /** Of the model; N values each. */
  readonly alpha: ArrayLike<number>;
  readonly beta: ArrayLike<number>;
  /** x_i, shares. */
  readonly x: ArrayLike<number>;
  /** The shadow price, currency per share. */
  readonly lambda: number;
  readonly bin?: readonly string[];
  /** Of the estimates, for units. */
  readonly notes?: Notes;
}

/**
 * Marginal cost alpha_i beta_i x_i^(beta_i - 1) by bin, at the optimum and at TWAP, with the shadow price
 * as a line: at an optimum every convex bin lies on it. Unused concave bins have none.
 */
export function marginalCostFigure(input: MarginalCostInput, options: FigureOptions = {}): Figure {
  const { alpha, beta, x, lambda, bin } = input;
  const n = x.length;
  const { values, axis } = binAxis(n, bin);
  const { currency, size: one } = unitsOf(input, options);
  const unit = `${currency} per ${one}`;
  const size = Array.from(x).reduce((a, b) => a + b, 0);
  const marginal = (i: number, xi: number): number | null => {
    const cost = alpha[i] * beta[i] * Math.pow(xi, beta[i] - 1);
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
  return figure(
    "Marginal cost by bin",
    data,
    { xaxis: axis, yaxis: logAxis(`marginal cost (${unit})`, [...even, ...optimal]) },
    options,
  );
}
