/** Bisection on the shadow price: the slow and simple way to the convex optimum. */
import type { OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { exp, log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { logMarginal } from "../model/cost";
import type { ImpactModel } from "../model/impact-model";
import { BASELINE_OPTIONS, argmin, pose, strategy, type BaselineOptions, type Strategy } from "./strategy";

export interface BisectionOptions extends BaselineOptions {
  /** Relative width of the bracket of lambda at which to stop. Default 1e-15: as far as doubles go. */
  readonly tolerance?: number;
}

const OPTIONS: OptionNames<BisectionOptions> = { ...BASELINE_OPTIONS, tolerance: true };

/**
 * Bisection on the shadow price over the convex bins: the lambda for which
 *
 *     sum_i min(c_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1))) = S.
 *
 * Slow and simple, the check on Newton's method; bins with beta <= 1 are left out.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each; beta > 1 somewhere.
 * @param size S >= 0, shares.
 * @param options `tolerance`, and `cap`.
 * @returns x (N shares) and its cost (currency).
 * @throws InputError for a model, a size or an option that breaks its rule, and where no beta is above 1.
 * @example
 * ```ts
 * import { allocate, bisection } from "../src";
 * const model = { alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.4, 1.6] };
 * console.log(bisection(model, 300).cost / allocate(model, 300).cost); // 1, but for rounding
 * ```
 */
export function bisection(model: ImpactModel, size: number, options: BisectionOptions = {}): Strategy {
  const posed = pose(model, size, options, OPTIONS);
  const { checked, S, cap } = posed;
  const { alpha, beta } = checked;
  const { tolerance = 1e-15 } = options;
  must(tolerance > 0 && tolerance < 1, "options.tolerance", "must be between 0 and 1", tolerance);
  must(
    beta.some((b) => b > 1),
    "beta",
    "must be above 1 in at least one bin for bisection on lambda",
    beta,
  );
  const x = new Float64Array(alpha.length);
  if (S === 0) return strategy(posed, x);
  const room = beta.map((b, i) => (b > 1 ? (cap?.[i] ?? Infinity) : 0));
  if (cap !== undefined && sum(room) < S)
    throw new InputError("options.cap", "must leave room for the size in the bins with beta above 1", S);
  const volumeAt = (u: number): number => {
    for (let i = 0; i < x.length; i++) {
      const wanted = (u - log(alpha[i]) - log(beta[i])) / (beta[i] - 1);
      x[i] = room[i] > 0 ? Math.min(room[i], exp(wanted)) : 0;
    }
    return sum(x);
  };
  // At `high` one bin alone would trade S, or every bin its cap; at `low` no bin would trade more than S / N.
  let high = cap === undefined ? Infinity : -Infinity;
  let low = Infinity;
  for (let i = 0; i < x.length; i++) {
    if (!(room[i] > 0)) continue;
    const highest = logMarginal(alpha[i], beta[i], log(Math.min(S, room[i])));
    high = cap === undefined ? Math.min(high, highest) : Math.max(high, highest);
    low = Math.min(low, logMarginal(alpha[i], beta[i], log(S) - log(x.length)));
  }
  while (high - low > tolerance * Math.max(1, Math.abs(high))) {
    const middle = (low + high) / 2;
    if (!(middle > low && middle < high)) break;
    if (volumeAt(middle) < S) low = middle;
    else high = middle;
  }
  // What the last bit of lambda leaves goes where it moves the marginal cost least.
  const rest = S - volumeAt(high);
  const elasticity = x.map((xi, i) => (xi < room[i] ? xi / (beta[i] - 1) : 0));
  x[argmin(elasticity.map((e) => -e))] += rest;
  return strategy(posed, x);
}
