/**
 * The optimal allocation where a bin trades nothing or at least so much, in shares or in lots. Where the optimum
 * without the smallest trade keeps to it, that is the optimum; else it is searched for (search-min-trade.ts).
 */
import { certifySemi } from "../evidence/semi-certificate";
import type { LotsFound } from "../lots/settle-lots";
import { costBeyondDoubles } from "../model/beyond-doubles";
import { boundedStatus } from "../model/bounded-status";
import { regimeOf, type CheckedModel } from "../model/impact-model";
import { allocationOf, type Allocation } from "../model/allocation";
import type { LotGrid, LotRanges } from "../model/lot-grid";
import { asked, type Terms } from "../model/terms";
import type { Budget } from "../knapsack/budget";
import type { Sides } from "./dual";
import { searchMinTrade } from "./search-min-trade";
import type { SemiBin } from "../model/semi-bins";
import { solveLots } from "./set-of-lots";
import { solveShares } from "./set-of-shares";

/** The sets to begin with: who trades enough without the smallest trade, and as many as there is room for. */
function firstSets(x: Float64Array, minTrade: number, most: number): number[][] {
  const byVolume = [...x.keys()].filter((i) => x[i] > 0).sort((a, b) => x[b] - x[a] || a - b);
  const enough = byVolume.filter((i) => x[i] >= minTrade);
  return [enough, byVolume.slice(0, most)].filter((set) => set.length > 0);
}

/** Whether every bin trades nothing or at least so much. */
export function tradesEnough(x: Float64Array, minTrade: number): boolean {
  return x.every((xi) => xi === 0 || xi >= minTrade * (1 - 4 * Number.EPSILON));
}

/** In shares. `plain` is the optimum under the same caps without the smallest trade. */
export function allocateMinTrade(
  model: CheckedModel,
  size: number,
  terms: Terms,
  plain: Allocation,
  budget: Budget,
): Allocation {
  const { minTrade, cap } = terms;
  const rounding = { cost: 0, relative: 0, restBin: -1, rest: 0 };
  if (tradesEnough(plain.x, minTrade))
    return { ...plain, ...asked(terms), certificate: { ...plain.certificate, rounding } };
  const n = model.alpha.length;
  const high = Float64Array.from({ length: n }, (_, i) => Math.min(size, cap?.[i] ?? Infinity));
  const sides: Sides = {
    plain: Array.from(high, (c, i): SemiBin | undefined =>
      c >= minTrade ? semiBin(model, i, { low: minTrade, high: c, unit: 1, beside: 0, whole: false }) : undefined,
    ),
    holding: [],
    total: size,
  };
  const most = Math.min(n, Math.floor((size / minTrade) * (1 + 1e-12)));
  const { best, lowerBound } = searchMinTrade(
    sides,
    { fewest: 1, most },
    (set) => solveShares(model, size, { low: minTrade, high }, set, budget.within),
    budget,
    firstSets(plain.x, minTrade, most),
    plain.certificate.lowerBound ?? plain.cost * (1 - plain.certificate.dualityGap),
    plain.lambda,
  );
  if (best === undefined) throw costBeyondDoubles(size);
  const { cost, lambda, capped, ...proof } = certifySemi(model, size, best.x, best.u, minTrade, high);
  const dualityGap = Math.max(0, 1 - lowerBound / cost);
  const what = { regime: regimeOf(model), cost, lambda, active: activeOf(model, best.x), converged: true };
  const allocation = allocationOf(model, size, best.x, { ...proof, dualityGap }, what);
  return {
    ...allocation,
    ...asked(terms),
    status: boundedStatus(allocation),
    certificate: {
      ...allocation.certificate,
      lowerBound: cost * (1 - dualityGap),
      ...(cap === undefined ? {} : { atCap: capped.length, capped }),
      rounding: { ...rounding, cost: Math.max(0, cost - plain.cost), relative: Math.max(0, cost / plain.cost - 1) },
    },
  };
}

/** In lots. `plain` is the allocation in lots under the same caps without the smallest trade. */
export function searchMinTradeLots(
  model: CheckedModel,
  grid: LotGrid,
  ranges: LotRanges,
  minTrade: number,
  plain: Allocation,
  budget: Budget,
): LotsFound {
  const { lot, lots, rest } = grid;
  const { least, leastWithRest } = ranges;
  const n = ranges.most.length;
  const side = (low: number, high: number, i: number, beside: number): SemiBin | undefined =>
    high >= low && high * lot + beside > 0
      ? semiBin(model, i, { low, high, unit: lot, beside, whole: true })
      : undefined;
  const sides: Sides = {
    plain: Array.from(ranges.most, (most, i) => side(Math.max(1, least), most, i, 0)),
    holding: rest > 0 ? Array.from(ranges.mostWithRest, (most, i) => side(leastWithRest, most, i, rest)) : [],
    total: lots,
  };
  const most = Math.min(n, Math.floor((lots + 1) / Math.max(1, least)) + 1);
  const { best, lowerBound } = searchMinTrade(
    sides,
    { fewest: 1, most },
    (set, holder) => {
      const bins = set.map((i) => (i === holder ? sides.holding[i] : sides.plain[i]));
      return bins.includes(undefined) ? undefined : solveLots(n, grid, bins as SemiBin[], holder, budget.within);
    },
    budget,
    firstSets(plain.x, minTrade, most),
    plain.certificate.lowerBound ?? 0,
    plain.lambda * lot,
  );
  if (best === undefined) throw costBeyondDoubles(lots * lot + rest);
  return { x: best.x, holder: best.holder, lowerBound };
}

function semiBin({ alpha, beta }: CheckedModel, bin: number, where: Omit<SemiBin, "bin" | "alpha" | "beta">): SemiBin {
  return { bin, alpha: alpha[bin], beta: beta[bin], ...where };
}

function activeOf({ beta }: CheckedModel, x: Float64Array): number {
  return beta.findIndex((b, i) => b <= 1 && x[i] > 0);
}
