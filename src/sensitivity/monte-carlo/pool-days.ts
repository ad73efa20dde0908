/**
 * Several days of estimates as one typical day: in every bin the mean of (log alpha, beta), which is the
 * geometric mean of the curves at every size and so does not depend on the unit of shares, with the
 * covariance of that mean from the scatter of the days,
 *
 *     sum_d (theta_d - mean) (theta_d - mean)' / (D (D - 1)).
 *
 * The scatter holds the errors of each day's fit already: they are not added to it.
 */
import { must } from "../../base/input-error";
import { copyOfNotes } from "../../base/units";
import { statementsDiffer } from "../../base/statements-differ";
import { labelsDiffer } from "../../estimates/align-days";
import { exp, log } from "../../numeric/elementary";
import { checkModel, type CheckedModel, type ImpactModel } from "../../solver/model/impact-model";
import type { DrawSource } from "./parameter-draws";
import type { UncertainModel } from "./parameter-errors";

/**
 * The typical day of two or more: in every bin the mean of (log alpha, beta) over the D days, with the covariance of
 * that mean, sum_d (theta_d - mean)(theta_d - mean)' / (D (D - 1)).
 *
 * @param days models of the same N bins, by the times of day that their labels show (as `loadEstimates` of several
 *   files and `alignDays` have them), one side each; their own errors are in their scatter and are not read.
 * @returns a model with errors, for `allocate`, `monteCarlo`, `shrink`; `volume` and `maxSize` are the days' means,
 *   bin labels, side and notes those of the first day.
 * @throws InputError for fewer than two days, other bins, by number or by label, and more than one side, currency or
 *   unit of sizes.
 * @example
 * ```ts
 * import { poolDays } from "../src";
 *
 * const monday = { alpha: [0.01, 0.02], beta: [1.5, 1.6] };
 * const tuesday = { alpha: [0.04, 0.02], beta: [1.4, 1.6] };
 * const { alpha, beta, seBeta } = poolDays([monday, tuesday]);
 * console.log(alpha[0], beta[0], seBeta[0]); // 0.02, the geometric mean; 1.45; 0.05
 * ```
 */
export function poolDays(days: readonly (ImpactModel & Partial<UncertainModel>)[]): UncertainModel {
  const checked = checkDays(days);
  const n = checked[0].alpha.length;
  const count = days.length;
  const pooled = {
    alpha: new Float64Array(n),
    beta: new Float64Array(n),
    seLogAlpha: new Float64Array(n),
    seBeta: new Float64Array(n),
    cov: new Float64Array(n),
  };
  for (let i = 0; i < n; i++) {
    const a = checked.map((day) => log(day.alpha[i]));
    const b = checked.map((day) => day.beta[i]);
    const meanA = mean(a);
    const meanB = mean(b);
    const scatter = (u: number[], meanU: number, v: number[], meanV: number): number =>
      u.reduce((sum, value, d) => sum + (value - meanU) * (v[d] - meanV), 0) / (count * (count - 1));
    pooled.alpha[i] = exp(meanA);
    pooled.beta[i] = meanB;
    pooled.seLogAlpha[i] = Math.sqrt(scatter(a, meanA, a, meanA));
    pooled.seBeta[i] = Math.sqrt(scatter(b, meanB, b, meanB));
    pooled.cov[i] = scatter(a, meanA, b, meanB);
  }
  const meanOf = (key: "volume" | "maxSize"): { readonly [key: string]: Float64Array } =>
    days.every((day) => day[key]?.length === n)
      ? {
          [key]: Float64Array.from({ length: n }, (_, i) =>
            mean(days.map((day) => (day[key] as ArrayLike<number>)[i])),
          ),
        }
      : {};
  const { bin, side, notes } = days[0];
  const labels = {
    ...(bin === undefined ? {} : { bin: [...bin] }),
    ...(side === undefined ? {} : { side: [...side] }),
  };
  return { ...pooled, ...meanOf("volume"), ...meanOf("maxSize"), ...labels, notes: copyOfNotes(notes) };
}

/** The bootstrap over days as a source of draws. */
export function daySource(days: readonly ImpactModel[]): DrawSource {
  const checked = checkDays(days);
  return {
    kind: "days",
    logAlpha: checked.map(({ alpha }) => Array.from(alpha, log)),
    beta: checked.map(({ beta }) => Array.from(beta)),
  };
}

function checkDays(days: readonly (ImpactModel & Partial<UncertainModel>)[]): CheckedModel[] {
  must(Array.isArray(days) && days.length >= 2, "estimates", "must be two days or more to be resampled by day", days);
  const checked = days.map((day) => checkModel(day));
  checked.forEach(({ alpha }, d) => {
    must(
      alpha.length === checked[0].alpha.length,
      "estimates",
      `must have the same bins every day (${checked[0].alpha.length})`,
      alpha,
      d,
    );
  });
  const differ = labelsDiffer(days);
  must(
    differ === undefined,
    "estimates",
    "must have bins of the same times every day (alignDays takes those that all days have)",
    differ,
  );
  days.forEach(({ side }, d) => {
    must(new Set(side ?? []).size <= 1, "estimates", "must be of one side (selectSide takes one)", side, d);
  });
  const stated = statementsDiffer(days);
  must(stated === undefined, "estimates", "must be of one side, currency and unit of sizes every day", stated);
  return checked;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
