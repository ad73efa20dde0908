/**
 * Convex bins that share whole lots at the least cost, for any number of lots.
 *
 * Such a division is optimal exactly where the dearest lot taken costs no more than the cheapest lot refused
 * (Fox, Operations Research 14, 1966; Ibaraki and Katoh, Resource Allocation Problems, 1988). From any start it is
 * reached by taking the cheapest, giving up the dearest, and exchanging one for the other while that saves; two heaps
 * make each step O(log N). From the continuous optimum, rounded down, at most N lots are left (Hochbaum, Mathematics
 * of Operations Research 19, 1994).
 *
 * Where the rest r goes beside: with bin j as its holder, j keeps its lots or gives up one, to the cheapest refused
 * elsewhere, as d_j with the rest lies between d_j(k) and d_j(k + 1). So the best holder is one of 2 N choices.
 */
import { KeyedHeap } from "../../numeric/keyed-heap";
import type { LotCurves } from "./lot-curves";

/** How many lots each bin may hold, with the rest beside them (-1: not at all) and without. */
export interface LotLimits {
  readonly most: ArrayLike<number>;
  readonly mostWithRest: ArrayLike<number>;
}

/** Who holds the rest, and what that adds to the cost. */
export interface Holder {
  readonly bin: number;
  /** Whether it gives up a lot for it, to the bin whose next lot is the cheapest elsewhere. */
  readonly givesUp: boolean;
  readonly adds: number;
}

export class LotPool {
  /** k_i. */
  readonly lots: Float64Array;
  /** What they cost, once `tally` was called; kept from step to step, so good to rounding a step. */
  cost = NaN;
  /** sum k_i. */
  volume = 0;
  /** The most the bins have room for. */
  readonly room: number;
  /** Next lots by price, Infinity where there is none. */
  private readonly refused: KeyedHeap;
  /** Last lots by price, dearest first: keys are prices with the sign turned. Made when first asked for. */
  private taken: KeyedHeap | undefined;

  /**
   * @param start lots to begin with, within the limits.
   * @param ceiling a price that none of them is above, where one is known.
   */
  constructor(
    private readonly curves: LotCurves,
    private readonly limits: LotLimits,
    start: Float64Array,
    private readonly ceiling = Infinity,
  ) {
    this.lots = start.slice();
    const prices = new Float64Array(curves.count);
    let room = 0;
    for (let i = 0; i < curves.count; i++) {
      room += limits.most[i];
      this.volume += start[i];
      prices[i] = this.next(i);
    }
    this.room = room;
    this.refused = new KeyedHeap(prices);
  }

  /** The cheapest lot refused; Infinity where there is none. */
  get cheapest(): number {
    return this.curves.count > 0 ? this.refused.least : Infinity;
  }

  /** The dearest lot taken; 0 where there is none. */
  get dearest(): number {
    const { least } = this.takenHeap();
    return least === undefined || least === Infinity ? 0 : -least;
  }

  /** Divides so many lots, at most `room`. */
  moveTo(volume: number): void {
    while (this.volume < volume) this.take();
    while (this.volume > volume) this.giveUp();
    if (this.curves.count < 2) return;
    while (this.taken !== undefined || this.ceiling > this.cheapest) {
      const i = this.takenHeap().first;
      const saved = -this.takenHeap().least;
      if (!(saved > this.cheapest)) break;
      const j = this.refused.first;
      if (i === j) break;
      this.change(i, -1, saved);
      this.change(j, 1, this.refused.keyOf(j));
    }
  }

  /** Begins to keep what they cost. */
  tally(): void {
    let cost = 0;
    for (let i = 0; i < this.lots.length; i++) cost += this.curves.cost(i, this.lots[i], false);
    this.cost = cost;
  }

  /** The most lots they have room for beside the rest; -1 where no bin has room for it. */
  get roomWithRest(): number {
    const { most, mostWithRest } = this.limits;
    let loss = Infinity;
    for (let i = 0; i < this.lots.length; i++)
      if (mostWithRest[i] >= 0) loss = Math.min(loss, most[i] - mostWithRest[i]);
    return loss < Infinity ? this.room - loss : -1;
  }

  /** The bin where the rest costs least; undefined where no bin has room for it. */
  holder(): Holder | undefined {
    const { curves, limits, lots, refused } = this;
    let best: Holder | undefined;
    for (let i = 0; i < curves.count; i++) {
      const k = lots[i];
      const without = curves.cost(i, k, false);
      if (limits.mostWithRest[i] >= k) {
        const adds = curves.cost(i, k, true) - without;
        if (best === undefined || adds < best.adds) best = { bin: i, givesUp: false, adds };
      }
      if (!(k > 0 && limits.mostWithRest[i] >= k - 1)) continue;
      const elsewhere = refused.first === i ? refused.second : refused.least;
      const adds = curves.cost(i, k - 1, true) - without + elsewhere;
      if (adds < Infinity && (best === undefined || adds < best.adds)) best = { bin: i, givesUp: true, adds };
    }
    return best;
  }

  /** The bin that takes the lot that a holder gives up. */
  heir(holder: number): number {
    const { refused, curves } = this;
    if (refused.first !== holder) return refused.first;
    let heir = -1;
    for (let i = 0; i < curves.count; i++)
      if (i !== holder && (heir < 0 || refused.keyOf(i) < refused.keyOf(heir))) heir = i;
    return heir;
  }

  private next(i: number): number {
    return this.lots[i] < this.limits.most[i] ? this.curves.price(i, this.lots[i] + 1, false) : Infinity;
  }

  private last(i: number): number {
    return this.lots[i] > 0 ? this.curves.price(i, this.lots[i], false) : -Infinity;
  }

  private takenHeap(): KeyedHeap {
    this.taken ??= new KeyedHeap(this.lots.map((_, i) => -this.last(i)));
    return this.taken;
  }

  private take(): void {
    const i = this.refused.first;
    this.change(i, 1, this.refused.least);
  }

  private giveUp(): void {
    const { first, least } = this.takenHeap();
    this.change(first, -1, -least);
  }

  /** One lot more or less in bin i, at its price. */
  private change(i: number, step: 1 | -1, price: number): void {
    this.lots[i] += step;
    this.volume += step;
    this.cost += step * price;
    this.refused.update(i, step < 0 ? price : this.next(i));
    this.taken?.update(i, -(step > 0 ? price : this.last(i)));
  }
}
