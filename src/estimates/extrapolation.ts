/**
 * How far an allocation leaves what its estimates saw. A curve was fitted to sizes from `minSize` to
 * `maxSize`; beyond, on either side, it is a guess:
 *
 * - above, the optimum piles into the bin with the luckiest exponent, and the guess is of any quality;
 * - below, a power law with beta > 1 promises slippage that vanishes with the size, where in truth every
 *   share pays at least the half spread. Walking a book never gets cheaper a share with size, so the
 *   cost of x < minSize is at most x times the cost a share of minSize: the `ceiling`.
 */
import { must } from "../base/input-error";
import { pow } from "../numeric/elementary";
import { costOf } from "../solver/model/cost";
import type { ImpactEstimates } from "./table/impact-estimates";

export interface Beyond {
  /** The bins, by index. */
  readonly bins: readonly number[];
  /** Their share of the parent order. */
  readonly share: number;
  /** Their share of the cost. */
  readonly costShare: number;
  /** The largest of x_i / maxSize_i (above) or minSize_i / x_i (below); 1 where there are none. */
  readonly farthest: number;
}

export interface Extrapolation {
  readonly above: Beyond;
  /** Bins that trade, but less than the smallest size their fit saw. */
  readonly below: Beyond;
  /** C(x) by the curves, currency. */
  readonly cost: number;
  /** C(x) where what lies below minSize pays minSize's cost a share instead, currency. */
  readonly ceiling: number;
}

/**
 * Measures an allocation by its estimates' fitted ranges. Bins whose range is not stated count as within. The
 * ceiling is sum_i max(g_i(x_i), x_i g_i(minSize_i) / minSize_i) over the bins below their range, and g_i(x_i)
 * over the others.
 *
 * @param estimates N bins with `minSize` and `maxSize`, shares.
 * @param x N sizes >= 0, shares.
 * @returns bins and shares of order and cost `above` and `below` what the fits saw; cost and ceiling, currency.
 * @throws InputError where x has not one finite value >= 0 a bin, or sums to 0.
 * @example
 * ```ts
 * import { allocate, extrapolation, loadEstimates } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * const { above, cost, ceiling } = extrapolation(model, allocate(model, 250_000).x);
 * console.log(above.bins.length, cost, ceiling); // bins asked for more than their fit saw
 * ```
 */
export function extrapolation(estimates: ImpactEstimates, x: ArrayLike<number>): Extrapolation {
  const cost = costOf(estimates, x);
  must(cost > 0, "x", "must trade something", x);
  const { alpha, beta, minSize, maxSize } = estimates;
  const size = Array.from(x).reduce((a, b) => a + b, 0);
  const costs = alpha.map((a, i) => (x[i] > 0 ? a * pow(x[i], beta[i]) : 0));
  const all = [...costs.keys()];
  const beyond = (bins: number[], distance: (i: number) => number): Beyond => ({
    bins,
    share: bins.reduce((sum, i) => sum + x[i], 0) / size,
    costShare: bins.reduce((sum, i) => sum + costs[i], 0) / cost,
    farthest: bins.reduce((most, i) => Math.max(most, distance(i)), 1),
  });
  const below = all.filter((i) => x[i] > 0 && x[i] < minSize[i]);
  // At beta < 1 the curve is the dearer of the two, and stays.
  const lifted = below.reduce(
    (sum, i) => sum + Math.max(0, x[i] * alpha[i] * pow(minSize[i], beta[i] - 1) - costs[i]),
    0,
  );
  return {
    above: beyond(
      all.filter((i) => x[i] > maxSize[i]),
      (i) => x[i] / maxSize[i],
    ),
    below: beyond(below, (i) => minSize[i] / x[i]),
    cost,
    ceiling: cost + lifted,
  };
}
