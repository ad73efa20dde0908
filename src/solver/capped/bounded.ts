/**
 * Convex bins between bounds:
 *
 *     sum_i x_i = V,   x_i = min(c_i, max(a_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1))))
 *
 * The volume rises with u = log lambda. With the bins at their bounds held there, what the others trade is a sum of
 * exponentials, so Newton's method on its logarithm is as in convex.ts; kept within a bracket, it finds who is at a
 * bound in a few passes. The others are then solved as if alone, to the last digits.
 */
import { exp, log } from "../../numeric/elementary";
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
export function volumeAt({ l, p, cap, low }: CappedBins, u: number, x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < l.length; i++) {
    const wanted = exp((u - l[i]) * p[i]);
    x[i] = wanted < cap[i] ? (low !== undefined && wanted < low[i] ? low[i] : wanted) : cap[i];
    total += x[i];
  }
  return total;
}

/** With every bin at its cap, lambda is what the dearest share costs. */
export function dearest({ l, p, cap }: CappedBins): number {
  return l.reduce((u, li, i) => Math.max(u, li + log(cap[i]) / p[i]), -Infinity);
}

const MOST_PASSES = 200;
/** A step of u, times the largest p that matters, from which on the bins at their bounds are taken to be known. */
const NEAR = 0.02;

/** Allocates `volume`, for which there is room, over the bins alone; their volumes go to x. */
export function fillBins(
  bins: CappedBins,
  volume: number,
  x: Float64Array,
  start?: number,
): { u: number; passes: number; converged: boolean } {
  const { l, p, cap, low } = bins;
  const n = l.length;
  let passes = 0;
  let [left, right] = [-Infinity, Infinity];
  let u = start ?? firstPrice(bins, volume);
  for (; passes < MOST_PASSES; passes++) {
    let free = 0;
    let slope = 0;
    let held = 0;
    for (let i = 0; i < n; i++) {
      const wanted = exp((u - l[i]) * p[i]);
      if (wanted >= cap[i]) held += x[i] = cap[i];
      else if (low !== undefined && wanted <= low[i]) held += x[i] = low[i];
      else {
        x[i] = wanted;
        free += wanted;
        slope += p[i] * wanted;
      }
    }
    const excess = free + held - volume;
    if (excess < 0) left = Math.max(left, u);
    else right = Math.min(right, u);
    const need = volume - held;
    // Newton's step for the bins between their bounds, where some are and something is left for them.
    let step = slope > 0 && need > 0 ? (log(need / free) * free) / slope : NaN;
    if (slope > 0 && Math.abs(step) * (slope / free) <= NEAR) {
      const solved = solveFree(bins, volume, u, x);
      passes += solved.passes;
      if (solved.settled) return { u: solved.u, passes, converged: solved.converged };
      if (solved.u > left && solved.u < right && solved.u !== u) {
        u = solved.u;
        continue;
      }
    }
    if (!(Math.abs(excess) > ROUNDING * volume) && !(slope > 0)) break;
    if (!(u + step > left && u + step < right)) {
      if (left === -Infinity) step = -Math.max(1, Math.abs(step) || 1);
      else if (right === Infinity) step = Math.max(1, Math.abs(step) || 1);
      else step = (left + right) / 2 - u;
    }
    if (!(u + step !== u)) break;
    u += step;
  }
  return { u: slopeless(bins, x) ? dearest(bins) : u, passes, converged: passes < MOST_PASSES };
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
): { u: number; passes: number; converged: boolean; settled: boolean } {
  const free: number[] = [];
  let held = 0;
  for (let i = 0; i < x.length; i++) {
    if (x[i] < cap[i] && !(low !== undefined && x[i] <= low[i])) free.push(i);
    else held += x[i];
  }
  const rest = volume - held;
  const trading = binsOf(
    Float64Array.from(free, (i) => l[i]),
    Float64Array.from(free, (i) => p[i]),
  );
  const logRest = log(rest);
  const point = solveConvex(trading, logRest, u);
  const price = finish(trading, logRest, point, rest);
  const { w } = trading;
  let settled = true;
  free.forEach((i, k) => {
    const inside = w[k] <= cap[i] * (1 + ROUNDING) && !(low !== undefined && w[k] < low[i] * (1 - ROUNDING));
    if (!inside) settled = false;
  });
  for (let i = 0, k = 0; i < x.length && settled; i++) {
    if (free[k] === i) {
      x[i] = Math.min(cap[i], low === undefined ? w[k] : Math.max(low[i], w[k]));
      k++;
      continue;
    }
    // At a bound the price must agree with it.
    const wanted = exp((price - l[i]) * p[i]);
    if (x[i] >= cap[i] ? wanted < cap[i] * (1 - 1e-9) : wanted > x[i] * (1 + 1e-9)) settled = false;
  }
  return { u: price, passes: point.passes, converged: point.converged, settled };
}
