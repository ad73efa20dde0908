/** What was found in lots as an allocation, with its evidence. */
import { certifyLots } from "../evidence/lots-certificate";
import { allocationOf, TOLERANCES, type Allocation, type Certificate } from "../model/allocation";
import { costBeyondDoubles } from "../model/beyond-doubles";
import { boundedStatus } from "../model/bounded-status";
import type { CheckedModel } from "../model/impact-model";
import type { LotGrid, LotRanges } from "../model/lot-grid";
import { asked, type Terms } from "../model/terms";
import type { LotCurves } from "../model/lot-curves";
import type { LotsFound } from "./settle-lots";

export interface LotsProblem {
  readonly curves: LotCurves;
  readonly size: number;
  readonly terms: Terms;
  readonly grid: LotGrid;
  readonly ranges: LotRanges;
}

/** An optimum in shares, and what lots show of it. */
export interface Continuous extends Pick<Allocation, "regime" | "x" | "cost"> {
  readonly certificate: Pick<Certificate, "candidates" | "passes">;
}

/**
 * @param model whose notes it carries.
 * @param continuous the optimum under the same caps without lots or a smallest trade.
 */
export function lotsAllocation(
  model: CheckedModel,
  { curves, size, terms, grid, ranges }: LotsProblem,
  { x, holder, lowerBound }: LotsFound,
  continuous: Continuous,
  active: number,
): Allocation {
  const { cap } = terms;
  // A rest that fits a cap but for its rounding is cut to it.
  for (let i = 0; i < x.length && cap !== undefined; i++) x[i] = Math.min(x[i], cap[i]);
  const evidence = certifyLots({ curves, size, grid, ranges, cap, holder }, x, lowerBound === undefined);
  const { cost, lotCost, capped, ...proof } = evidence;
  // Where prices are no doubles lots cannot be compared.
  if (!(evidence.feasibility <= TOLERANCES.feasibility)) throw costBeyondDoubles(size);
  const dualityGap = lowerBound === undefined ? proof.dualityGap : Math.max(0, 1 - lowerBound / cost);
  const { regime, certificate } = continuous;
  const { candidates, passes } = certificate;
  const found = { regime, cost, lambda: lotCost / grid.lot, active, converged: true, candidates, passes };
  const allocation = allocationOf(model, size, x, { ...proof, dualityGap }, found);
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
        restBin: holder,
        rest: grid.rest,
      },
    },
  };
}
