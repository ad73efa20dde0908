/** Lots with concave bins among those that trade: the search's problem, and its answer as an allocation. */
import type { Choice, Inside, Item } from "../knapsack/problem";
import type { Budget } from "../knapsack/budget";
import { searchPackings } from "../knapsack/search";
import { powerOf } from "../../numeric/loops/over-arrays";
import { costBeyondDoubles, volumeWithinDoubles } from "../model/beyond-doubles";
import { relaxedLots } from "./relaxed-lots";
import type { LotGrid, LotRanges } from "../model/lot-grid";
import type { CheckedModel } from "../model/impact-model";
import { PowerLots } from "./power-lots";
import { LotPool } from "./lot-pool";
import { lotsAsPool, lotsAsPoolWithRest } from "./lots-of-pool";
import { placeRest, type LotsFound } from "./settle-lots";

export function searchLots(
  model: CheckedModel,
  size: number,
  grid: LotGrid,
  ranges: LotRanges,
  budget: Budget,
): LotsFound {
  const { alpha, beta } = model;
  const { lot, lots, rest } = grid;
  const { most, mostWithRest } = ranges;
  const trades = (i: number): boolean => most[i] > 0 || mostWithRest[i] >= 0;
  const bins = Int32Array.from([...beta.keys()].filter((i) => beta[i] >= 1 && trades(i)));
  const concave = [...beta.keys()].filter((i) => beta[i] < 1 && trades(i));

  const relaxed = relaxedLots(
    [...bins, ...concave].map((bin) => ({
      bin,
      alpha: alpha[bin],
      beta: beta[bin],
      low: 0,
      high: most[bin],
      unit: lot,
      beside: 0,
      whole: true,
    })),
    lots,
  );
  // Lots that cost more than doubles hold are no part of the pool's room: sums with them are no numbers.
  const within = (i: number, rest: number): number => Math.floor((volumeWithinDoubles(alpha[i], beta[i]) - rest) / lot);
  const limits = {
    most: Float64Array.from(bins, (i) => Math.min(most[i], within(i, 0))),
    mostWithRest: Float64Array.from(bins, (i) => Math.max(-1, Math.min(mostWithRest[i], within(i, rest)))),
  };
  const start = Float64Array.from(bins, (i, k) => Math.min(limits.most[k], Math.floor(relaxed.volumes.get(i)!)));
  const among = (values: Float64Array): Float64Array => Float64Array.from(bins, (i) => values[i]);
  const pool = new LotPool(new PowerLots(among(alpha), among(beta), lot), limits, start, rest);
  const poolVolume = Math.min(lots, pool.volume);
  pool.moveTo(poolVolume);
  const price = Math.min(pool.cheapest, Math.max(pool.dearest, relaxed.price));

  const items = concave.map((j) => itemOf(alpha[j], beta[j], j, grid, most[j], mostWithRest[j]));
  const result = searchPackings(
    {
      total: lots,
      step: 1,
      items,
      pool: lotsAsPool(pool),
      poolWithRest: rest > 0 ? lotsAsPoolWithRest(pool) : undefined,
      price,
      poolVolume,
    },
    budget,
  );
  const { best } = result;
  const x = new Float64Array(beta.length);
  if (best === undefined) throw costBeyondDoubles(size);
  let holder = -1;
  best.choices.forEach((c, k) => {
    const { volume, holds } = items[k].choices[c];
    x[items[k].bin] = volume * lot + (holds ? rest : 0);
    if (holds) holder = items[k].bin;
  });
  if (best.inside !== undefined) {
    const { bin } = items[best.item];
    x[bin] = best.volume * lot + (best.inside.holds ? rest : 0);
    if (best.inside.holds) holder = bin;
  }
  pool.moveTo(best.poolVolume);
  bins.forEach((i, k) => (x[i] = pool.lots[k] * lot));
  if (best.poolHolds) holder = placeRest(pool, grid, bins, x);
  return { x, holder, lowerBound: result.lowerBound };
}

/** A concave bin rests at nothing or at the most it may hold, with the rest or without. */
function itemOf(
  alpha: number,
  beta: number,
  bin: number,
  { lot, rest }: LotGrid,
  most: number,
  mostWithRest: number,
): Item {
  const without = (k: number): number => powerOf(alpha, beta, k * lot);
  const beside = (k: number): number => powerOf(alpha, beta, k * lot + rest);
  const choices: Choice[] = [{ volume: 0, cost: 0, holds: false }];
  const inside: Inside[] = [];
  if (most > 0) choices.push({ volume: most, cost: without(most), holds: false });
  if (most > 1) inside.push({ low: 1, high: most - 1, holds: false, cost: without });
  if (rest > 0 && mostWithRest >= 0) {
    choices.push({ volume: 0, cost: beside(0), holds: true });
    if (mostWithRest > 0) choices.push({ volume: mostWithRest, cost: beside(mostWithRest), holds: true });
    if (mostWithRest > 1) inside.push({ low: 1, high: mostWithRest - 1, holds: true, cost: beside });
  }
  return { bin, choices, inside, key: `${alpha} ${beta} ${most} ${mostWithRest}` };
}
