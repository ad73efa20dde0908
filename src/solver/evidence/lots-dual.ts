/**
 * The gap of an allocation in lots of convex and linear bins to the Lagrangian dual, the number of lots being what is
 * priced. At a price theta a lot, with phi_i(theta) = min_k g_i(k L) - theta k and delta_j what the rest adds to phi_j,
 *
 *     gap(theta) = sum_i [g_i - theta k_i - phi_i(theta)] - min_j delta_j(theta)
 *
 * is what the allocation costs above the dual; no allocation costs less than that. Each minimum is where the last lot
 * costs theta at most and the next one at least that, found by steps from the lots that are held.
 */
import { sum } from "../../numeric/sum";
import type { LotCurves, LotsAround } from "../model/lot-curves";
import type { LotGrid, LotRanges } from "../model/lot-grid";

/** An allocation of k_i lots, and the bin that holds the rest beside them (or -1). */
export interface HeldLots {
  readonly curves: LotCurves;
  readonly grid: LotGrid;
  readonly ranges: LotRanges;
  readonly lots: Float64Array;
  readonly holder: number;
  /** What they cost without the rest, and the lots around. */
  readonly around: LotsAround;
}

/**
 * The least gap at the prices where it may close, currency: the cheapest lot refused, without the rest, which is the
 * dearest taken where the holder gave one up.
 */
export function lotsGap(held: HeldLots): number {
  const { lots, holder, around, grid } = held;
  const { most } = held.ranges;
  const { last, next } = around;
  let cheapest = Infinity;
  let dearest = 0;
  for (let i = 0; i < lots.length; i++) {
    if (next[i] < cheapest && lots[i] < most[i]) cheapest = next[i];
    if (last[i] > dearest && lots[i] > 0 && i !== holder) dearest = last[i];
  }
  const beside = grid.rest === 0 ? undefined : costsBesideRest(held);
  // Where no lot is refused, a price above what giving up any could save.
  const all = sum(around.cost) + (beside?.keeping[holder] ?? 0);
  const gap = gapAt(held, cheapest < Infinity ? cheapest : dearest + all, beside);
  return beside === undefined ? gap : Math.min(gap, gapAt(held, dearest, beside));
}

/** What the bins cost with the rest beside the lots they hold, and beside one fewer. */
interface BesideRest {
  readonly keeping: Float64Array;
  readonly givingUp: Float64Array;
}

function costsBesideRest({ curves, lots, grid }: HeldLots): BesideRest {
  return { keeping: curves.costs(lots, 0, grid.rest), givingUp: curves.costs(lots, -1, grid.rest) };
}

function gapAt(held: HeldLots, theta: number, beside: BesideRest | undefined): number {
  const { curves, ranges, lots, holder, around } = held;
  let gap = 0;
  let leastRest = Infinity;
  for (let i = 0; i < lots.length; i++) {
    const most = ranges.most[i];
    // Between what its last lot and its next one cost: as the dual has it.
    const asPriced = !(lots[i] > 0 && around.last[i] > theta) && !(lots[i] < most && around.next[i] < theta);
    if (asPriced && beside === undefined) continue;
    let k = Math.min(lots[i], most);
    let last = k === lots[i] ? around.last[i] : k > 0 ? curves.price(i, k, 0) : 0;
    let next = k === lots[i] ? around.next[i] : curves.price(i, k + 1, 0);
    for (; k > 0 && last > theta; last = curves.price(i, k, 0)) {
      if (i !== holder) gap += last - theta;
      if (--k === 0) break;
    }
    for (; k < most && next < theta; next = curves.price(i, k + 1, 0)) {
      if (i !== holder) gap += theta - next;
      k++;
    }
    if (beside === undefined) continue;
    const phi = k === lots[i] ? around.cost[i] : curves.cost(i, k, 0);
    leastRest = Math.min(leastRest, restAt(held, beside, theta, i, k) - phi);
    if (i === holder) gap += beside.keeping[i] - phi + theta * (k - lots[i]);
  }
  return beside === undefined ? gap : gap - leastRest;
}

/** The least that bin i costs with the rest, k lots being what it holds without: as many of them or fewer. */
function restAt(
  { curves, ranges, lots, grid }: HeldLots,
  { keeping, givingUp }: BesideRest,
  theta: number,
  i: number,
  k: number,
): number {
  const most = ranges.mostWithRest[i];
  if (most < 0) return Infinity;
  // The last of m lots with the rest costs no less than without, and no more than the next one: m is k or k - 1.
  if (k === lots[i] && most >= k - 1)
    return Math.min(most >= k ? keeping[i] : Infinity, k > 0 ? givingUp[i] + theta : Infinity);
  let m = Math.min(k, most);
  while (m > 0 && curves.price(i, m, grid.rest) > theta) m--;
  return curves.cost(i, m, grid.rest) + theta * (k - m);
}
