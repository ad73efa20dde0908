/**
 * The optimal allocation in round lots. Convex and linear bins alone are settled from the continuous optimum
 * (lots/lot-pool.ts). Bins of beta < 1 are items of a search (knapsack/search.ts): each trades nothing or as many
 * lots as its cap allows, but for one at most, and the others are its pool.
 */
import type { Budget } from "./knapsack/budget";
import { PowerLots } from "./lots/power-lots";
import { lotsAllocation, type Continuous } from "./lots/lots-allocation";
import { searchLots } from "./lots/search-lots";
import { settleLots, type LotsFound } from "./lots/settle-lots";
import { searchMinTradeLots, tradesEnough } from "./min-trade/allocate-min-trade";
import type { Allocation } from "./model/allocation";
import type { CheckedModel } from "./model/impact-model";
import { lotGrid, lotRanges } from "./model/lot-grid";
import { asked, type Terms } from "./model/terms";

/** @param continuous the optimum under the same caps without lots or a smallest trade. */
export function allocateLots(
  model: CheckedModel,
  size: number,
  terms: Terms,
  continuous: Continuous,
  budget: Budget,
): Allocation {
  const { cap, minTrade, lot = 1 } = terms;
  const { alpha, beta } = model;
  const grid = lotGrid(size, lot);
  const ranges = lotRanges(grid, beta.length, cap, minTrade);
  const problem = { curves: new PowerLots(alpha, beta, lot), size, terms, grid, ranges };
  const { regime } = continuous;
  const allocation = (found: LotsFound): Allocation => {
    const active = regime === "convex" ? -1 : beta.findIndex((b, i) => b <= 1 && found.x[i] > 0);
    return lotsAllocation(model, problem, found, continuous, active);
  };
  if (minTrade > 0) {
    const plain = allocateLots(model, size, { ...terms, minTrade: 0 }, continuous, budget);
    if (tradesEnough(plain.x, minTrade)) return { ...plain, ...asked(terms) };
    return allocation(searchMinTradeLots(model, grid, ranges, minTrade, plain, budget));
  }
  const { most, mostWithRest } = ranges;
  const convex = regime === "convex" || beta.every((b, i) => b >= 1 || (most[i] === 0 && mostWithRest[i] < 0));
  if (!convex) return allocation(searchLots(model, size, grid, ranges, budget));
  return allocation(settleLots(problem.curves, grid, ranges, continuous.x));
}
