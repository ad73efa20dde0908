/**
 * Evidence for an allocation in round lots, from the model, x and the terms alone. With d_i(k) what the k-th lot of
 * bin i costs (model/lot-price.ts) and k_i what it trades, the holder of the rest at its own prices:
 *
 *     feasibility    |sum x - S| / S, or the largest violation of a cap, a lot or the smallest trade over S
 *     stationarity   the largest part of a lot's cost that moving one lot to another bin saves,
 *                    max over i /= j of d_i(k_i) / d_j(k_j + 1) - 1, at least 0
 *     duality gap    of convex and linear bins, at a price theta a lot:
 *                    sum_i [g_i - theta k_i - phi_i(theta)] - min_j delta_j(theta), over C(x),
 *                    phi_i(theta) = min_k g_i(k L) - theta k, delta_j what the rest adds to phi_j
 *
 * The gap is the Lagrangian dual's, the number of lots being what is priced; for convex bins it closes at the optimum.
 */
import { sum } from "../../numeric/sum";
import type { BindingCap, Evidence } from "../model/allocation";
import { lotPrice, powerCost } from "../model/lot-price";
import type { LotGrid, LotRange } from "../model/lot-grid";
import type { CheckedModel } from "../model/impact-model";

export interface LotsEvidence extends Evidence {
  /** The cheapest next lot, or where none has room the dearest taken, currency. */
  readonly lotCost: number;
  /** Bins that have room for no lot more, with what one would save, a share. */
  readonly capped: readonly BindingCap[];
}

/** What bins cost at x shares, and what the lot that ends there adds. */
export interface CertifiedCurves {
  readonly count: number;
  readonly cost: (i: number, x: number) => number;
  readonly price: (i: number, x: number) => number;
}

export function curvesOf({ alpha, beta }: CheckedModel, lot: number): CertifiedCurves {
  return {
    count: alpha.length,
    cost: (i, x) => powerCost(alpha[i], beta[i], x),
    price: (i, x) => lotPrice(alpha[i], beta[i], x, lot),
  };
}

export interface LotsQuestion {
  readonly curves: CertifiedCurves;
  readonly size: number;
  readonly grid: LotGrid;
  /** What each bin may hold. */
  readonly ranges: readonly LotRange[];
  readonly cap: Float64Array | undefined;
  /** The bin that holds the rest, or -1. */
  readonly holder: number;
}

/** @param convex whether every bin that may trade has beta >= 1 and no smallest trade: then the gap is the dual's. */
export function certifyLots(question: LotsQuestion, x: Float64Array, convex: boolean): LotsEvidence {
  const { curves, size, grid, ranges, cap, holder } = question;
  const { lot, rest } = grid;
  const n = x.length;
  const costs = new Float64Array(n);
  const [taken, refused] = [new Extremes(), new Extremes()];
  const lots = new Float64Array(n);
  const next = new Float64Array(n);
  const last = new Float64Array(n);
  let violation = 0;
  for (let i = 0; i < n; i++) {
    const beside = i === holder ? rest : 0;
    const k = Math.round((x[i] - beside) / lot);
    const { least, most, leastWithRest, mostWithRest } = ranges[i];
    const [fewest, mostLots] = i === holder ? [leastWithRest, mostWithRest] : [least, most];
    lots[i] = k;
    violation = Math.max(violation, Math.abs(x[i] - beside - k * lot), (k - mostLots) * lot);
    if (x[i] > 0) violation = Math.max(violation, (fewest - k) * lot);
    costs[i] = curves.cost(i, x[i]);
    const room = x[i] + lot <= (cap?.[i] ?? Infinity) * (1 + 4 * Number.EPSILON);
    next[i] = room && (x[i] > 0 || fewest <= 1) ? curves.price(i, x[i] + lot) : Infinity;
    last[i] = k > fewest || (k === 1 && beside === 0 && fewest <= 1) ? curves.price(i, x[i]) : -Infinity;
    refused.add(next[i], i);
    taken.add(-last[i], i);
  }
  const cost = sum(costs);
  const saved = (i: number, j: number): number =>
    last[i] > -Infinity && next[j] < Infinity ? last[i] / next[j] - 1 : 0;
  const stationarity =
    taken.first !== refused.first
      ? saved(taken.first, refused.first)
      : Math.max(
          taken.second < 0 ? 0 : saved(taken.second, refused.first),
          refused.second < 0 ? 0 : saved(taken.first, refused.second),
        );
  const dearest = -taken.least;
  const lotCost = refused.least < Infinity ? refused.least : dearest > 0 ? dearest : dearestOf(curves, x, lot);
  const capped: BindingCap[] = [];
  for (let i = 0; i < n && cap !== undefined; i++) {
    if (!(x[i] > 0 && x[i] + lot > cap[i] * (1 + 4 * Number.EPSILON))) continue;
    const elsewhere = taken.first === i ? -taken.secondLeast : dearest;
    const more = curves.price(i, x[i] + lot);
    capped.push({ bin: i, cap: cap[i], saves: Math.max(0, elsewhere - more) / lot });
  }
  let dualityGap = 0;
  if (convex) {
    const prices = rest > 0 ? pricesWithoutRest(question, lots) : [refused.least];
    dualityGap =
      prices.reduce(
        (least, theta) =>
          Math.min(least, dualGap(question, lots, theta < Infinity ? theta : Math.max(0, dearest) + cost, last, next)),
        Infinity,
      ) / cost;
  }
  return {
    cost,
    feasibility: Math.max(Math.abs(sum([...x, -size])), violation > 1e-12 * size ? violation : 0) / size,
    stationarity: Math.max(0, stationarity),
    dualityGap: Math.max(0, dualityGap),
    lotCost,
    capped,
  };
}

/**
 * Prices at which the dual may close: the cheapest lot refused of the lots without the rest, which the dearest taken is
 * where the holder gave one up.
 */
function pricesWithoutRest({ curves, grid, ranges, holder }: LotsQuestion, lots: Float64Array): number[] {
  const priceOf = (i: number, k: number): number => curves.price(i, k * grid.lot);
  let cheapest = Infinity;
  let dearest = 0;
  lots.forEach((k, i) => {
    if (k < ranges[i].most) cheapest = Math.min(cheapest, priceOf(i, k + 1));
    if (k > 0 && i !== holder) dearest = Math.max(dearest, priceOf(i, k));
  });
  return [cheapest, dearest];
}

/** The dearest last lot of the bins that trade, whether or not they may trade less. */
function dearestOf(curves: CertifiedCurves, x: Float64Array, lot: number): number {
  return x.reduce((most, xi, i) => (xi > 0 ? Math.max(most, curves.price(i, Math.max(xi, lot))) : most), 0);
}

/** What the allocation costs above the dual at a price a lot. */
function dualGap(
  { curves, grid, ranges, holder }: LotsQuestion,
  lots: Float64Array,
  theta: number,
  last: Float64Array,
  next: Float64Array,
): number {
  const { lot, rest } = grid;
  const price = (i: number, k: number, beside: number): number => curves.price(i, k * lot + beside);
  const cost = (i: number, k: number, beside: number): number => curves.cost(i, k * lot + beside);
  let gap = 0;
  let leastRest = Infinity;
  for (let i = 0; i < lots.length; i++) {
    // Between what its last lot and the next one cost: as the dual has it.
    if (rest === 0 && last[i] <= theta && theta <= next[i]) continue;
    const { most, mostWithRest } = ranges[i];
    let k = Math.min(lots[i], most);
    for (let p = price(i, k, 0); k > 0 && p > theta; p = price(i, k, 0)) {
      if (i !== holder) gap += p - theta;
      k--;
    }
    for (let p = price(i, k + 1, 0); k < most && p < theta; p = price(i, k + 1, 0)) {
      if (i !== holder) gap += theta - p;
      k++;
    }
    if (rest === 0) continue;
    const phi = cost(i, k, 0);
    if (mostWithRest >= 0) {
      let m = Math.min(k, mostWithRest);
      while (m > 0 && price(i, m, rest) > theta) m--;
      leastRest = Math.min(leastRest, cost(i, m, rest) - phi + theta * (k - m));
    }
    if (i === holder) gap += cost(i, lots[i], rest) - phi + theta * (k - lots[i]);
  }
  return rest === 0 ? gap : gap - leastRest;
}

/** The least value of some, whose it is, and the same of the rest. */
class Extremes {
  least = Infinity;
  first = -1;
  secondLeast = Infinity;
  second = -1;

  add(value: number, i: number): void {
    if (value < this.least) {
      [this.secondLeast, this.second] = [this.least, this.first];
      [this.least, this.first] = [value, i];
    } else if (value < this.secondLeast) [this.secondLeast, this.second] = [value, i];
  }
}
