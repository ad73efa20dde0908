/**
 * The convex part: the shadow price at which the convex bins together trade S.
 *
 *     F(u) = log sum_i w_i(u) = 0,   u = log lambda
 *
 * F is increasing and convex (a log-sum-exp of lines with slopes p_i), so Newton's method from any
 * point right of the root converges monotonically. Near the root the inverse of F's cubic Taylor
 * polynomial (Householder, The Numerical Treatment of a Single Nonlinear Equation, 1970, section
 * 4.4) has order four, and one pass over the bins yields all it needs. The start comes from every
 * 8th bin, solved the same way, so that two or three passes over all bins suffice.
 */
import { log } from "../numeric/exp-log";
import { SMALL, emptyVolume, everyNth, shiftVolume, volumeAt } from "./convex-bins";
import type { ConvexBins, Volume } from "./convex-bins";

/** Far more passes than any input needs; a solve that reaches it says so. */
export const MAX_PASSES = 100;

export interface ConvexPoint {
  /** u = log lambda. */
  u: number;
  /** What remains to be added to u; it may be too small to change u's double. */
  du: number;
  /** Passes over all bins. */
  passes: number;
  converged: boolean;
  /** The sums at u (without du). */
  volume: Volume;
}

/**
 * Solves sum_i w_i(u + du) = 1.
 *
 * @param w receives w_i(u); `settle` moves it to u + du.
 * @param start a guess of u; without one, a coarser problem gives it.
 */
export function solveConvex(bins: ConvexBins, logSize: number, w: Float64Array, start?: number): ConvexPoint {
  return findRoot(bins, logSize, w, start ?? coarseStart(bins, logSize, w), SMALL);
}

export interface Settled {
  /** Final log lambda. */
  u: number;
  /** A last correction within u that w has not been moved by: p du is below 1e-5 (`scaleShares`). */
  du: number;
  /** The sum of the shares that is left missing after both. */
  rest: number;
}

/**
 * Moves w to its final values: by du, and then by what is still missing, until the shares sum to 1
 * within a few ulp. A shift costs a third of a pass; the last one is left to the caller, for the
 * loop that turns shares into shares of stock.
 */
export function settle(bins: ConvexBins, w: Float64Array, { u: start, du: first }: ConvexPoint): Settled {
  const volume = emptyVolume();
  let u = start;
  let du = first;
  for (let round = 0; round < 8; round++) {
    u += du;
    shiftVolume(bins, du, w, volume);
    const missing = 1 - volume.w;
    if (!(Math.abs(missing) > 4 * Number.EPSILON)) return { u, du: 0, rest: 0 };
    // Newton's step with its second-order term: exact to rounding where the last correction is.
    du = missing / volume.dw;
    du -= (volume.d2w / (2 * volume.dw)) * du * du;
    if (bins.pMax * Math.abs(du) < 1e-5) return { u: u + du, du, rest: 0 };
  }
  return { u, du: 0, rest: 1 - volume.w };
}

/** Gives what rounding left of the order to the bin whose marginal cost it moves least: the largest p_i w_i. */
export function absorb({ p }: ConvexBins, w: Float64Array, rest: number): void {
  if (!(Math.abs(rest) > 4 * Number.EPSILON)) return;
  let most = 0;
  for (let i = 1; i < p.length; i++) if (p[i] * w[i] > p[most] * w[most]) most = i;
  w[most] += rest;
}

/**
 * A bracket of the root. At `high` the bin with the lowest marginal cost at S would take all of S;
 * at `low` no bin would take more than S / N.
 */
export function bracket({ l, p }: ConvexBins, logSize: number): { low: number; high: number } {
  const logShare = logSize - Math.log(l.length);
  let low = Infinity;
  let high = Infinity;
  for (let i = 0; i < l.length; i++) {
    high = Math.min(high, l[i] + logSize / p[i]);
    low = Math.min(low, l[i] + logShare / p[i]);
  }
  return { low, high };
}

const SAMPLE_RATIO = 8;
const SAMPLE_LEAST = 24;

/** The root of a coarser problem: every 8th bin (but at least 24), to a tenth of an e-fold. */
function coarseStart(bins: ConvexBins, logSize: number, w: Float64Array): number | undefined {
  const n = bins.l.length;
  const stride = Math.min(SAMPLE_RATIO, Math.floor(n / SAMPLE_LEAST));
  if (stride < 4) return undefined;
  const sample = everyNth(bins, stride);
  const logSampleSize = logSize - Math.log(n / sample.l.length);
  const start = coarseStart(sample, logSampleSize, w);
  const point = findRoot(sample, logSampleSize, w, start, 0.3);
  return point.u + point.du;
}

/**
 * Safeguarded iteration until |p du| <= tolerance for every bin: what is left, `settle` does.
 * Without a start, or with one too far off to trust, it begins at the safe end of the bracket.
 */
function findRoot(
  bins: ConvexBins,
  logSize: number,
  w: Float64Array,
  start: number | undefined,
  tolerance: number,
): ConvexPoint {
  const volume = emptyVolume();
  let { low, high } = start === undefined ? bracket(bins, logSize) : { low: -Infinity, high: Infinity };
  const point: ConvexPoint = { u: start ?? high, du: 0, passes: 0, converged: false, volume };
  while (point.passes < MAX_PASSES) {
    volumeAt(bins, point.u, logSize, w, volume);
    point.passes++;
    const F = log(volume.w);
    if (high === Infinity && !(Math.abs(F) < 2)) {
      ({ low, high } = bracket(bins, logSize));
      point.u = high;
      continue;
    }
    const { step, fast } = nextStep(F, volume);
    const target = Math.min(Math.max(point.u + step, low), high);
    const small = bins.pMax * Math.abs(step) <= tolerance;
    if ((fast && small) || target === point.u) {
      point.du = step;
      point.converged = true;
      break;
    }
    point.u = target;
  }
  return point;
}

/**
 * Halley's step (Gander, On Halley's iteration method, American Mathematical Monthly 92, 1985) with
 * k1, k2 the derivatives of F: the mean and variance of p under the weights w. Where it would not
 * converge fast, Newton's step, which from the right never passes the root.
 */
function nextStep(F: number, { w, dw, d2w }: Volume): { step: number; fast: boolean } {
  const k1 = dw / w;
  const k2 = d2w / w - k1 * k1;
  const newton = -F / k1;
  const a = (k2 / (2 * k1)) * newton;
  const fast = Math.abs(a) < 0.25;
  return { step: fast ? newton / (1 + a) : newton, fast };
}
