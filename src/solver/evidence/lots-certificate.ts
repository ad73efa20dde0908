/**
 * Evidence for an allocation in round lots, from the model, x and the terms alone. With d_i(k) what the k-th lot of
 * bin i costs (lots/power-lots.ts) and k_i what it trades, the holder of the rest at its own prices:
 *
 *     feasibility    |sum x - S| / S, or the largest violation of a cap, a lot or the smallest trade over S
 *     stationarity   the largest part of a lot's cost that moving one lot to another bin saves,
 *                    max over i /= j of d_i(k_i) / d_j(k_j + 1) - 1, at least 0
 *     duality gap    of convex and linear bins: what C(x) is above the Lagrangian dual (lots-dual.ts), over C(x)
 */
import { sum } from "../../numeric/sum";
import type { LotCurves } from "../model/lot-curves";
import type { BindingCap, CappedEvidence } from "../model/allocation";
import { hasRoomForLot, type LotGrid, type LotRanges } from "../model/lot-grid";
import { lotsGap } from "./lots-dual";

export interface LotsEvidence extends CappedEvidence {
  /** The cheapest next lot, or where none has room the dearest taken, currency. */
  readonly lotCost: number;
}

export interface LotsQuestion {
  readonly curves: LotCurves;
  readonly size: number;
  readonly grid: LotGrid;
  /** What each bin may hold. */
  readonly ranges: LotRanges;
  readonly cap: Float64Array | undefined;
  /** The bin that holds the rest, or -1. */
  readonly holder: number;
}

/** @param convex whether every bin that may trade has beta >= 1 and no smallest trade: then the gap is the dual's. */
export function certifyLots(question: LotsQuestion, x: Float64Array, convex: boolean): LotsEvidence {
  const { curves, size, grid, ranges, cap, holder } = question;
  const { lot, rest } = grid;
  const n = x.length;
  const lots = new Float64Array(n);
  for (let i = 0; i < n; i++) lots[i] = Math.round((x[i] - (i === holder ? rest : 0)) / lot);
  const around = curves.around(lots);
  const { cost: costs, last, next } = around;
  const gap = convex ? lotsGap({ curves, grid, ranges, lots, holder, around }) : 0;
  if (holder >= 0) {
    const k = lots[holder];
    costs[holder] = curves.cost(holder, k, rest);
    last[holder] = curves.price(holder, k, rest);
    next[holder] = curves.price(holder, k + 1, rest);
  }
  const cost = sum(costs);
  const taken = new Extremes();
  const refused = new Extremes();
  let violation = 0;
  for (let i = 0; i < n; i++) {
    const k = lots[i];
    const beside = i === holder ? rest : 0;
    const fewest = i === holder ? ranges.leastWithRest : ranges.least;
    const most = i === holder ? ranges.mostWithRest[i] : ranges.most[i];
    const off = Math.abs(x[i] - beside - k * lot);
    if (off > violation) violation = off;
    if (k > most || (k < fewest && x[i] > 0)) violation = Math.max(violation, (k - most) * lot, (fewest - k) * lot);
    const hasRoom = cap === undefined || hasRoomForLot(x[i], cap[i], lot);
    if (hasRoom && (x[i] > 0 || fewest <= 1)) refused.add(next[i], i);
    if (k > fewest || (k === 1 && i !== holder && fewest <= 1)) taken.add(-last[i], i);
  }
  const dearest = -taken.least;
  const capped: BindingCap[] = [];
  for (let i = 0; i < n && cap !== undefined; i++) {
    if (!(x[i] > 0) || hasRoomForLot(x[i], cap[i], lot)) continue;
    const elsewhere = taken.first === i ? -taken.secondLeast : dearest;
    capped.push({ bin: i, cap: cap[i], saves: Math.max(0, elsewhere - next[i]) / lot });
  }
  /** The dearest last lot of the bins that trade, whether or not they may trade less. */
  const dearestOfAll = (): number =>
    x.reduce((most, xi, i) => (xi > 0 ? Math.max(most, lots[i] > 0 ? last[i] : curves.price(i, 1, 0)) : most), 0);
  return {
    cost,
    feasibility: Math.max(Math.abs(sum(x, -size)), violation > 1e-12 * size ? violation : 0) / size,
    stationarity: Math.max(0, mostSaved(taken, refused)),
    dualityGap: Math.max(0, gap / cost),
    lotCost: refused.least < Infinity ? refused.least : dearest > 0 ? dearest : dearestOfAll(),
    capped,
  };
}

/** What moving a lot from one bin to another saves at most, of what it costs there. */
function mostSaved(taken: Extremes, refused: Extremes): number {
  const saved = (key: number, next: number): number => (key < Infinity && next < Infinity ? -key / next - 1 : 0);
  if (taken.first !== refused.first) return saved(taken.least, refused.least);
  return Math.max(saved(taken.secondLeast, refused.least), saved(taken.least, refused.secondLeast));
}

/** The least value of some, whose it is, and the same of the rest. */
class Extremes {
  least = Infinity;
  first = -1;
  secondLeast = Infinity;

  add(value: number, i: number): void {
    if (value < this.least) {
      this.secondLeast = this.least;
      this.least = value;
      this.first = i;
    } else if (value < this.secondLeast) this.secondLeast = value;
  }
}
