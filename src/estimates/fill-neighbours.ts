/**
 * Fills what bins lack from the nearest bins of the same side that have it, for a solver that needs
 * every curve and a sensitivity study that needs every standard error.
 *
 * Between neighbours at distances a (before) and b (after), with weights v = b / (a + b) and 1 - v:
 *
 * - a bin with a curve but without standard errors (`few-snapshots`) gets the covariance
 *   v C1 + (1 - v) C2 and the status `filled-errors`;
 * - a bin without a curve gets the mean of their (log alpha, beta) with the covariance of the mixture
 *   of the two, v C1 + (1 - v) C2 + v (1 - v) D D', D being their difference: what is not known about
 *   a bin that could be like either. Its status is `filled` and its n is 0.
 *
 * At an end of the day the one neighbour is copied; where no bin of a side has it, nothing is filled.
 */
import { exp, log, pow } from "../numeric/elementary";
import type { ImpactEstimates } from "./table/impact-estimates";

/**
 * Fills what bins lack from the nearest bins of the same side that have it: between neighbours at distances a
 * and b, with v = b / (a + b), (log alpha, beta) is v t1 + (1 - v) t2, and its covariance that of the mixture,
 * v C1 + (1 - v) C2 + v (1 - v) D D' with D = t1 - t2.
 *
 * @param estimates rows of one or several sides, each side in order of time; N values a column.
 * @returns a copy, N rows, the gaps filled; `status` says `filled` or `filled-errors` in their rows. Where no bin
 *   of a side has a curve nothing is filled.
 * @example
 * ```ts
 * import { estimateImpact, exampleBook, fillNeighbours } from "../src";
 * // A minute asks for more sizes than its book holds now and then: its neighbours lend it their curve.
 * const estimates = await estimateImpact(exampleBook(1, 3, 1), { minSizes: 12 });
 * console.log(estimates.status, fillNeighbours(estimates).status);
 * ```
 */
export function fillNeighbours(estimates: ImpactEstimates): ImpactEstimates {
  const status = [...estimates.status];
  const seLogAlpha = estimates.seLogAlpha.slice();
  const seBeta = estimates.seBeta.slice();
  const cov = estimates.cov.slice();
  const { alpha, beta } = estimates;
  const hasCurve = (row: number): boolean => alpha[row] > 0 && beta[row] > 0;
  const hasErrors = (row: number): boolean =>
    hasCurve(row) && estimates.seLogAlpha[row] >= 0 && estimates.seBeta[row] >= 0;

  forEachGap(estimates.side, hasErrors, (row, one, two, v) => {
    if (!hasCurve(row)) return;
    const mix = (x: number, y: number): number => v * x + (1 - v) * y;
    seLogAlpha[row] = Math.sqrt(mix(pow(seLogAlpha[one], 2), pow(seLogAlpha[two], 2)));
    seBeta[row] = Math.sqrt(mix(pow(seBeta[one], 2), pow(seBeta[two], 2)));
    cov[row] = mix(cov[one], cov[two]);
    status[row] = "filled-errors";
  });

  const filled = {
    alpha: alpha.slice(),
    beta: beta.slice(),
    n: estimates.n.slice(),
    minSize: estimates.minSize.slice(),
    maxSize: estimates.maxSize.slice(),
  };
  forEachGap(estimates.side, hasCurve, (row, one, two, v) => {
    const dLog = log(alpha[one] / alpha[two]);
    const dBeta = beta[one] - beta[two];
    const mix = (x: number, y: number, spread = 0): number => v * x + (1 - v) * y + v * (1 - v) * spread;
    filled.alpha[row] = exp(mix(log(alpha[one]), log(alpha[two])));
    filled.beta[row] = mix(beta[one], beta[two]);
    seLogAlpha[row] = Math.sqrt(mix(pow(seLogAlpha[one], 2), pow(seLogAlpha[two], 2), dLog * dLog));
    seBeta[row] = Math.sqrt(mix(pow(seBeta[one], 2), pow(seBeta[two], 2), dBeta * dBeta));
    cov[row] = mix(cov[one], cov[two], dLog * dBeta);
    filled.n[row] = 0;
    const maxSize = Math.min(estimates.maxSize[one], estimates.maxSize[two]);
    filled.minSize[row] = Math.min(maxSize, Math.max(estimates.minSize[one], estimates.minSize[two]));
    filled.maxSize[row] = maxSize;
    status[row] = "filled";
  });
  return { ...estimates, ...filled, seLogAlpha, seBeta, cov, status };
}

/** Calls `fill` with each row that lacks something, its nearest rows that have it, and the first's weight. */
function forEachGap(
  side: readonly string[],
  has: (row: number) => boolean,
  fill: (row: number, one: number, two: number, weight: number) => void,
): void {
  const nearest = (row: number, step: 1 | -1): number | undefined => {
    for (let at = row + step; side[at] === side[row]; at += step) if (has(at)) return at;
    return undefined;
  };
  for (let row = 0; row < side.length; row++) {
    if (has(row)) continue;
    const [before, after] = [nearest(row, -1), nearest(row, 1)];
    const one = before ?? after;
    const two = after ?? before;
    if (one !== undefined && two !== undefined) fill(row, one, two, one === two ? 1 : (two - row) / (two - one));
  }
}
