/**
 * Convex bins with caps beside straight pieces, the parts of a capped problem that are convex:
 *
 *     minimise    sum_V alpha_i x_i^beta_i + sum_k slope_k y_k
 *     subject to  sum x + sum y = R,  0 <= x_i <= c_i,  0 <= y_k <= capacity_k
 *
 * By the conditions of Karush, Kuhn and Tucker, x_i = min(c_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1))),
 * a piece is full below lambda and empty above, and at most one, at lambda itself, is in between. Which pieces
 * are full is found by bisection over their order, and lambda of the bins in bounded.ts. Bins may have a least volume
 * as well, which takes the place of 0.
 */
import { log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { dearest, fillBins, volumeAt, type CappedBins } from "./bounded";
import { ROUNDING, SHORT } from "./tolerances";

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
  const x = bins.low?.slice() ?? new Float64Array(bins.l.length);
  const least = bins.low === undefined ? 0 : sum(bins.low);
  const filled = new Float64Array(pieces.length);
  if (!(volume > least * (1 + ROUNDING))) {
    if (volume < least * (1 - SHORT)) return undefined;
    const cheapest = pieces.reduce((price, { slope }) => Math.min(price, slope), Infinity);
    return {
      u: bins.l.length > 0 || cheapest === Infinity ? -Infinity : log(cheapest),
      x,
      filled,
      partial: -1,
      passes: 0,
      converged: true,
    };
  }
  const room = sum(bins.cap) + pieces.reduce((total, { capacity }) => total + capacity, 0);
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
