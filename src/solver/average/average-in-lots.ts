/**
 * The least mean cost over many models in whole lots: the mean of convex curves is convex, so the division is found as
 * that of one model's (lots/lot-pool.ts), from the continuous optimum rounded down.
 *
 * The evidence is the Lagrangian dual at the price mu of the cheapest lot refused, K lots and the odd rest r in bin j:
 *
 *     C >= sum_i min_k (G_i(k L) - mu k) + mu K + min_j [min_k (G_j(k L + r) - mu k) - min_k (G_j(k L) - mu k)]
 *
 * with G_i the mean curve and k within the cap; each inner minimum is found by steps from the lots that are held.
 */
import { sum } from "../../numeric/sum";
import type { LotCurves } from "../lots/lot-curves";
import { LotPool } from "../lots/lot-pool";
import { placeRest } from "../lots/settle-lots";
import type { Evidence } from "../model/allocation";
import type { CheckedModel } from "../model/impact-model";
import { wholeLots, type LotGrid, type LotRange } from "../model/lot-grid";
import { lotPrice, powerCost } from "../model/lot-price";

export interface AverageInLots {
  readonly x: Float64Array;
  /** The bin with the odd rest, or -1. */
  readonly holder: number;
  /** The price of the cheapest lot refused, currency per share. */
  readonly lambda: number;
  readonly evidence: Evidence;
}

/** @param continuous the optimum without lots under the same caps, shares. */
export function averageInLots(
  models: readonly CheckedModel[],
  size: number,
  grid: LotGrid,
  ranges: readonly LotRange[],
  continuous: Float64Array,
): AverageInLots {
  const curves = meanCurves(models, grid);
  const limits = { most: ranges.map(({ most }) => most), mostWithRest: ranges.map((range) => range.mostWithRest) };
  const start = continuous.map((x, i) => Math.min(ranges[i].most, wholeLots(x, grid.lot)));
  const pool = new LotPool(curves, limits, start);
  pool.moveTo(grid.lots);
  const { cheapest, dearest } = pool;
  const held = pool.lots.slice();
  const x = held.map((k) => k * grid.lot);
  const holder = grid.rest === 0 ? -1 : placeRest(pool, grid, Int32Array.from(x.keys()), x);
  const meanCost = (i: number): number =>
    sum(models.map(({ alpha, beta }) => powerCost(alpha[i], beta[i], x[i]))) / models.length;
  const cost = sum(x.map((_, i) => meanCost(i)));
  const price = cheapest < Infinity ? cheapest : dearest + cost;
  const lower = dual(curves, limits, held, price, grid);
  const stationarity = cheapest < Infinity && dearest > cheapest ? dearest / cheapest - 1 : 0;
  const evidence = {
    cost,
    feasibility: Math.abs(sum([...x, -size])) / size,
    stationarity,
    dualityGap: Math.max(0, 1 - lower / cost),
  };
  return { x, holder, lambda: (cheapest < Infinity ? cheapest : dearest) / grid.lot, evidence };
}

function meanCurves(models: readonly CheckedModel[], { lot, rest }: LotGrid): LotCurves {
  const at = (k: number, withRest: boolean): number => k * lot + (withRest ? rest : 0);
  const mean = (of: (model: CheckedModel) => number): number =>
    models.reduce((total, model) => total + of(model), 0) / models.length;
  return {
    count: models[0].alpha.length,
    cost: (i, k, withRest) => mean(({ alpha, beta }) => powerCost(alpha[i], beta[i], at(k, withRest))),
    price: (i, k, withRest) => mean(({ alpha, beta }) => lotPrice(alpha[i], beta[i], at(k, withRest), lot)),
  };
}

/** The bound above. */
function dual(
  curves: LotCurves,
  { most, mostWithRest }: { readonly most: readonly number[]; readonly mostWithRest: readonly number[] },
  held: Float64Array,
  price: number,
  { lots, rest }: LotGrid,
): number {
  /** min_k (G(k L) - price k), 0 <= k <= most, by steps from k. */
  const least = (i: number, from: number, limit: number, withRest: boolean): number => {
    let k = Math.min(from, limit);
    while (k < limit && curves.price(i, k + 1, withRest) < price) k++;
    while (k > 0 && curves.price(i, k, withRest) > price) k--;
    return curves.cost(i, k, withRest) - price * k;
  };
  const terms = Array.from(held, (k, i) => least(i, k, most[i], false));
  const bound = sum([...terms, price * lots]);
  if (rest === 0) return bound;
  const adds = terms.map((term, i) =>
    mostWithRest[i] >= 0 ? least(i, held[i], mostWithRest[i], true) - term : Infinity,
  );
  return bound + adds.reduce((a, b) => Math.min(a, b), Infinity);
}
