/**
 * A set of bins that all trade, each between a least and a most volume: with the least taken for granted,
 *
 *     x_i = a_i + y_i,   0 <= y_i <= c_i - a_i,   cost g_i(a_i + y_i) - g_i(a_i)
 *
 * is a problem with caps like any other: convex and linear bins are a pool, concave ones items of a search.
 */
import { bisect } from "../../numeric/bisect";
import { exp, log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { solveCapped, type CappedOptimum } from "../capped/convex-with-pieces";
import { SHORT } from "../capped/tolerances";
import type { Steps } from "../knapsack/budget";
import type { Item, Pool } from "../knapsack/problem";
import { searchPackings } from "../knapsack/search";
import { ConvexCost } from "../mixed/convex-cost";
import { curve, logMarginal, sumOfCosts } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";
import type { SetOptimum } from "./search-min-trade";

export interface Bounds {
  readonly low: number;
  readonly high: Float64Array;
}

export function solveShares(
  model: CheckedModel,
  size: number,
  { low, high }: Bounds,
  set: readonly number[],
  budget: Steps,
): SetOptimum | undefined {
  const { alpha, beta } = model;
  const convex = set.filter((i) => beta[i] > 1);
  const linear = set.filter((i) => beta[i] === 1);
  const concave = set.filter((i) => beta[i] < 1);
  if (set.some((i) => high[i] < low)) return undefined;
  const granted = low * set.length;
  const room = sum(set.map((i) => high[i]));
  if (size < granted * (1 - SHORT) || room < size * (1 - SHORT)) return undefined;
  const bins = {
    l: Float64Array.from(convex, (i) => logMarginal(alpha[i], beta[i], 0)),
    p: Float64Array.from(convex, (i) => 1 / (beta[i] - 1)),
    cap: Float64Array.from(convex, (i) => high[i]),
    low: new Float64Array(convex.length).fill(low),
  };
  const pieces = linear.map((i) => ({ slope: alpha[i], capacity: high[i] - low }));
  const inPool = low * convex.length;
  const solvePool = (volume: number): CappedOptimum | undefined => solveCapped(bins, pieces, volume + inPool);
  const base = sum(set.map((i) => curve(alpha[i], beta[i], low)));
  const total = Math.max(0, size - granted);
  const fill = (x: Float64Array, solved: CappedOptimum): void => {
    convex.forEach((i, k) => (x[i] = solved.x[k]));
    linear.forEach((i, k) => (x[i] = solved.filled[k] >= pieces[k].capacity ? high[i] : low + solved.filled[k]));
  };
  const priceOf = (x: Float64Array, i: number): number => logMarginal(alpha[i], beta[i], log(x[i]));
  // With every bin at an end one share more goes where it costs the least, and without room the dearest share tells.
  const endPrice = (x: Float64Array): number => {
    const open = set.filter((i) => x[i] < high[i]);
    if (open.length > 0) return open.reduce((least, i) => Math.min(least, priceOf(x, i)), Infinity);
    return set.reduce((most, i) => Math.max(most, priceOf(x, i)), -Infinity);
  };

  if (concave.length === 0) {
    const solved = solvePool(total);
    if (solved === undefined) return undefined;
    const x = new Float64Array(alpha.length);
    fill(x, solved);
    const cost = sumOfCosts(model, x);
    const isInside = set.some((i) => x[i] > low * (1 + SHORT) && x[i] < high[i]);
    return { x, cost, lowerBound: cost, holder: -1, u: isInside ? solved.u : endPrice(x), nodes: 0 };
  }

  const pool: Pool = {
    room: sum(convex.map((i) => high[i] - low)) + sum(linear.map((i) => high[i] - low)),
    known: new ConvexCost(),
    at(volume) {
      const solved = solvePool(volume);
      if (solved === undefined) return undefined;
      const cost =
        sum(convex.map((i, k) => curve(alpha[i], beta[i], solved.x[k]) - curve(alpha[i], beta[i], low))) +
        sum(linear.map((i, k) => alpha[i] * solved.filled[k]));
      return { volume, cost, slope: volume > 0 ? exp(solved.u) : 0 };
    },
  };
  const items = concave.map((j): Item => {
    const cost = (y: number): number => curve(alpha[j], beta[j], low + y) - curve(alpha[j], beta[j], low);
    const most = high[j] - low;
    return {
      bin: j,
      choices: [
        { volume: 0, cost: 0, holds: false },
        { volume: most, cost: cost(most), holds: false },
      ],
      inside: [{ low: 0, high: most, holds: false, cost }],
      key: `${alpha[j]} ${beta[j]} ${most}`,
    };
  });
  // The price at which the pool and the items' chords take all of it.
  const chords = items.map(({ choices: [, full] }) => ({ slope: full.cost / full.volume, capacity: full.volume }));
  const relaxed = solveCapped(bins, [...pieces, ...chords.filter(({ capacity }) => capacity > 0)], total + inPool);
  const price = relaxed === undefined ? 0 : exp(relaxed.u);
  const asPool = relaxed === undefined ? 0 : sum(relaxed.x) - inPool + sum(pieces.map((_, k) => relaxed.filled[k]));
  const { best, lowerBound, nodes } = searchPackings(
    {
      total,
      step: 0,
      items,
      pool,
      poolWithRest: undefined,
      price,
      poolVolume: Math.max(0, Math.min(pool.room, asPool)),
    },
    budget,
  );
  if (best === undefined) return undefined;
  const x = new Float64Array(alpha.length);
  best.choices.forEach((c, k) => (x[concave[k]] = c === 0 ? low : high[concave[k]]));
  let { poolVolume } = best;
  if (best.item >= 0) {
    const j = concave[best.item];
    const left = best.volume + poolVolume;
    const y = toTheMinimum(best.volume, Math.min(left, high[j] - low), (z) => {
      const pooled = solvePool(left - z);
      return pooled !== undefined && logMarginal(alpha[j], beta[j], log(low + z)) > pooled.u;
    });
    x[j] = Math.min(high[j], low + y);
    poolVolume = left - y;
  }
  const solved = solvePool(poolVolume);
  if (solved === undefined) return undefined;
  fill(x, solved);
  const cost = sumOfCosts(model, x);
  const inside = concave.find((j) => x[j] > low && x[j] < high[j]);
  const isPoolInside = convex.concat(linear).some((i) => x[i] > low * (1 + SHORT) && x[i] < high[i]);
  const u = inside !== undefined ? priceOf(x, inside) : isPoolInside ? solved.u : endPrice(x);
  return { x, cost, lowerBound: lowerBound + base, holder: -1, u, nodes };
}

/** The volume next to one, known no better than the cost, at which more of it begins to cost more than it saves. */
function toTheMinimum(near: number, most: number, rising: (volume: number) => boolean): number {
  const [low, high] = [near * (1 - 1e-4), Math.min(most, near * (1 + 1e-4))];
  if (rising(low) || !rising(high)) return near;
  return bisect(low, high, (z) => !rising(z)).high;
}
