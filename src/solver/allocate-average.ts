/**
 * One allocation for many models at once, the stochastic programme by sample average (Shapiro, Dentcheva
 * and Ruszczynski, Lectures on Stochastic Programming, 2009, chapter 5):
 *
 *     minimise    (1/M) sum_m sum_i alpha_im x_i^beta_im
 *     subject to  sum_i x_i = S,  0 <= x_i <= c_i
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
 * at any volume: the cheapest such bin takes what is left where the others have risen to it. Caps cut w_i off.
 */
import { checkOptions } from "../base/check-options";
import { exp } from "../numeric/elementary";
import { InputError, must } from "../base/input-error";
import { unitsDiffer } from "../base/statements-differ";
import { allocationOf, type Allocation } from "./model/allocation";
import { shownAllocation } from "./model/allocation-summary";
import { meanBins } from "./average/mean-bins";
import { solveAverage } from "./average/solve-average";
import { checkCap } from "./model/caps";
import { capsOf, CONSTRAINT_OPTIONS, type Constraints } from "./model/constraints";
import { meanLots } from "./lots/mean-lots";
import { lotsAllocation } from "./lots/lots-allocation";
import { settleLots } from "./lots/settle-lots";
import { lotGrid, lotRanges } from "./model/lot-grid";
import { termsOf, type Terms } from "./model/terms";
import { certifyAverage } from "./evidence/average-certificate";
import { checkModel, checkSize, type CheckedModel, type ImpactModel } from "./model/impact-model";

/** What the allocation keeps to: a share of volume on every one of the models; not yet a smallest trade. */
export type AverageOptions = Constraints;

/**
 * The allocation of `size` shares at the lowest mean cost over M models of the same bins,
 *
 *     minimise    (1/M) sum_m sum_i alpha_im x_i^beta_im
 *     subject to  sum_i x_i = S,  0 <= x_i <= c_i
 *
 * (sample average approximation; Shapiro, Dentcheva and Ruszczynski, Lectures on Stochastic Programming, 2009).
 *
 * @param models M >= 1 models of N bins with beta >= 1 everywhere: draws, days, scenarios.
 * @param size S > 0, shares.
 * @param options `cap`, `participation` and `lot`, as of `allocate`; where the models' volumes differ, the least one
 *   holds. `minTrade` is refused by name.
 * @returns x (N shares), the mean cost (currency), the shadow price of the mean cost (currency per share) and a
 *   certificate; `active` is the linear bin that takes the rest, or -1. Notes are those of the first model.
 * @throws InputError for a beta below 1, whose mean would not be convex, for models or a size that break their
 *   rules, and for constraints that do.
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
  return shownAllocation(solve(models, size, options), models[0]);
}

function solve(models: readonly ImpactModel[], size: number, options: AverageOptions): Allocation {
  const { lot, minTrade } = checkOptions(options, CONSTRAINT_OPTIONS);
  const rule = "must be left out: which bins trade is searched for by the curves of one model (see allocate)";
  must(minTrade === undefined, "options.minTrade", rule, minTrade);
  const checked = checkModels(models);
  must(checkSize(size) > 0, "size", "must be above 0", size);
  const bins = meanBins(checked, size);
  const cap = capsOfAll(models, bins.length, size, options);
  const terms = termsOf(models[0], bins.length, size, { cap, lot });
  const most = new Float64Array(bins.length).map((_, i) => Math.min(1, (cap?.[i] ?? Infinity) / size));
  const w = new Float64Array(bins.length);
  const { u, active, passes, converged } = solveAverage(bins, most, w);
  const x = w.map((share, i) => (cap !== undefined && share === most[i] ? Math.min(cap[i], size) : share * size));
  const lambda = exp(u);
  const flat = bins.filter((bin) => bin.flat).length;
  const regime = flat === bins.length ? "linear" : flat > 0 ? "mixed" : "convex";
  const { capped, ...evidence } = certifyAverage(checked, size, x, lambda, cap);
  const found = { regime, cost: evidence.cost, lambda, active, converged, candidates: flat, passes } as const;
  const continuous = allocationOf(checked[0], size, x, evidence, found);
  if (lot !== undefined) return inLots(checked, size, terms, continuous);
  if (cap === undefined) return continuous;
  if (capped.length === 0) return { ...continuous, cap };
  const lowerBound = evidence.cost * (1 - evidence.dualityGap);
  return { ...continuous, cap, certificate: { ...continuous.certificate, lowerBound, atCap: capped.length, capped } };
}

/** The mean of convex curves is convex, so its division is found as that of one model's. */
function inLots(models: readonly CheckedModel[], size: number, terms: Terms, continuous: Allocation): Allocation {
  const { lot = 1, cap } = terms;
  const grid = lotGrid(size, lot);
  const ranges = lotRanges(grid, continuous.x.length, cap, 0);
  const curves = meanLots(models, lot);
  const found = settleLots(curves, grid, ranges, continuous.x);
  const active = continuous.x.findIndex((_, i) => found.x[i] > 0 && models.every(({ beta }) => beta[i] === 1));
  return lotsAllocation(models[0], { curves, size, terms, grid, ranges }, found, continuous, active);
}

/** The caps that hold under every model. */
function capsOfAll(
  models: readonly ImpactModel[],
  n: number,
  size: number,
  constraints: Constraints,
): Float64Array | undefined {
  const caps = capsOf(models[0], n, size, constraints);
  if (caps === undefined || constraints.participation === undefined) return caps;
  for (const model of models) capsOf(model, n, size, constraints)?.forEach((c, i) => (caps[i] = Math.min(caps[i], c)));
  return checkCap(caps, n, size, "options.participation, on every model,");
}

function checkModels(models: readonly ImpactModel[]): CheckedModel[] {
  if (!Array.isArray(models) || models.length === 0)
    throw new InputError("models", "must be an array of at least one model", models);
  const checked = models.map((model: ImpactModel) => checkModel(model));
  const stated = unitsDiffer(checked);
  must(stated === undefined, "models", "must be of one currency and unit of sizes", stated);
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
