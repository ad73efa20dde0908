/**
 * One bin of one side: from summed walking costs to a fitted curve with standard errors and a status.
 *
 * A size counts where it could be filled for at least `fillable` of the bin's time and, on the
 * automatic grid, where it was larger than the best level for at least 0.9 of that: smaller ones pay
 * the half spread a share and pull the exponent towards 1. What does not count is dropped, never
 * saturated.
 *
 * Standard errors: block b of the bin moved the fitted (log alpha, beta) by
 *
 *     s_b = sum_k d(log alpha, beta)/d m_k * integral over b of (c_k(t) - m_k) dt / fillable time of q_k,
 *
 * and the long-run covariance of these movements is that of the estimate (see long-run-covariance).
 * It answers for how the book moved within the bin, correlated across sizes and in time as it may
 * be; it cannot see a drift slower than the bin, nor does it call a curve that is no power law wrong:
 * r2 does.
 */
import { exp } from "../../numeric/elementary";
import { frequenciesFor, intervalInflation, longRunCovariance } from "../../numeric/long-run-covariance";
import { fitImpact, type FitMethod } from "./fit-impact";
import type { BinStatus, FitPoints } from "../table/impact-estimates";
import { BLOCKS, type BinCosts } from "./side-costs";

export interface BinRecipe {
  /** Sizes of the grid, ascending, shares. */
  readonly sizes: ArrayLike<number>;
  /** Whether the grid is the automatic one, wider than any book. */
  readonly automatic: boolean;
  /** The least share of the bin's time that a size must have been fillable. */
  readonly fillable: number;
  /** The least number of sizes for a fit. */
  readonly minSizes: number;
  readonly method: FitMethod;
}

export interface BinEstimate {
  readonly alpha: number;
  readonly beta: number;
  readonly seLogAlpha: number;
  readonly seBeta: number;
  readonly cov: number;
  readonly r2: number;
  readonly n: number;
  readonly minSize: number;
  readonly maxSize: number;
  /** What the curve was fitted to. */
  readonly points: FitPoints;
  readonly status: BinStatus;
}

/** The share of its fillable time that a size of the automatic grid must exceed the best level. */
export const PAST_TOUCH = 0.9;

/** Fits a bin of `seconds`, of which a book was in force for `covered`. */
export function estimateBin(costs: BinCosts, seconds: number, covered: number, recipe: BinRecipe): BinEstimate {
  const counted: number[] = [];
  for (let k = costs.from; k < costs.to; k++) {
    if (!(costs.fillable[k] >= recipe.fillable * seconds && costs.mean[k] > 0)) continue;
    if (recipe.automatic && !(costs.pastTouch[k] >= PAST_TOUCH * costs.fillable[k])) continue;
    counted.push(k);
  }
  if (!(covered > 0)) return withoutFit("no-data", counted.length);
  if (!(covered >= recipe.fillable * seconds)) return withoutFit("partial", counted.length);
  if (counted.length < recipe.minSizes) return withoutFit("too-few-sizes", counted.length);

  const size = counted.map((k) => recipe.sizes[k]);
  const mean = counted.map((k) => costs.mean[k]);
  const fit = fitImpact(
    size,
    mean,
    counted.map((k) => costs.fillable[k] / seconds),
    recipe.method,
  );
  const last = counted.length - 1;
  const errors = standardErrors(costs, counted, fit.logAlphaBy, fit.betaBy);
  const status = ((): BinStatus => {
    if (Number.isNaN(errors.seBeta)) return "few-snapshots";
    // Within a hundredth, every size paid the same price a share.
    if (mean[last] / size[last] < 1.01 * (mean[0] / size[0])) return "flat";
    if (!(fit.r2 >= 0.9)) return "poor-fit";
    return !recipe.automatic && counted[last] < recipe.sizes.length - 1 ? "extrapolated" : "ok";
  })();
  return {
    alpha: exp(fit.logAlpha),
    beta: fit.beta,
    ...errors,
    r2: fit.r2,
    n: counted.length,
    minSize: size[0],
    maxSize: size[last],
    points: { size, cost: mean },
    status,
  };
}

/** The covariance of (log alpha, beta) from how much each block of time moved them. */
function standardErrors(
  costs: BinCosts,
  counted: readonly number[],
  logAlphaBy: Float64Array,
  betaBy: Float64Array,
): Pick<BinEstimate, "seLogAlpha" | "seBeta" | "cov"> {
  const frequencies = frequenciesFor(costs.states);
  if (frequencies < 2) return { seLogAlpha: Number.NaN, seBeta: Number.NaN, cov: Number.NaN };
  const count = costs.mean.length;
  const logAlpha = new Float64Array(BLOCKS);
  const beta = new Float64Array(BLOCKS);
  for (let block = 0; block < BLOCKS; block++) {
    counted.forEach((k, at) => {
      const moved = costs.deviation[block * count + k] / costs.fillable[k];
      logAlpha[block] += logAlphaBy[at] * moved;
      beta[block] += betaBy[at] * moved;
    });
  }
  const { ss, sr, rr } = longRunCovariance(logAlpha, beta, frequencies);
  const wider = intervalInflation(frequencies);
  return { seLogAlpha: Math.sqrt(ss) * wider, seBeta: Math.sqrt(rr) * wider, cov: sr * wider * wider };
}

function withoutFit(status: BinStatus, sizes: number): BinEstimate {
  const none = Number.NaN;
  return {
    alpha: none,
    beta: none,
    seLogAlpha: none,
    seBeta: none,
    cov: none,
    r2: none,
    n: sizes,
    minSize: none,
    maxSize: none,
    points: { size: [], cost: [] },
    status,
  };
}
