/**
 * The time bins of an estimate, fed by one state of the book after the other. A state is in force from
 * its time to the next one's, `maxAge` at the longest, and counts in every bin it reaches into, block by
 * block. Where they begin, session-bins says.
 *
 * Hours without trading are no bins. Between rows more than `longestGap` apart nothing is in force, and bins
 * wholly between them are left out; so are those that were halted throughout, and runs of bins without a book
 * in force that are longer than `longestGap`.
 */
import { midPrice, type BookSnapshot } from "../book/book-snapshot";
import { SECOND } from "../book/parse-time";
import type { Side } from "../table/impact-estimates";
import { estimateBin, type BinEstimate } from "./estimate-bin";
import type { EstimatePlan } from "./estimate-options";
import type { BinStarts } from "./session-bins";
import { BLOCKS, createSideCosts, type SideCosts } from "./side-costs";
import { SideWalk } from "./side-walk";
import { walkedCosts, type WalkedCosts } from "./walked-costs";

export interface BinRow extends BinEstimate {
  /** When the bin begins, microseconds. */
  readonly start: number;
  readonly volume: number;
  /** For how long a book was in force, and for how long trading was halted, microseconds. */
  readonly covered: number;
  readonly halted: number;
  /** Where the plan keeps them. */
  readonly walked?: WalkedCosts;
}

export interface SideRows {
  readonly side: Side;
  readonly rows: readonly BinRow[];
}

/** What the bins came to. */
export interface BinSeries {
  readonly series: readonly SideRows[];
  /** Spans without bins between the first bin and the last, other than between sessions, microseconds. */
  readonly breaks: readonly (readonly [from: number, to: number])[];
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
  /** Where the bin that is summed up begins. */
  #bin = Number.NaN;
  #volume = 0;
  #covered = 0;
  #halted = 0;
  /** The state in force: since when, half its spread, not above 0 where it is no book, and whether it is a halt. */
  #since = Number.NaN;
  #offset = Number.NaN;
  #halt = false;

  constructor(
    private readonly plan: EstimatePlan,
    private readonly bins: BinStarts,
  ) {
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

  /** How many bins there would be up to a time. */
  countTo(time: number): number {
    const ahead = time - this.#since > this.plan.longestGap ? 1 : (time - this.#bin) / this.plan.width;
    return this.#series[0].rows.length + ahead;
  }

  /** Takes a state of the book, in force from `time` on. */
  add(book: BookSnapshot, time: number): void {
    if (Number.isNaN(this.#bin)) this.#bin = this.bins.at(time);
    else this.#addInForce(time);
    if (time >= this.#bin) this.#volume += book.traded;
    this.#since = time;
    this.#halt = !book.open;
    const mid = book.open ? midPrice(book) : Number.NaN;
    this.#offset = book.askPrice[0] - mid;
    if (!(this.#offset > 0)) return;
    this.sawBook = true;
    this.#asks?.walk(book.askPrice, book.askSize, mid, this.#offset);
    this.#bids?.walk(book.bidPrice, book.bidSize, mid, this.#offset);
  }

  /** The rows of each side, the last bin closed: all of them, see `tradingBins`. */
  finish(): SideRows[] {
    if (this.#since >= this.#bin) this.#closeBin();
    return this.#series.map(({ side, rows }) => ({ side, rows }));
  }

  /** Adds the state in force for the time up to `until`. */
  #addInForce(until: number): void {
    const { width, maxAge, longestGap } = this.plan;
    if (until - this.#since > longestGap) {
      const next = this.bins.at(until);
      if (next === this.#bin) return;
      if (this.#since >= this.#bin) this.#closeBin();
      this.#bin = next;
      return;
    }
    const end = this.#offset > 0 ? Math.min(until, this.#since + maxAge) : this.#since;
    let at = Math.max(this.#since, Math.min(this.#bin, until));
    while (at < until) {
      const next = this.#bin + width;
      if (at >= next) this.#closeBin();
      if (at < this.#bin) at = Math.min(this.#bin, until);
      else if (at < Math.min(this.#bin + width, end)) at = this.#addBlock(at, Math.min(this.#bin + width, end));
      else at = this.#passOver(at, Math.min(this.#bin + width, until));
    }
    while (until >= this.#bin + width) this.#closeBin();
  }

  /** Time without a book in force. */
  #passOver(at: number, until: number): number {
    if (this.#halt) this.#halted += until - at;
    return until;
  }

  /** Adds the state in force from `at` to the end of its block, `limit` at the latest, and returns that time. */
  #addBlock(at: number, limit: number): number {
    const { width } = this.plan;
    const block = Math.min(BLOCKS - 1, Math.floor(((at - this.#bin) / width) * BLOCKS));
    // Rounding may put the end of a block at its start; a microsecond is a step at any time of this century.
    const close = this.#bin + ((block + 1) * width) / BLOCKS;
    const next = Math.min(limit, close > at ? close : at + 1);
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
      const costs = sums.finish();
      const estimate = estimateBin(costs, width / SECOND, this.#covered / SECOND, this.plan);
      rows.push({
        ...estimate,
        ...(this.plan.keepCosts === true ? { walked: walkedCosts(costs, this.plan.sizes, width / SECOND) } : {}),
        start: this.#bin,
        volume: this.#volume,
        covered: this.#covered,
        halted: this.#halted,
      });
      sums.reset();
    }
    this.#bin = this.bins.after(this.#bin);
    this.#volume = Number.isNaN(this.#volume) ? this.#volume : 0;
    [this.#covered, this.#halted] = [0, 0];
  }
}

/** The bins in which there was trading, see the head of the file, and the breaks between them. */
export function tradingBins(
  series: readonly SideRows[],
  { width, longestGap }: EstimatePlan,
  bins: BinStarts,
): BinSeries {
  const { rows } = series[0];
  const kept: number[] = [];
  for (let row = 0; row < rows.length;) {
    let end = row;
    while (end < rows.length && rows[end].covered === 0) end++;
    const long = (end - row) * width > longestGap;
    if (end === row) kept.push(row++);
    for (; row < end; row++) if (!long && !(rows[row].halted >= width)) kept.push(row);
  }
  const starts = kept.map((row) => rows[row].start);
  const breaks = starts.flatMap((start, k) =>
    k > 0 && bins.after(starts[k - 1]) !== start ? [[starts[k - 1] + width, start] as const] : [],
  );
  return { series: series.map((one) => ({ side: one.side, rows: kept.map((row) => one.rows[row]) })), breaks };
}
