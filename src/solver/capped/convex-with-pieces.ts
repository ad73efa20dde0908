/**
 * Convex bins with caps beside straight pieces, the parts of a capped problem that are convex:
 *
 *     minimise    sum_V alpha_i x_i^beta_i + sum_k slope_k y_k
 *     subject to  sum x + sum y = R,  0 <= x_i <= c_i,  0 <= y_k <= capacity_k
 *
 * By the conditions of Karush, Kuhn and Tucker, x_i = min(c_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1))),
 * a piece is full below lambda and empty above, and at most one, at lambda itself, is in between. Which pieces
 * are full is found by bisection over their order. Which bins are at their caps: those that the optimum without
 * caps would fill beyond. Cutting them leaves more for the rest, so lambda rises and they stay there; a few
 * rounds of the plain solver over ever fewer bins end at the optimum.
 */
import { exp, log } from "../../numeric/elementary";
import { finish, solveConvex } from "../convex/convex";
import { binsOf } from "../convex/convex-bins";
import { ROUNDING, SHORT } from "./tolerances";

/** Convex bins by their logarithms (convex-bins.ts), with caps above 0. */
export interface CappedBins {
  readonly l: Float64Array;
  readonly p: Float64Array;
  readonly cap: Float64Array;
}

/** A bin, or part of one, of constant marginal cost. */
export interface StraightPiece {
  readonly slope: number;
  readonly capacity: number;
}

export interface CappedOptimum {
  /** log lambda; with nothing to trade its limit there, -Infinity where there is no bin. */
  readonly u: number;
  readonly x: Float64Array;
  readonly filled: Float64Array;
  /** The piece that is neither full nor empty, or -1. */
  readonly partial: number;
  readonly passes: number;
  readonly converged: boolean;
}

/** The optimum for `volume` shares; undefined where the caps leave no room for them. */
export function solveCapped(
  bins: CappedBins,
  pieces: readonly StraightPiece[],
  volume: number,
): CappedOptimum | undefined {
  const x = new Float64Array(bins.l.length);
  const filled = new Float64Array(pieces.length);
  if (!(volume > 0)) {
    const least = pieces.reduce((price, { slope }) => Math.min(price, slope), Infinity);
    return {
      u: bins.l.length > 0 || least === Infinity ? -Infinity : log(least),
      x,
      filled,
      partial: -1,
      passes: 0,
      converged: true,
    };
  }
  const room =
    bins.cap.reduce((total, c) => total + c, 0) + pieces.reduce((total, { capacity }) => total + capacity, 0);
  if (room < volume * (1 - SHORT)) return undefined;
  if (room <= volume * (1 + ROUNDING)) {
    const slopes = pieces.map(({ slope }) => log(slope));
    return {
      u: slopes.reduce((most, u) => Math.max(most, u), dearest(bins)),
      x: bins.cap.slice(),
      filled: Float64Array.from(pieces, ({ capacity }) => capacity),
      partial: -1,
      passes: 0,
      converged: true,
    };
  }
  const order = [...pieces.keys()].sort((a, b) => pieces[a].slope - pieces[b].slope || a - b);
  const before = new Float64Array(order.length + 1);
  order.forEach((k, rank) => (before[rank + 1] = before[rank] + pieces[k].capacity));
  const price = (rank: number): number => log(pieces[order[rank]].slope);

  let passes = 0;
  /** How many pieces are cheap enough to be full, but for the last of them. */
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    passes++;
    if (volumeAt(bins, price(middle), x) + before[middle] >= volume) high = middle;
    else low = middle + 1;
  }
  const full = low;
  for (let rank = 0; rank < full; rank++) filled[order[rank]] = pieces[order[rank]].capacity;
  if (full > 0) {
    const last = order[full - 1];
    const u = price(full - 1);
    passes++;
    const traded = volumeAt(bins, u, x);
    if (traded + before[full] >= volume) {
      filled[last] = volume - traded - before[full - 1];
      return { u, x, filled, partial: last, passes, converged: true };
    }
  }
  const solved = fillBins(bins, volume - before[full], x);
  return { ...solved, x, filled, partial: -1, passes: passes + solved.passes };
}

/** sum_i min(c_i, x_i(u)); the terms go to x. */
export function volumeAt({ l, p, cap }: CappedBins, u: number, x: Float64Array): number {
  let total = 0;
  for (let i = 0; i < l.length; i++) {
    x[i] = Math.min(cap[i], exp((u - l[i]) * p[i]));
    total += x[i];
  }
  return total;
}

/** Allocates `volume`, for which there is room, over the bins alone. */
function fillBins(
  { l, p, cap }: CappedBins,
  volume: number,
  x: Float64Array,
): { u: number; passes: number; converged: boolean } {
  x.fill(0);
  let free = Array.from(l.keys());
  let rest = volume;
  let u = -Infinity;
  let passes = 0;
  let converged = true;
  while (free.length > 0 && rest > 0) {
    const room = free.reduce((total, i) => total + cap[i], 0);
    if (rest >= room * (1 - ROUNDING)) {
      for (const i of free) x[i] = cap[i];
      break;
    }
    const trading = binsOf(
      Float64Array.from(free, (i) => l[i]),
      Float64Array.from(free, (i) => p[i]),
    );
    const logRest = log(rest);
    const point = solveConvex(trading, logRest, u > -Infinity ? u : undefined);
    u = finish(trading, logRest, point, rest);
    passes += point.passes;
    converged = converged && point.converged;
    const { w } = trading;
    const stay: number[] = [];
    let cut = 0;
    free.forEach((i, k) => {
      if (w[k] <= cap[i]) {
        x[i] = w[k];
        stay.push(i);
      } else {
        x[i] = cap[i];
        cut += cap[i];
      }
    });
    if (stay.length === free.length) return { u, passes, converged };
    free = stay;
    rest -= cut;
  }
  return { u: dearest({ l, p, cap }), passes, converged };
}

/** With every bin at its cap, lambda is what the dearest share costs. */
function dearest({ l, p, cap }: CappedBins): number {
  return l.reduce((u, li, i) => Math.max(u, li + log(cap[i]) / p[i]), -Infinity);
}
