/**
 * The optimal allocation in round lots. Convex and linear bins alone are settled from the continuous
 * optimum (lots/lot-pool.ts). Bins of beta < 1 are items of a search (knapsack/search.ts): each trades nothing or as many lots as
 * its cap allows, but for one at most, and the others are its pool.
 */
import { regimeOf, type CheckedModel } from "./model/impact-model";
import { allocationOf, type Allocation } from "./model/allocation";
import { certifyLots } from "./evidence/lots-certificate";
import { boundedStatus } from "./model/bounded-status";
import { lotGrid, lotRange, type LotGrid, type LotRange } from "./model/lot-grid";
import { asked, type Terms } from "./model/terms";
import type { Budget } from "./knapsack/budget";
import { searchLots } from "./lots/search-lots";
import { searchMinTradeLots, tradesEnough } from "./min-trade/allocate-min-trade";
import { settleLots, type LotsFound } from "./lots/settle-lots";

/** @param continuous the optimum under the same caps without lots or a smallest trade. */
export function allocateLots(
  model: CheckedModel,
  size: number,
  terms: Terms,
  continuous: Allocation,
  budget: Budget,
): Allocation {
  const { cap, minTrade, lot = 1 } = terms;
  const grid = lotGrid(size, lot);
  const ranges = Array.from(model.beta, (_, i) => lotRange(grid, cap?.[i] ?? Infinity, minTrade));
  if (minTrade > 0) {
    const plain = allocateLots(model, size, { ...terms, minTrade: 0 }, continuous, budget);
    if (tradesEnough(plain.x, minTrade)) return { ...plain, ...asked(terms) };
    const found = searchMinTradeLots(model, grid, ranges, minTrade, plain, budget);
    return certified(model, size, terms, grid, ranges, continuous, found);
  }
  const convex = model.beta.every((b, i) => b >= 1 || (ranges[i].most === 0 && ranges[i].mostWithRest < 0));
  const found = convex ? settleLots(model, grid, ranges, continuous) : searchLots(model, size, grid, ranges, budget);
  return certified(model, size, terms, grid, ranges, continuous, found);
}

function certified(
  model: CheckedModel,
  size: number,
  terms: Terms,
  grid: LotGrid,
  ranges: readonly LotRange[],
  continuous: Allocation,
  found: LotsFound,
): Allocation {
  const { cap } = terms;
  // A rest that fits a cap but for its rounding is cut to it.
  for (let i = 0; i < found.x.length && cap !== undefined; i++) found.x[i] = Math.min(found.x[i], cap[i]);
  const evidence = certifyLots(
    { model, size, grid, ranges, cap, holder: found.holder },
    found.x,
    found.lowerBound === undefined,
  );
  const { cost, lotCost, capped, ...proof } = evidence;
  const dualityGap = found.lowerBound === undefined ? proof.dualityGap : Math.max(0, 1 - found.lowerBound / cost);
  const active = model.beta.findIndex((b, i) => b <= 1 && found.x[i] > 0);
  const what = {
    regime: regimeOf(model),
    cost,
    lambda: lotCost / grid.lot,
    active,
    converged: true,
    candidates: continuous.certificate.candidates,
    passes: continuous.certificate.passes,
  };
  const allocation = allocationOf(model, size, found.x, { ...proof, dualityGap }, what);
  return {
    ...allocation,
    status: boundedStatus(allocation),
    ...asked(terms),
    certificate: {
      ...allocation.certificate,
      lowerBound: cost * (1 - dualityGap),
      ...(cap === undefined ? {} : { atCap: capped.length, capped }),
      rounding: {
        cost: Math.max(0, cost - continuous.cost),
        relative: Math.max(0, cost / continuous.cost - 1),
        restBin: found.holder,
        rest: grid.rest,
      },
    },
  };
}
