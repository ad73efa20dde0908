/**
 * Convex bins between bounds:
 *
 *     sum_i x_i = V,   x_i = min(c_i, max(a_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1))))
 *
 * The volume rises with u = log lambda. With the bins at their bounds held there, what the others trade is a sum of
 * exponentials, so Newton's method on its logarithm is as in convex.ts; kept within a bracket, it finds who is at a
 * bound in a few passes; of many bins every eighth gives it a price to begin with. The others are then solved as if
 * alone, to the last digits.
 */
import { exp, log } from "../../numeric/elementary";
import { volumes } from "../../numeric/loops/over-arrays";
import { sum } from "../../numeric/sum";
import { finish, solveConvex } from "../convex/convex";
import { binsOf } from "../convex/convex-bins";
import { ROUNDING } from "./tolerances";

/** Convex bins by their logarithms (convex-bins.ts), with caps above 0. */
export interface CappedBins {
  readonly l: Float64Array;
  readonly p: Float64Array;
  readonly cap: Float64Array;
  /** The least that each trades; 0 without. */
  readonly low?: Float64Array;
}

/** sum_i x_i(u); the terms go to x. */
export function volumeAt(bins: CappedBins, u: number, x: Float64Array): number {
  const { free, held } = tradedAt(bins, u, x);
  return free + held;
}

/** With every bin at its cap, lambda is what the dearest share costs. */
export function dearest({ l, p, cap }: CappedBins): number {
  return l.reduce((u, li, i) => Math.max(u, li + log(cap[i]) / p[i]), -Infinity);
}

const MOST_PASSES = 200;
/** A step of u, times the largest p that matters, from which on the bins at their bounds are taken to be known. */
const NEAR = 0.02;
/** The same beyond which a price is looked for among every eighth bin first, where there are so many. */
const FAR = 0.5;
const MANY = 64;
const SAMPLE = 8;

interface Filled {
  readonly u: number;
  readonly passes: number;
  readonly converged: boolean;
}

/** Allocates `volume`, for which there is room, over the bins alone; their volumes go to x. */
export function fillBins(bins: CappedBins, volume: number, x: Float64Array, start?: number): Filled {
  const found = findPrice(bins, volume, x, start ?? firstPrice(bins, volume), (u) => solveFree(bins, volume, u, x));
  return slopeless(bins, x) ? { ...found, u: dearest(bins) } : found;
}

/** @param settle the last digits from a price where who is at a bound is taken to be known; whether it was. */
function findPrice(
  bins: CappedBins,
  volume: number,
  x: Float64Array,
  start: number,
  settle: (u: number) => Filled & { readonly settled: boolean },
): Filled {
  let passes = 0;
  let [left, right] = [-Infinity, Infinity];
  let u = start;
  for (; passes < MOST_PASSES; passes++) {
    const { free, slope, held } = tradedAt(bins, u, x);
    const excess = free + held - volume;
    if (excess < 0) left = Math.max(left, u);
    else right = Math.min(right, u);
    const need = volume - held;
    // Newton's step for the bins between their bounds, where some are and something is left for them.
    let step = slope > 0 && need > 0 ? (log(need / free) * free) / slope : NaN;
    const shift = slope > 0 ? Math.abs(step) * (slope / free) : NaN;
    if (shift <= NEAR) {
      const solved = settle(u);
      passes += solved.passes;
      if (solved.settled) return { u: solved.u, passes, converged: solved.converged };
      if (solved.u > left && solved.u < right && solved.u !== u) {
        u = solved.u;
        continue;
      }
    }
    if (!(Math.abs(excess) > ROUNDING * volume) && !(slope > 0)) break;
    if (passes === 0 && x.length >= MANY && !(shift <= FAR)) step = sampledPrice(bins, volume, u) - u;
    if (!(u + step > left && u + step < right)) {
      if (left === -Infinity) step = -Math.max(1, Math.abs(step) || 1);
      else if (right === Infinity) step = Math.max(1, Math.abs(step) || 1);
      else step = (left + right) / 2 - u;
    }
    if (!(u + step !== u)) break;
    u += step;
  }
  return { u, passes, converged: passes < MOST_PASSES };
}

/** The bins' volumes at a price, to x; the sums of those between their bounds, their responses, and the others. */
function tradedAt(
  { l, p, cap, low }: CappedBins,
  u: number,
  x: Float64Array,
): { free: number; slope: number; held: number } {
  volumes(l, p, u, x);
  let free = 0;
  let slope = 0;
  let held = 0;
  for (let i = 0; i < x.length; i++) {
    const wanted = x[i];
    if (wanted >= cap[i]) held += x[i] = cap[i];
    else if (low !== undefined && wanted <= low[i]) held += x[i] = low[i];
    else {
      free += wanted;
      slope += p[i] * wanted;
    }
  }
  return { free, slope, held };
}

/** The price at which every eighth bin trades its part of the volume, by the room there is, from a price. */
function sampledPrice({ l, p, cap, low }: CappedBins, volume: number, start: number): number {
  const every = (values: Float64Array): Float64Array => {
    const some = new Float64Array(Math.ceil(values.length / SAMPLE));
    for (let k = 0; k < some.length; k++) some[k] = values[SAMPLE * k];
    return some;
  };
  const sample = { l: every(l), p: every(p), cap: every(cap), low: low && every(low) };
  const part = (volume / sum(cap)) * sum(sample.cap);
  return findPrice(sample, part, new Float64Array(sample.l.length), start, (u) => ({
    u,
    passes: 0,
    converged: true,
    settled: true,
  })).u;
}

/** Whether every bin is at its cap. */
function slopeless({ cap }: CappedBins, x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] < cap[i]) return false;
  return true;
}

/** A price to begin with: where the median of the bins trades its part of the volume. */
function firstPrice({ l, p }: CappedBins, volume: number): number {
  const share = log(volume / l.length);
  let total = 0;
  let weight = 0;
  for (let i = 0; i < l.length; i++) {
    total += p[i] * l[i] + share;
    weight += p[i];
  }
  return total / weight;
}

/** The bins between their bounds at u as if alone; whether they stay there, and who is at a bound with them. */
function solveFree(
  { l, p, cap, low }: CappedBins,
  volume: number,
  u: number,
  x: Float64Array,
): Filled & { readonly settled: boolean } {
  const n = x.length;
  const both = new Float64Array(2 * n);
  const free = new Int32Array(n);
  let count = 0;
  let held = 0;
  for (let i = 0; i < n; i++) {
    if (!(x[i] < cap[i]) || (low !== undefined && x[i] <= low[i])) {
      held += x[i];
      continue;
    }
    both[count] = l[i];
    both[n + count] = p[i];
    free[count++] = i;
  }
  const rest = volume - held;
  const trading = binsOf(both.subarray(0, count), both.subarray(n, n + count));
  const logRest = log(rest);
  const point = solveConvex(trading, logRest, u);
  const price = finish(trading, logRest, point, rest);
  const { w } = trading;
  const { passes, converged } = point;
  const moved = { u: price, passes, converged, settled: false };
  for (let k = 0; k < count; k++) {
    const i = free[k];
    if (!(w[k] <= cap[i] * (1 + ROUNDING)) || (low !== undefined && w[k] < low[i] * (1 - ROUNDING))) return moved;
  }
  // At a bound the price must agree with it.
  for (let i = 0, k = 0; i < n; i++) {
    if (k < count && free[k] === i) {
      k++;
      continue;
    }
    const wanted = exp((price - l[i]) * p[i]);
    if (x[i] >= cap[i] ? wanted < cap[i] * (1 - 1e-9) : wanted > x[i] * (1 + 1e-9)) return moved;
  }
  for (let k = 0; k < count; k++) {
    const i = free[k];
    x[i] = Math.min(cap[i], low === undefined ? w[k] : Math.max(low[i], w[k]));
  }
  return { ...moved, settled: true };
}
