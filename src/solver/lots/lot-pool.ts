/**
 * Convex bins that share whole lots at the least cost, for any number of lots.
 *
 * Such a division is optimal exactly where the dearest lot taken costs no more than the cheapest lot refused
 * (Fox, Operations Research 14, 1966; Ibaraki and Katoh, Resource Allocation Problems, 1988). From any start it is
 * reached by taking the cheapest, giving up the dearest, and exchanging one for the other while that saves; two heaps
 * make each step O(log N). From the continuous optimum, rounded, O(N) steps are enough, as every lot within the optimum
 * costs lambda L at most and every lot beyond it at least that (Hochbaum, Mathematics of Operations Research 19, 1994);
 * mostly it takes about the square root of N.
 *
 * Where the rest r goes beside: with bin j as its holder, j keeps its lots or gives up one, to the cheapest refused
 * elsewhere, as d_j with the rest lies between d_j(k) and d_j(k + 1). So the best holder is one of 2 N choices.
 */
import { KeyedHeap } from "../../numeric/keyed-heap";
import type { LotRanges } from "../model/lot-grid";
import type { LotCurves } from "../model/lot-curves";

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
  /** Lots moved so far. */
  steps = 0;
  /** The most the bins have room for. */
  readonly room: number;
  /** Next lots by price, Infinity where there is none. */
  private readonly refused: KeyedHeap;
  /** Last lots by price, dearest first: keys are prices with the sign turned, Infinity where there is none. */
  private readonly taken: KeyedHeap;

  /**
   * @param start lots to begin with, within the limits; they are the pool's from then on.
   * @param rest what one of the bins holds beside its lots, where `holder` is asked for.
   */
  constructor(
    private readonly curves: LotCurves,
    private readonly limits: Pick<LotRanges, "most" | "mostWithRest">,
    start: Float64Array,
    private readonly rest = 0,
  ) {
    this.lots = start;
    const { last, next } = curves.around(start);
    let room = 0;
    let volume = 0;
    for (let i = 0; i < start.length; i++) {
      room += limits.most[i];
      volume += start[i];
      last[i] = start[i] > 0 ? -last[i] : Infinity;
      if (!(start[i] < limits.most[i])) next[i] = Infinity;
    }
    this.room = room;
    this.volume = volume;
    this.refused = new KeyedHeap(next);
    this.taken = new KeyedHeap(last, false);
  }

  /** The cheapest lot refused; Infinity where there is none. */
  get cheapest(): number {
    return this.curves.count > 0 ? this.refused.least : Infinity;
  }

  /** The dearest lot taken; 0 where there is none. */
  get dearest(): number {
    return this.curves.count > 0 && this.taken.least < Infinity ? -this.taken.least : 0;
  }

  /** Divides so many lots, at most `room`. */
  moveTo(volume: number): void {
    const { refused, taken } = this;
    while (this.volume < volume) this.change(refused.first, 1, refused.least);
    while (this.volume > volume) this.change(taken.first, -1, -taken.least);
    if (this.curves.count < 2) return;
    for (let saved = -taken.least; saved > refused.least && taken.first !== refused.first; saved = -taken.least) {
      const price = refused.least;
      const to = refused.first;
      this.change(taken.first, -1, saved);
      this.change(to, 1, price);
    }
  }

  /** Begins to keep what they cost. */
  tally(): void {
    this.cost = this.curves.costs(this.lots, 0, 0).reduce((total, cost) => total + cost, 0);
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
    const { curves, limits, lots, refused, rest } = this;
    const without = curves.costs(lots, 0, 0);
    const keeping = curves.costs(lots, 0, rest);
    const givingUp = curves.costs(lots, -1, rest);
    let bin = -1;
    let givesUp = false;
    let least = Infinity;
    for (let i = 0; i < lots.length; i++) {
      const most = limits.mostWithRest[i];
      const keeps = keeping[i] - without[i];
      if (most >= lots[i] && keeps < least) [bin, givesUp, least] = [i, false, keeps];
      if (!(lots[i] > 0 && most >= lots[i] - 1)) continue;
      const gives = givingUp[i] - without[i] + (refused.first === i ? refused.second : refused.least);
      if (gives < least) [bin, givesUp, least] = [i, true, gives];
    }
    return bin < 0 ? undefined : { bin, givesUp, adds: least };
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

  /** One lot more or less in bin i, at its price. */
  private change(i: number, step: 1 | -1, price: number): void {
    const { lots, limits, curves } = this;
    this.steps++;
    const k = (lots[i] += step);
    this.volume += step;
    this.cost += step * price;
    const next = step < 0 ? price : k < limits.most[i] ? curves.price(i, k + 1, 0) : Infinity;
    const last = step > 0 ? price : k > 0 ? curves.price(i, k, 0) : -Infinity;
    this.refused.update(i, next);
    this.taken.update(i, -last);
  }
}
