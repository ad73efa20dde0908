/** A set of bins that all trade whole lots, one of them with the rest; the least lots of each are taken for granted. */
import type { Steps } from "../knapsack/budget";
import type { Item } from "../knapsack/problem";
import { searchPackings } from "../knapsack/search";
import { PowerLots } from "../lots/power-lots";
import { LotPool } from "../lots/lot-pool";
import { lotsAsPool } from "../lots/lots-of-pool";
import type { LotGrid } from "../model/lot-grid";
import { relaxedLots } from "../lots/relaxed-lots";
import { costIn, type SemiBin } from "../model/semi-bins";
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
  const start = each((bin) => relaxed.volumes.get(bin.bin)! - bin.low);
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
