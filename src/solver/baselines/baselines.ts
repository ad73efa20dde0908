/**
 * The textbook strategies that need no search, to compare with the optimum: each takes a model and a size and
 * returns an allocation x (shares, summing to S) with its cost (currency). None of them is used by the solver.
 */
import { must } from "../../base/input-error";
import { pow } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { curve } from "../model/cost";
import { fillByWeight, fillInOrder } from "./fill-to-caps";
import { checkPerBin, type ImpactModel } from "../model/impact-model";
import { BASELINE_OPTIONS, argmin, pose, strategy, type BaselineOptions, type Strategy } from "./strategy";

/**
 * TWAP: the same number of shares in every bin,
 *
 *     x_i = S / N.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param size S >= 0, shares.
 * @param options `cap`: under caps, what a bin has no room for is spread evenly over those that have some.
 * @returns x (N shares) and its cost (currency).
 * @throws InputError for a model, a size or an option that breaks its rule.
 * @example
 * ```ts
 * import { twap } from "../src";
 * const even = twap({ alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.5, 1.5] }, 300);
 * console.log(even.x, even.cost); // [100, 100, 100] and 70
 * ```
 */
export function twap(model: ImpactModel, size: number, options: BaselineOptions = {}): Strategy {
  const posed = pose(model, size, options, BASELINE_OPTIONS);
  const { checked, S, cap } = posed;
  const n = checked.alpha.length;
  const even = new Float64Array(n);
  return strategy(posed, cap === undefined ? even.fill(S / n) : fillByWeight(even.fill(1), cap, S));
}

/**
 * Proportional to a volume profile (VWAP),
 *
 *     x_i = S v_i / sum_k v_k.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param size S >= 0, shares.
 * @param volume v_i >= 0, N values in any unit, not all 0.
 * @param options `cap`: under caps, what a bin has no room for goes to the others in proportion to their volume.
 * @returns x (N shares) and its cost (currency).
 * @throws InputError for a model, a size, a volume or an option that breaks its rule.
 * @example
 * ```ts
 * import { proportional } from "../src";
 * const vwap = proportional({ alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.5, 1.5] }, 300, [3, 1, 2]);
 * console.log(vwap.x); // [150, 50, 100]
 * ```
 */
export function proportional(
  model: ImpactModel,
  size: number,
  volume: ArrayLike<number>,
  options: BaselineOptions = {},
): Strategy {
  const posed = pose(model, size, options, BASELINE_OPTIONS);
  const { checked, S, cap } = posed;
  checkPerBin("volume", volume, checked.alpha.length, "must be finite and not negative");
  const volumes = Float64Array.from(volume);
  const most = volumes.reduce((largest, v) => Math.max(largest, v), 0);
  must(most > 0, "volume", "must not be 0 in every bin", 0);
  const profile = volumes.map((v) => v / most);
  if (cap !== undefined) return strategy(posed, fillByWeight(profile, cap, S));
  const total = sum(profile);
  const x = profile.map((v) => S * (v / total));
  return strategy(posed, x);
}

/**
 * Everything in the bin with the lowest alpha, whatever its beta: the rule of thumb. Ties: the first.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param size S >= 0, shares.
 * @param options `cap`: under caps, bins are filled in ascending order of alpha.
 * @returns x (N shares) and its cost (currency).
 * @throws InputError for a model, a size or an option that breaks its rule.
 * @example
 * ```ts
 * import { lowestAlpha } from "../src";
 * console.log(lowestAlpha({ alpha: [0.02, 0.01], beta: [1.2, 1.8] }, 100).x); // [0, 100]
 * ```
 */
export function lowestAlpha(model: ImpactModel, size: number, options: BaselineOptions = {}): Strategy {
  const posed = pose(model, size, options, BASELINE_OPTIONS);
  const { checked, S, cap } = posed;
  return strategy(posed, cap === undefined ? allIn(checked.alpha, S) : fillInOrder(checked.alpha, cap, S));
}

/**
 * Everything in the bin where all of S costs least, argmin_j alpha_j S^beta_j. Optimal where no beta is above 1.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param size S >= 0, shares.
 * @param options `cap`: under caps, bins are filled in order of what a share costs on average in a bin as full as
 *   it may be.
 * @returns x (N shares) and its cost (currency).
 * @throws InputError for a model, a size or an option that breaks its rule.
 * @example
 * ```ts
 * import { singleBest } from "../src";
 * console.log(singleBest({ alpha: [0.02, 0.01], beta: [1.2, 1.8] }, 100).x); // [100, 0]
 * ```
 */
export function singleBest(model: ImpactModel, size: number, options: BaselineOptions = {}): Strategy {
  const posed = pose(model, size, options, BASELINE_OPTIONS);
  const { checked, S, cap } = posed;
  const { alpha, beta } = checked;
  if (cap === undefined) {
    const costs = alpha.map((a, j) => curve(a, beta[j], S));
    return strategy(posed, allIn(costs, S));
  }
  const prices = alpha.map((a, j) => a * pow(Math.min(cap[j], S), beta[j] - 1));
  return strategy(posed, fillInOrder(prices, cap, S));
}

/** All of S in the bin with the least value. */
function allIn(values: Float64Array, size: number): Float64Array {
  const x = new Float64Array(values.length);
  x[argmin(values)] = size;
  return x;
}
