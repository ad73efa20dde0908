/** A set of bins that all trade whole lots, one of them with the rest; the least lots of each are taken for granted. */
import { bisect } from "../../numeric/bisect";
import { exp, log } from "../../numeric/elementary";
import type { Steps } from "../knapsack/budget";
import type { Item } from "../knapsack/problem";
import { searchPackings } from "../knapsack/search";
import { PowerLots } from "../lots/power-lots";
import { LotPool } from "../lots/lot-pool";
import { lotsAsPool } from "../lots/lots-of-pool";
import type { LotGrid } from "../model/lot-grid";
import { costIn, volumeAtPrice, type SemiBin } from "./semi-bins";
import type { SetOptimum } from "./search-min-trade";

/** @param bins the set, the holder of the rest among them as such. */
export function solveLots(
  n: number,
  { lot, lots }: LotGrid,
  bins: readonly SemiBin[],
  holder: number,
  budget: Steps,
): SetOptimum | undefined {
  const granted = bins.reduce((total, { low }) => total + low, 0);
  const room = bins.reduce((total, { high }) => total + high, 0);
  if (granted > lots || room < lots) return undefined;
  const convex = bins.filter(({ beta }) => beta >= 1);
  const concave = bins.filter(({ beta }) => beta < 1);
  const each = (of: (bin: SemiBin) => number): Float64Array => Float64Array.from(convex, of);
  const curves = new PowerLots(
    each(({ alpha }) => alpha),
    each(({ beta }) => beta),
    lot,
    { lots: each(({ low }) => low), shares: each(({ beside }) => beside) },
  );
  const most = each(({ low, high }) => high - low);
  const relaxed = relaxedLots(bins, lots);
  const start = each((bin) => relaxed.volumeOf(bin) - bin.low);
  const pool = new LotPool(curves, { most, mostWithRest: each(() => -1) }, start);
  const items = concave.map((bin): Item => {
    const { low, high } = bin;
    const cost = (k: number): number => costIn(bin, low + k) - costIn(bin, low);
    return {
      bin: bin.bin,
      choices: [
        { volume: 0, cost: 0, holds: false },
        { volume: high - low, cost: cost(high - low), holds: false },
      ],
      inside: high - low > 1 ? [{ low: 1, high: high - low - 1, holds: false, cost }] : [],
      key: `${bin.alpha} ${bin.beta} ${low} ${high} ${bin.beside}`,
    };
  });
  const total = lots - granted;
  const x = new Float64Array(n);
  const place = (bin: SemiBin, k: number): number => (x[bin.bin] = k * lot + bin.beside);
  let gap = 0;
  let nodes = 0;
  let poolVolume = total;
  if (items.length > 0) {
    pool.moveTo(pool.volume);
    const found = searchPackings(
      {
        total,
        step: 1,
        items,
        pool: lotsAsPool(pool),
        poolWithRest: undefined,
        price: Math.min(pool.cheapest, Math.max(pool.dearest, relaxed.price)),
        poolVolume: pool.volume,
      },
      budget,
    );
    const { best } = found;
    if (best === undefined) return undefined;
    gap = Math.max(0, best.cost - found.lowerBound);
    nodes = found.nodes;
    best.choices.forEach((c, k) => place(concave[k], concave[k].low + items[k].choices[c].volume));
    if (best.item >= 0) place(concave[best.item], concave[best.item].low + best.volume);
    poolVolume = best.poolVolume;
  }
  pool.moveTo(poolVolume);
  convex.forEach((bin, k) => place(bin, bin.low + pool.lots[k]));
  const cost = bins.reduce((sum, bin) => sum + costIn(bin, (x[bin.bin] - bin.beside) / lot), 0);
  return { x, cost, lowerBound: cost - gap, holder, u: 0, nodes: nodes + pool.steps };
}

/**
 * Where the bins' convex envelopes, chords for the concave ones, trade so many lots together: the price of a lot, and
 * what a bin takes at it. From there the division into whole lots is a few steps, however many lots there are.
 */
function relaxedLots(bins: readonly SemiBin[], lots: number): { price: number; volumeOf(bin: SemiBin): number } {
  const prices = bins.flatMap((bin) => {
    const { low, high } = bin;
    if (high === low) return [];
    const between = (from: number, to: number): number => (costIn(bin, to) - costIn(bin, from)) / (to - from);
    return [between(low, low + 1), between(high - 1, high), between(low, high)].map(log);
  });
  if (prices.length === 0) return { price: 0, volumeOf: ({ low }) => low };
  const [least, most] = [Math.min(...prices) - 1, Math.max(...prices) + 1];
  const taken = (price: number): number => bins.reduce((total, bin) => total + volumeAtPrice(bin, price), 0);
  const { low, high } = bisect(least, most, (u) => taken(exp(u)) < lots);
  const [below, above] = [exp(low), exp(high)];
  // Bins that the last bit of the price decides on, linear ones say, share what is left.
  let left = lots - taken(below);
  const volumes = new Map<number, number>();
  for (const bin of bins) {
    const from = volumeAtPrice(bin, below);
    const more = Math.max(0, Math.min(left, volumeAtPrice(bin, above) - from));
    left -= more;
    volumes.set(bin.bin, from + more);
  }
  return { price: above, volumeOf: ({ bin }) => volumes.get(bin)! };
}
