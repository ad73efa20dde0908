/**
 * One allocation for many models at once, the stochastic programme by sample average (Shapiro, Dentcheva
 * and Ruszczynski, Lectures on Stochastic Programming, 2009, chapter 5):
 *
 *     minimise    (1/M) sum_m sum_i alpha_im x_i^beta_im
 *     subject to  sum_i x_i = S,  x_i >= 0
 *
 * Separable, and convex where every beta_im >= 1. With G_i the mean curve of bin i, y = log(x / S) and
 *
 *     h_i(y) = log G_i'(S e^y) = log (1/M) sum_m exp(l_im + c_im y),   c_im = beta_im - 1,
 *
 * a log-sum-exp: increasing and convex in y with slope sigma_i(y), the weighted mean of the c_im. So Newton's
 * method inverts h_i(y) = u monotonically from the right, and Newton's method on
 *
 *     F(u) = log sum_i exp(y_i(u)) = 0,   F' = sum_i (w_i / sigma_i) / sum_i w_i,   w_i = e^(y_i),
 *
 * kept within a bracket, finds the shadow price lambda = e^u. A bin whose every draw is linear has one price
 * at any volume: the cheapest such bin takes what is left where the others have risen to it.
 */
import { checkOptions, type OptionNames } from "../base/check-options";
import { exp, log } from "../numeric/elementary";
import { InputError, must } from "../base/input-error";
import { allocationOf, type Allocation } from "./model/allocation";
import type { Cap } from "./model/caps";
import { certifyAverage } from "./evidence/average-certificate";
import { checkModel, checkSize, type CheckedModel, type ImpactModel } from "./model/impact-model";

export interface AverageOptions {
  /** Refused: the search over many models takes no caps. */
  readonly cap?: Cap;
}

const OPTIONS: OptionNames<AverageOptions> = { cap: true };

/**
 * The allocation of `size` shares at the lowest mean cost over M models of the same bins,
 *
 *     minimise    (1/M) sum_m sum_i alpha_im x_i^beta_im
 *     subject to  sum_i x_i = S,  x_i >= 0
 *
 * (sample average approximation; Shapiro, Dentcheva and Ruszczynski, Lectures on Stochastic Programming, 2009).
 *
 * @param models M >= 1 models of N bins with beta >= 1 everywhere: draws, days, scenarios.
 * @param size S > 0, shares.
 * @param options none is taken: `cap` is refused by name.
 * @returns x (N shares), the mean cost (currency), the shadow price of the mean cost (currency per share) and a
 *   certificate; `active` is the linear bin that takes the rest, or -1. Notes are those of the first model.
 * @throws InputError for a beta below 1, whose mean would not be convex, for models or a size that break their
 *   rules, and for a cap.
 * @example
 * ```ts
 * import { allocateAverage } from "../src";
 * const days = [{ alpha: [0.01, 0.03], beta: [1.5, 1.4] }, { alpha: [0.03, 0.01], beta: [1.6, 1.5] }];
 * const { x, cost, status } = allocateAverage(days, 1000);
 * console.log(status, x, cost); // optimal: one allocation for both days
 * ```
 */
export function allocateAverage(
  models: readonly ImpactModel[],
  size: number,
  options: AverageOptions = {},
): Allocation {
  const { cap } = checkOptions(options, OPTIONS);
  must(cap === undefined, "options.cap", "must be left out: an allocation over many models takes no caps", cap);
  const checked = checkModels(models);
  must(checkSize(size) > 0, "size", "must be above 0", size);
  const bins = meanBins(checked, size);
  const w = new Float64Array(bins.length);
  const { u, active, passes, converged } = solve(bins, w);
  const x = w.map((share) => share * size);
  const lambda = exp(u);
  const evidence = certifyAverage(checked, size, x, lambda);
  const flat = bins.filter((bin) => bin.flat).length;
  const regime = flat === bins.length ? "linear" : flat > 0 ? "mixed" : "convex";
  const found = { regime, cost: evidence.cost, lambda, active, converged, candidates: flat, passes } as const;
  return allocationOf(checked[0], size, x, evidence, found);
}

function checkModels(models: readonly ImpactModel[]): CheckedModel[] {
  if (!Array.isArray(models) || models.length === 0)
    throw new InputError("models", "must be an array of at least one model", models);
  const checked = models.map((model: ImpactModel) => checkModel(model));
  checked.forEach(({ alpha, beta }, m) => {
    must(
      alpha.length === checked[0].alpha.length,
      "models",
      `must have the same bins each (${checked[0].alpha.length})`,
      alpha,
      m,
    );
    const concave = beta.findIndex((b) => b < 1);
    if (concave >= 0) {
      throw new InputError(
        `models[${m}].beta`,
        "must be 1 or above, for the mean cost to be convex (drawModels draws again below leastBeta)",
        beta[concave],
        concave,
      );
    }
  });
  return checked;
}

/** One bin's draws: l_m less their largest, and c_m. */
interface MeanBin {
  readonly l: Float64Array;
  readonly c: Float64Array;
  /** The largest l_m, less log M. */
  readonly top: number;
  /** Every draw linear. */
  readonly flat: boolean;
}

function meanBins(models: readonly CheckedModel[], size: number): MeanBin[] {
  const logSize = log(size);
  return Array.from({ length: models[0].alpha.length }, (_, i) => {
    const c = Float64Array.from(models, ({ beta }) => beta[i] - 1);
    const l = Float64Array.from(models, ({ alpha, beta }, m) => log(alpha[i]) + log(beta[i]) + c[m] * logSize);
    const most = l.reduce((a, b) => Math.max(a, b), -Infinity);
    return {
      l: l.map((value) => value - most),
      c,
      top: most - log(models.length),
      flat: c.every((value) => value === 0),
    };
  });
}

/** A share below e^LEAST is no part of any sum of doubles around 1. */
const LEAST = -60;
const MOST_PASSES = 100;

interface Solved {
  readonly u: number;
  readonly active: number;
  readonly passes: number;
  readonly converged: boolean;
}

/** Solves sum w = 1 for u; the shares go to `w`. */
function solve(bins: readonly MeanBin[], w: Float64Array): Solved {
  const at = { h: 0, slope: 0 };
  const level = (bin: MeanBin, y: number): number => {
    evaluate(bin, y, at);
    return at.h;
  };
  const flat = [...bins.keys()].filter((i) => bins[i].flat);
  const rising = [...bins.keys()].filter((i) => !bins[i].flat);
  const active = flat.reduce((best, i) => (best < 0 || level(bins[i], 0) < level(bins[best], 0) ? i : best), -1);
  const ceiling = active < 0 ? Infinity : level(bins[active], 0);

  // At `high` some bin would take all of S, at `low` none more than its part of it.
  let high = rising.reduce((least, i) => Math.min(least, level(bins[i], 0)), ceiling);
  let low = rising.reduce((least, i) => Math.min(least, level(bins[i], -log(rising.length))), high);
  const y = new Float64Array(bins.length);
  const elasticity = new Float64Array(bins.length);
  const volumeAt = (u: number): { total: number; slope: number } => {
    let total = 0;
    let slope = 0;
    for (const i of rising) {
      y[i] = invert(bins[i], u, y[i], at);
      w[i] = y[i] > LEAST ? exp(y[i]) : 0;
      elasticity[i] = w[i] > 0 ? 1 / at.slope : 0;
      total += w[i];
      slope += w[i] * elasticity[i];
    }
    return { total, slope };
  };

  let passes = 0;
  if (active >= 0) {
    passes++;
    const { total } = volumeAt(ceiling);
    if (total < 1) {
      w[active] = 1 - total;
      return { u: ceiling, active, passes, converged: true };
    }
  }
  let u = high;
  for (; passes < MOST_PASSES; passes++) {
    const { total, slope } = volumeAt(u);
    if (total > 1) high = u;
    else low = u;
    const step = (-log(total) * total) / slope;
    if (Math.abs(step) <= 4 * Number.EPSILON * Math.max(1, Math.abs(u))) {
      // What rounding left goes where it moves the marginal cost least.
      const widest = rising.reduce(
        (best, i) => (w[i] * elasticity[i] > w[best] * elasticity[best] ? i : best),
        rising[0],
      );
      w[widest] += 1 - total;
      return { u, active: -1, passes: passes + 1, converged: true };
    }
    const next = u + step;
    u = next > low && next < high ? next : low + (high - low) / 2;
  }
  return { u, active: -1, passes, converged: false };
}

/** y with h(y) = u, from a guess; `out` is left at that y. Below LEAST, and where no volume is worth u, LEAST. */
function invert(bin: MeanBin, u: number, guess: number, out: { h: number; slope: number }): number {
  let y = Math.min(0, Math.max(LEAST, guess));
  for (let step = 0; step < MOST_PASSES; step++) {
    evaluate(bin, y, out);
    const dy = (u - out.h) / out.slope;
    // Convex: a step from the left lands right of the root, from where every step is towards it.
    const next = Math.min(0, y + dy);
    if (!(next > LEAST)) return LEAST;
    if (Math.abs(next - y) <= 2 * Number.EPSILON * Math.max(1, Math.abs(y))) return next;
    y = next;
  }
  return y;
}

/** h and its slope at y <= 0. */
function evaluate({ l, c, top }: MeanBin, y: number, out: { h: number; slope: number }): void {
  const e = exp;
  let sum = 0;
  let weighted = 0;
  for (let m = 0; m < l.length; m++) {
    const term = e(l[m] + c[m] * y);
    sum += term;
    weighted += c[m] * term;
  }
  out.h = top + log(sum);
  out.slope = weighted / sum;
}
