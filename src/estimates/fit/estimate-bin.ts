/**
 * One bin of one side: from summed walking costs to a fitted curve with standard errors and a status.
 *
 * A size counts where it could be filled for at least `fillable` of the bin's time and, on the
 * automatic grid, where it was larger than the best level for at least 0.9 of that: smaller ones pay
 * the half spread a share and pull the exponent towards 1. What does not count is dropped, never
 * saturated.
 *
 * Block b of the bin moved the fitted (log alpha, beta) by
 *
 *     s_b = sum_k d(log alpha, beta)/d m_k * integral over b of (c_k(t) - m_k) dt / fillable time of q_k,
 *
 * whose cosine sums are what standard errors are made of, once those of the other bins are there: see
 * pool-errors.
 */
import { exp, log } from "../../numeric/elementary";
import { cosineSums, frequenciesFor, type Covariance2 } from "../../numeric/long-run-covariance";
import { fitImpact, type FitMethod, type ImpactFit } from "./fit-impact";
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

/** Cosine sums of what the blocks of a bin moved, as many as the bin's states allow; see long-run-covariance. */
export interface BinMoves {
  readonly logAlpha: Float64Array;
  readonly beta: Float64Array;
  /** Of the log cost of a size in the middle of those fitted, which beta tells little of. */
  readonly level: Float64Array;
}

export interface BinEstimate {
  readonly alpha: number;
  readonly beta: number;
  /** How log alpha and beta moved within the bin. */
  readonly moves: BinMoves;
  /** The covariance of (log alpha, beta) that the curve's misfit makes. */
  readonly misfit: Covariance2;
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
  const moves = movesOf(costs, counted, size, fit);
  const misfit = misfitOf(size, mean, fit);
  const status = ((): BinStatus => {
    if (moves.beta.length < 2) return "few-snapshots";
    // Within a hundredth, every size paid the same price a share.
    if (mean[last] / size[last] < 1.01 * (mean[0] / size[0])) return "flat";
    if (!(fit.r2 >= 0.9)) return "poor-fit";
    return !recipe.automatic && counted[last] < recipe.sizes.length - 1 ? "extrapolated" : "ok";
  })();
  return {
    alpha: exp(fit.logAlpha),
    beta: fit.beta,
    moves,
    misfit,
    r2: fit.r2,
    n: counted.length,
    minSize: size[0],
    maxSize: size[last],
    points: { size, cost: mean },
    status,
  };
}

function movesOf(costs: BinCosts, counted: readonly number[], size: readonly number[], fit: ImpactFit): BinMoves {
  const frequencies = frequenciesFor(costs.states);
  if (frequencies < 2) return NO_MOVES;
  const count = costs.mean.length;
  const logAlpha = new Float64Array(BLOCKS);
  const beta = new Float64Array(BLOCKS);
  for (let block = 0; block < BLOCKS; block++) {
    counted.forEach((k, at) => {
      const moved = costs.deviation[block * count + k] / costs.fillable[k];
      logAlpha[block] += fit.logAlphaBy[at] * moved;
      beta[block] += fit.betaBy[at] * moved;
    });
  }
  const middle = size.reduce((sum, q) => sum + log(q), 0) / size.length;
  const [a, b] = [logAlpha, beta].map((blocks) => cosineSums(blocks, frequencies));
  return { logAlpha: a, beta: b, level: a.map((sum, j) => sum + middle * b[j]) };
}

/**
 * What the costs' departures from a power law do to its parameters: a walked book's cost runs along chords, which
 * coarse levels make long. With leverages h_k, e_k / (1 - h_k) is how far log m_k is from the curve that the other
 * sizes make, and moves the parameters by g_k = d(log alpha, beta)/d log m_k e_k / (1 - h_k). Sizes side by side lie
 * on one chord, so the covariance is Newey and West's of one lag, sum_k g_k g_k' + (g_k g_k+1' + g_k+1 g_k') / 2
 * (Econometrica 55, 1987; the jackknife's residuals: MacKinnon and White, J. Econometrics 29, 1985).
 */
function misfitOf(size: readonly number[], mean: readonly number[], fit: ImpactFit): Covariance2 {
  let [ss, sr, rr] = [0, 0, 0];
  let [a, b] = [0, 0];
  size.forEach((q, k) => {
    const x = log(q);
    const [byAlpha, byBeta] = [fit.logAlphaBy[k] * mean[k], fit.betaBy[k] * mean[k]];
    const off = (log(mean[k]) - fit.logAlpha - fit.beta * x) / Math.max(LEAST, 1 - byAlpha - byBeta * x);
    const [before, beforeBeta] = [a, b];
    [a, b] = [byAlpha * off, byBeta * off];
    ss += a * (a + before);
    sr += a * b + (a * beforeBeta + before * b) / 2;
    rr += b * (b + beforeBeta);
  });
  return { ss, sr, rr };
}

/** Of two sizes each is fitted by itself: 1 - h is 0, and so is e. */
const LEAST = 1e-6;
const NO_MISFIT: Covariance2 = { ss: 0, sr: 0, rr: 0 };
const NO_MOVES: BinMoves = { logAlpha: new Float64Array(), beta: new Float64Array(), level: new Float64Array() };

function withoutFit(status: BinStatus, sizes: number): BinEstimate {
  const none = Number.NaN;
  return {
    alpha: none,
    beta: none,
    moves: NO_MOVES,
    misfit: NO_MISFIT,
    r2: none,
    n: sizes,
    minSize: none,
    maxSize: none,
    points: { size: [], cost: [] },
    status,
  };
}
