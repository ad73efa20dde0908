import { must } from "../../base/input-error";
import { checkEstimates, type ImpactEstimates } from "../../estimates/table/impact-estimates";
import { pow } from "../../numeric/elementary";
import type { FittedCurve } from "./impact-curves";

/**
 * The fits log g(q) = log alpha + beta log q of chosen bins, as `impactCurvesFigure` draws them, with their points and
 * the covariance of (log alpha, beta).
 *
 * @param estimates fresh from `estimateImpact`: tables do not hold the points.
 * @param rows their indices; a bin without a fit is left out.
 * @returns one curve a bin: sizes in shares, costs in currency, by the notes' units.
 * @throws InputError for estimates without points, and for a row that they do not have.
 * @example
 * ```ts
 * import { estimateImpact, exampleBook, fittedCurves } from "../src";
 *
 * const estimates = await estimateImpact(exampleBook(1, 2, 2), { side: "buy" });
 * console.log(fittedCurves(estimates, [0, 1]).map(({ name, beta }) => [name, beta])); // 14:30 and 14:31
 * ```
 */
export function fittedCurves(estimates: ImpactEstimates, rows: readonly number[]): FittedCurve[] {
  const { alpha, beta, bin, side, points, seLogAlpha, seBeta, cov, notes } = checkEstimates(estimates);
  must(points !== undefined, "estimates", "must come from estimateImpact: a table holds no points to draw", points);
  rows.forEach((row, k) => {
    must(row in bin, "rows", `must be a bin's index, 0 to ${bin.length - 1}`, row, k);
  });
  const manySides = new Set(side).size > 1;
  return rows
    .filter((row) => alpha[row] > 0)
    .map((row) => ({
      name: `${bin[row].replace(/^\d{4}-\d\d-\d\dT(\d\d:\d\d):00Z$/, "$1")}${manySides ? ` ${side[row]}` : ""}`,
      alpha: alpha[row],
      beta: beta[row],
      q: points[row].size,
      cost: points[row].cost,
      notes,
      ...(seBeta[row] >= 0 ? { covariance: [pow(seLogAlpha[row], 2), cov[row], pow(seBeta[row], 2)] as const } : {}),
    }));
}
