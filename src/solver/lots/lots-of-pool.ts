/** Convex bins in lots as the pool of a search, with the odd rest in one of them or without. */
import { ConvexCost } from "../mixed/convex-cost";
import type { Pool, PoolPoint } from "../knapsack/problem";
import type { LotPool } from "./lot-pool";

export function lotsAsPool(bins: LotPool): Pool {
  bins.tally();
  return remembering(bins.room, (volume) => {
    bins.moveTo(volume);
    return { volume, cost: bins.cost, slope: bins.cheapest < Infinity ? bins.cheapest : bins.dearest };
  });
}

/**
 * The same with the rest. The cheapest lot refused is still a slope that nothing goes below: at that price the dual
 * bound of every holder is met by the best of them (evidence/lots-certificate.ts). Where no lot is refused, a price
 * above what giving up any lot could save.
 */
export function lotsAsPoolWithRest(bins: LotPool): Pool {
  bins.tally();
  return remembering(bins.roomWithRest, (volume) => {
    bins.moveTo(volume);
    const holder = bins.holder();
    if (holder === undefined) return undefined;
    const cost = bins.cost + holder.adds;
    return { volume, cost, slope: bins.cheapest < Infinity ? bins.cheapest : bins.dearest + cost };
  });
}

function remembering(room: number, solve: (volume: number) => PoolPoint | undefined): Pool {
  const points = new Map<number, PoolPoint | undefined>();
  return {
    room,
    known: new ConvexCost(),
    at(volume) {
      if (!points.has(volume)) points.set(volume, solve(volume));
      return points.get(volume);
    },
  };
}
