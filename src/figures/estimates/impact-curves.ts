import { span } from "../look/findings";
import type { Data } from "plotly.js";

import { must } from "../../base/input-error";
import { extent, logAxis, sharesAxis } from "../look/axes";
import { COLORWAY, bandTrace, figure, figureUnits, type Figure, type FigureOptions } from "../look/theme";
import type { Noted, Units } from "../../base/units";
import { exp, log } from "../../numeric/elementary";
import { Z95 } from "../../numeric/normal-quantile";

/** A bin's fit of log cost = log alpha + beta log q. */
export interface FittedCurve extends Noted {
  readonly name: string;
  readonly alpha: number;
  readonly beta: number;
  /** The points it was fitted to: sizes in shares, costs in currency. */
  readonly q: ArrayLike<number>;
  readonly cost: ArrayLike<number>;
  /** Covariance of (log alpha, beta): [var(log alpha), cov, var(beta)]. Without it there is no band. */
  readonly covariance?: readonly [number, number, number];
}

const STEPS = 60;

/**
 * Impact curves of chosen bins with the points they were fitted to and 95 % confidence bands,
 *
 *     log g(q) +- 1.96 sqrt(var(log alpha) + 2 cov log q + var(beta) log^2 q)
 *
 * @param curves what `fittedCurves` made of estimates, or curves of your own: sizes q in shares, costs in currency.
 * @param options of every figure: theme, title, units.
 * @returns a line, its points and its band a curve, on log axes; units by the first curve's notes.
 * @throws InputError for no curve or one without points, and for options that break their rule.
 * @example
 * ```ts
 * import { estimateImpact, exampleBook, fittedCurves, impactCurvesFigure } from "../src";
 *
 * const estimates = await estimateImpact(exampleBook(1, 2, 2), { side: "buy" });
 * impactCurvesFigure(fittedCurves(estimates, [0, 1])); // two curves through their points
 * ```
 */
export function impactCurvesFigure(curves: readonly FittedCurve[], options: FigureOptions = {}): Figure {
  must(Array.isArray(curves as unknown), "curves", "must be a list of fitted curves", curves);
  const units = figureUnits(curves[0], options);
  must(curves.length > 0, "curves", "must be at least one fitted curve (a bin without a fit has none)", curves);
  curves.forEach(({ q, cost }, k) => {
    const isDrawn = Array.from(q ?? []).some((size) => size > 0) && cost?.length === q.length;
    must(isDrawn, "curves", "must have a size above 0, and one cost a size", q, k);
  });
  const data = curves.flatMap((curve, k) => tracesOf(curve, COLORWAY[k % COLORWAY.length], units));
  const sizes = curves.flatMap(({ q }) => Array.from(q));
  const costs = curves.flatMap(({ cost }) => Array.from(cost));
  const layout = {
    xaxis: sharesAxis(`size q (${units.sizes})`, "log", sizes, costs),
    yaxis: logAxis(`total cost of q ${units.sizes} (${units.currency})`, costs, sizes),
  };
  const { least, most } = extent(curves.map(({ beta }) => beta));
  return figure(`Cost grows with size to the power ${span(least, most)}`, data, layout, options);
}

function tracesOf(
  { name, alpha, beta, q, cost, covariance }: FittedCurve,
  color: string,
  { currency, sizes: unit }: Units,
): Data[] {
  const sizes = Array.from(q).filter((size) => size > 0);
  const low = log(Math.min(...sizes)) - 0.3;
  const high = log(Math.max(...sizes)) + 0.3;
  const logs = Array.from({ length: STEPS + 1 }, (_, k) => low + ((high - low) * k) / STEPS);
  const at = (logSize: number, z: number): number => {
    const [va, cov, vb] = covariance ?? [0, 0, 0];
    return exp(
      log(alpha) + beta * logSize + z * Math.sqrt(Math.max(0, va + 2 * cov * logSize + vb * logSize * logSize)),
    );
  };
  const x = logs.map((each) => exp(each));
  const edge = (z: number): number[] => logs.map((logSize) => at(logSize, z));
  const label = `${name}: beta ${beta.toFixed(2)}`;
  return [
    ...(covariance === undefined ? [] : [bandTrace(x, [edge(-Z95), edge(Z95)], name, color, 0.2)]),
    {
      type: "scatter",
      mode: "lines",
      x,
      y: edge(0),
      name: label,
      legendgroup: name,
      line: { color, width: 2 },
      hovertemplate: `${name}<br>q = %{x:,.4~g} ${unit}<br>fit %{y:.4~g} ${currency}<extra></extra>`,
    },
    {
      type: "scatter",
      mode: "markers",
      x: Array.from(q),
      y: Array.from(cost),
      showlegend: false,
      legendgroup: name,
      marker: { color, size: 7 },
      hovertemplate: `${name}<br>q = %{x:,.4~g} ${unit}<br>measured %{y:.4~g} ${currency}<extra></extra>`,
    },
  ];
}
