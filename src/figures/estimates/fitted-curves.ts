import type { ImpactEstimates } from "../../estimates/table/impact-estimates";
import type { FittedCurve } from "./impact-curves";

/**
 * The fits of chosen bins, as `impactCurvesFigure` draws them.
 *
 * @param estimates fresh from `estimateImpact`: tables do not hold the points.
 * @param rows their indices; a bin without a fit is left out.
 * @throws RangeError for estimates without points.
 */
export function fittedCurves(estimates: ImpactEstimates, rows: readonly number[]): FittedCurve[] {
  const { alpha, beta, bin, side, points, seLogAlpha, seBeta, cov } = estimates;
  if (points === undefined)
    throw new RangeError("estimates must come from estimateImpact: a table holds no points to draw");
  const manySides = new Set(side).size > 1;
  return rows
    .filter((row) => alpha[row] > 0)
    .map((row) => ({
      name: `${bin[row].replace(/^\d{4}-\d\d-\d\dT(\d\d:\d\d):00Z$/, "$1")}${manySides ? ` ${side[row]}` : ""}`,
      alpha: alpha[row],
      beta: beta[row],
      q: points[row].size,
      cost: points[row].cost,
      ...(seBeta[row] >= 0 ? { covariance: [seLogAlpha[row] ** 2, cov[row], seBeta[row] ** 2] as const } : {}),
    }));
}
