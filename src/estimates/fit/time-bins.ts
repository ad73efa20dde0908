/**
 * The time bins of an estimate, fed by one state of the book after the other. A state is in force from
 * its time to the next one's, `maxAge` at the longest, and counts in every bin it reaches into, block by
 * block. Bins are [k w, (k + 1) w) since midnight UTC.
 */
import { midPrice, type BookSnapshot } from "../book/book-snapshot";
import { formatTime, SECOND } from "../book/parse-time";
import type { Side } from "../table/impact-estimates";
import { estimateBin, type BinEstimate } from "./estimate-bin";
import type { EstimatePlan } from "./estimate-options";
import { BLOCKS, createSideCosts, type SideCosts } from "./side-costs";
import { SideWalk } from "./side-walk";

export interface BinRow extends BinEstimate {
  readonly bin: string;
  readonly volume: number;
}

/** A side of the table: whose walks it averages, and what they sum up to. */
interface Series {
  readonly side: Side;
  readonly walks: readonly SideWalk[];
  readonly sums: SideCosts;
  readonly rows: BinRow[];
}

export class TimeBins {
  /** Whether there was a book that could be walked. */
  sawBook = false;
  readonly #series: readonly Series[];
  readonly #asks: SideWalk | undefined;
  readonly #bids: SideWalk | undefined;
  /** Where the first bin begins, and the one being summed up. */
  #first = Number.NaN;
  #bin = Number.NaN;
  #volume = 0;
  #covered = 0;
  /** The state in force: since when, and half its spread; not above 0 where it is no book. */
  #since = Number.NaN;
  #offset = Number.NaN;

  constructor(private readonly plan: EstimatePlan) {
    const uses = (side: Side): boolean => plan.sides.some((other) => other === side || other === "round-trip");
    this.#asks = uses("buy") ? new SideWalk(plan.sizes) : undefined;
    this.#bids = uses("sell") ? new SideWalk(plan.sizes) : undefined;
    this.#series = plan.sides.map((side) => ({
      side,
      walks: [side !== "sell" && this.#asks, side !== "buy" && this.#bids].filter((walk) => walk instanceof SideWalk),
      sums: createSideCosts(plan.sizes, plan.automatic),
      rows: [],
    }));
  }

  /** How many bins after the first a time is. */
  binsTo(time: number): number {
    return (time - this.#first) / this.plan.width;
  }

  /** Takes a state of the book, in force from `time` on. */
  add(book: BookSnapshot, time: number): void {
    const { width } = this.plan;
    if (Number.isNaN(this.#bin)) this.#first = this.#bin = Math.floor(time / width) * width;
    else this.#addInForce(time);
    this.#volume += book.traded;
    this.#since = time;
    const mid = book.open ? midPrice(book) : Number.NaN;
    this.#offset = book.askPrice[0] - mid;
    if (!(this.#offset > 0)) return;
    this.sawBook = true;
    this.#asks?.walk(book.askPrice, book.askSize, mid, this.#offset);
    this.#bids?.walk(book.bidPrice, book.bidSize, mid, this.#offset);
  }

  /** The rows of each side, the last bin closed. */
  finish(): { side: Side; rows: readonly BinRow[] }[] {
    this.#closeBin();
    return this.#series.map(({ side, rows }) => ({ side, rows }));
  }

  /** Adds the state in force for the time up to `until`. */
  #addInForce(until: number): void {
    const { width, maxAge } = this.plan;
    const end = this.#offset > 0 ? Math.min(until, this.#since + maxAge) : this.#since;
    let at = this.#since;
    while (at < until) {
      const next = this.#bin + width;
      if (at >= next) this.#closeBin();
      else at = at < end ? this.#addBlock(at, Math.min(next, end)) : Math.min(next, until);
    }
    while (until >= this.#bin + width) this.#closeBin();
  }

  /** Adds the state in force from `at` to the end of its block, `limit` at the latest, and returns that time. */
  #addBlock(at: number, limit: number): number {
    const { width } = this.plan;
    const block = Math.min(BLOCKS - 1, Math.floor(((at - this.#bin) / width) * BLOCKS));
    const next = Math.min(limit, Math.max(this.#bin + ((block + 1) * width) / BLOCKS, at + 0.25));
    const seconds = (next - at) / SECOND;
    this.#covered += next - at;
    for (const { walks, sums } of this.#series) {
      // The average over the sides, for the time when all of them could be filled.
      let filled = walks[0].filled;
      let states = 0;
      for (const walk of walks) {
        filled = Math.min(filled, walk.filled);
        states += walk.states;
      }
      sums.count(states);
      const { length } = walks;
      for (const walk of walks) sums.add(block, seconds / length, walk.touched, filled, this.#offset, walk.cost);
    }
    return next;
  }

  #closeBin(): void {
    const { width } = this.plan;
    for (const { sums, rows } of this.#series) {
      const estimate = estimateBin(sums.finish(), width / SECOND, this.#covered / SECOND, this.plan);
      rows.push({ ...estimate, bin: formatTime(this.#bin), volume: this.#volume });
      sums.reset();
    }
    this.#bin += width;
    this.#volume = Number.isNaN(this.#volume) ? this.#volume : 0;
    this.#covered = 0;
  }
}
