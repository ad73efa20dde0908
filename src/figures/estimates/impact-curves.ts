import type { Data } from "plotly.js";

import { logAxis, sharesAxis } from "../look/axes";
import { COLORWAY, faded, figure } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf, type Units } from "../../base/units";
import { Z95 } from "../../numeric/normal-quantile";

/** A bin's fit of log cost = log alpha + beta log q. */
export interface FittedCurve {
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
 */
export function impactCurvesFigure(curves: readonly FittedCurve[], options: FigureOptions = {}): Figure {
  const units = unitsOf(undefined, options);
  const data = curves.flatMap((curve, k) => tracesOf(curve, COLORWAY[k % COLORWAY.length], units));
  const layout = {
    xaxis: sharesAxis(
      `size q (${units.sizes})`,
      "log",
      curves.flatMap(({ q }) => Array.from(q)),
    ),
    yaxis: logAxis(
      `total cost of q ${units.sizes} (${units.currency})`,
      curves.flatMap(({ cost }) => Array.from(cost)),
    ),
  };
  return figure("Impact curves with 95 % confidence bands", data, layout, options);
}

function tracesOf(
  { name, alpha, beta, q, cost, covariance }: FittedCurve,
  color: string,
  { currency, sizes: unit }: Units,
): Data[] {
  const sizes = Array.from(q).filter((size) => size > 0);
  const low = Math.log(Math.min(...sizes)) - 0.3;
  const high = Math.log(Math.max(...sizes)) + 0.3;
  const logs = Array.from({ length: STEPS + 1 }, (_, k) => low + ((high - low) * k) / STEPS);
  const at = (log: number, z: number): number => {
    const [va, cov, vb] = covariance ?? [0, 0, 0];
    return Math.exp(Math.log(alpha) + beta * log + z * Math.sqrt(Math.max(0, va + 2 * cov * log + vb * log * log)));
  };
  const x = logs.map(Math.exp);
  const band: Data[] =
    covariance === undefined
      ? []
      : [
          {
            type: "scatter",
            mode: "lines",
            x: [...x, ...[...x].reverse()],
            y: [...logs.map((log) => at(log, Z95)), ...[...logs].reverse().map((log) => at(log, -Z95))],
            fill: "toself",
            fillcolor: faded(color, 0.2),
            line: { width: 0, color },
            hoverinfo: "skip",
            showlegend: false,
            legendgroup: name,
          },
        ];
  const label = `${name}: beta ${beta.toFixed(2)}`;
  return [
    ...band,
    {
      type: "scatter",
      mode: "lines",
      x,
      y: logs.map((log) => at(log, 0)),
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
