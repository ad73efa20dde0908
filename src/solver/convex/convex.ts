/**
 * The convex part: the shadow price at which the convex bins together trade S.
 *
 *     F(u) = log sum_i w_i(u) = 0,   u = log lambda
 *
 * F is increasing and convex (a log-sum-exp of lines with slopes p_i), so Newton's method from any
 * point right of the root converges monotonically. Near the root Halley's step has order three, and
 * one pass over the bins yields all it needs. The start comes from the same steps with sums
 * within a few percent, at a third of the price, so that one or two passes suffice.
 */
import { log } from "../../numeric/elementary";
import {
  MEDIUM,
  SMALL,
  emptyVolume,
  moved,
  roughVolume,
  scaleShares,
  shiftVolume,
  volumeAt,
  type ConvexBins,
  type LogPrice,
  type Volume,
} from "./convex-bins";

/** Far more passes than any input needs; a solve that reaches it says so. */
export const MAX_PASSES = 100;
/** What rounding may leave of shares that sum to 1. */
const FEW_ULP = 4 * Number.EPSILON;

export interface ConvexPoint {
  /** log lambda, but for `du`. */
  price: LogPrice;
  /** What remains to be added to the price. */
  du: number;
  /** Passes over all bins. */
  passes: number;
  converged: boolean;
  /** The sums at the price (without du). */
  volume: Volume;
}

/**
 * Solves sum_i w_i = 1 for the price plus du.
 *
 * The bins' shares are left as they are at the price; `finish` moves them by du.
 *
 * @param start a guess of log lambda; without one, rough sums give it.
 */
export function solveConvex(bins: ConvexBins, logSize: number, start?: number): ConvexPoint {
  const point = findRoot(bins, logSize, start ?? roughRoot(bins, logSize), MEDIUM, "weighted");
  if (!wakesBins(bins, logSize, point.price, point.du)) return point;
  // A steep bin that the sums at the price did not see would take part after du: now no bin may move far.
  const careful = findRoot(bins, logSize, undefined, SMALL, "every bin");
  careful.passes += point.passes;
  return careful;
}

/** Of a shift p du: below it `scaleShares` is exact to rounding. */
const LEAST_SHIFT = 1e-5;
const MOST_SHIFTS = 12;

/**
 * The one end of every solve: moves the shares at a point by its du, and then by what is still missing,
 * until they sum to 1 within a few ulp, and multiplies them by `scale`. A shift costs a third of a pass;
 * the last one is done in the loop that scales.
 *
 * The bins' shares are to be as `point` left them, and are shares times `scale` afterwards; the point's sums are then
 * those at the end.
 *
 * @returns log lambda.
 */
export function finish(bins: ConvexBins, logSize: number, point: ConvexPoint, scale: number): number {
  const near = bins.pMax * Math.abs(point.du) < LEAST_SHIFT;
  const { price, du } = near ? point : shiftToSum(bins, logSize, point);
  scaleShares(bins, du, scale);
  return price.u + du;
}

/** The shares shifted until what is still missing is less than a shift. */
function shiftToSum(bins: ConvexBins, logSize: number, from: ConvexPoint): { price: LogPrice; du: number } {
  const { volume } = from;
  let { price, du } = from;
  for (let shifts = 0; shifts < MOST_SHIFTS; shifts++) {
    price = shiftVolume(bins, price, du, logSize, volume);
    const missing = 1 - volume.w;
    du = missing / volume.dw;
    // Newton's step with its second-order term: exact to rounding where the last correction is.
    du -= (volume.d2w / (2 * volume.dw)) * du * du;
    if (bins.pMax * Math.abs(du) < LEAST_SHIFT) return { price, du };
  }
  absorb(bins, 1 - volume.w);
  return { price, du: 0 };
}

/**
 * log lambda at a size whose logarithm is h larger, to second order: F(u) = log W(u) - h has k1 and k2,
 * the mean and variance of p under the weights w, as its derivatives, so
 *
 *     u(L + h) = u(L) + h / k1 - k2 h^2 / (2 k1^3) + ...
 */
export function priceAfter(u: number, h: number, { w, dw, d2w }: Volume): number {
  const k1 = dw / w;
  const k2 = d2w / w - k1 * k1;
  return u + (h / k1) * (1 - (k2 * h) / (2 * k1 * k1));
}

/** Gives what rounding left of the order to the bin whose marginal cost it moves least: the largest p_i w_i. */
function absorb({ p, w }: ConvexBins, rest: number): void {
  if (!(Math.abs(rest) > FEW_ULP)) return;
  let most = 0;
  for (let i = 1; i < p.length; i++) if (p[i] * w[i] > p[most] * w[most]) most = i;
  w[most] += rest;
}

/**
 * A bracket of the root. At `high` the bin with the lowest marginal cost at S would take all of S;
 * at `low` no bin would take more than S / N.
 */
export function bracket({ l, p, arena }: ConvexBins, logSize: number): { low: number; high: number } {
  arena.loops.bracket(l.length, l.byteOffset, p.byteOffset, logSize - log(l.length), logSize);
  const low = arena.out[0];
  const high = arena.out[1];
  return { low: low - lastBits(low), high: high + lastBits(high) };
}

/** Of p times a step: below it Halley's step leaves less over than rough sums can tell. */
const ROUGH = 1.5;
const MOST_ROUGH = 8;

/**
 * The root by rough sums, from where the geometric mean share is the even one: there W >= 1, so that it is at
 * or right of the root, mostly far off, so that the first look need not see every bin.
 */
function roughRoot(bins: ConvexBins, logSize: number): number {
  const n = bins.l.length;
  const volume = emptyVolume();
  let u = (bins.sumPL + n * (logSize - log(n))) / bins.sumP;
  for (let pass = 0; pass < MOST_ROUGH; pass++) {
    const whole = roughVolume(bins, u, logSize, volume, pass === 0);
    const { step } = nextStep(log(volume.w), volume);
    u += step;
    if (whole && Math.sqrt(volume.d2w / volume.w) * Math.abs(step) <= ROUGH) break;
  }
  return u;
}

/**
 * Safeguarded iteration until p du is small: for the bins as they weigh in the sums, or for every bin.
 * What is left, `finish` does. Without a start, or with one too far off to trust, it begins at the
 * safe end of the bracket.
 */
function findRoot(
  bins: ConvexBins,
  logSize: number,
  start: number | undefined,
  tolerance: number,
  small: "weighted" | "every bin",
): ConvexPoint {
  const volume = emptyVolume();
  let { low, high } = start === undefined ? bracket(bins, logSize) : { low: -Infinity, high: Infinity };
  const point: ConvexPoint = { price: { u: start ?? high, low: 0 }, du: 0, passes: 0, converged: false, volume };
  while (point.passes < MAX_PASSES) {
    volumeAt(bins, point.price, logSize, volume);
    point.passes++;
    const F = log(volume.w);
    if (high === Infinity && !(Math.abs(F) < 2)) {
      ({ low, high } = bracket(bins, logSize));
      point.price = { u: high, low: 0 };
      continue;
    }
    const { step, fast } = nextStep(F, volume);
    const p = small === "weighted" ? Math.sqrt(volume.d2w / volume.w) : bins.pMax;
    if (fast && p * Math.abs(step) <= tolerance) {
      point.du = step;
      point.converged = true;
      break;
    }
    const next = moved(point.price, step);
    point.price = next.u < low ? { u: low, low: 0 } : next.u > high ? { u: high, low: 0 } : next;
  }
  return point;
}

/**
 * The root next to a start, or undefined where steps that converge fast do not reach it within `most`
 * passes. It needs no bracket, and so holds for a concave bin among the convex ones as well (follow.ts).
 */
export function rootNear(bins: ConvexBins, logSize: number, start: number, most: number): ConvexPoint | undefined {
  const volume = emptyVolume();
  let price: LogPrice = { u: start, low: 0 };
  for (let passes = 1; passes <= most; passes++) {
    volumeAt(bins, price, logSize, volume);
    const { step, fast } = nextStep(log(volume.w), volume);
    if (!fast) return undefined;
    if (Math.sqrt(volume.d2w / volume.w) * Math.abs(step) <= MEDIUM) {
      return wakesBins(bins, logSize, price, step) ? undefined : { price, du: step, passes, converged: true, volume };
    }
    price = moved(price, step);
  }
  return undefined;
}

/** Whether a bin too small to count at a price takes a share worth counting a step further. */
export function wakesBins(bins: ConvexBins, logSize: number, { u, low }: LogPrice, step: number): boolean {
  const { l, p, pMax, arena } = bins;
  if (!(pMax * step > SMALL)) return false;
  const { wakes } = arena.loops;
  return wakes(l.length, l.byteOffset, p.byteOffset, u, low, step, logSize, SMALL, LEAST_COUNTED) !== 0;
}

/** The log of a share that no sum of doubles around 1 can see, even a million times over. */
const LEAST_COUNTED = -50;

function lastBits(u: number): number {
  return 2 * Number.EPSILON * Math.abs(u);
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
