/**
 * "No such level", told in one place: the mid, the order of the levels and the walk see what comes from
 * here, which has only levels that are there, best first. A level is there where it has a price above 0 and
 * a size above 0. A price of 0 or below is one only in a market that has such prices, which is stated or,
 * where a feed has a mark of its own for "no price", seen from a price below 0 in the same row. What feeds
 * write for an empty level (Databento's largest integer, LOBSTER's 9999999999) their readers have made NaN.
 */
import { InputError } from "../../base/input-error";
import { createSnapshot, midPrice, type BookSnapshot } from "./book-snapshot";
import type { SnapshotSource } from "./snapshot-source";

const NEGATIVE =
  "must be a price above 0; whether one below 0 is a price or marks a level that is not there, " +
  "negativePrices (--negative-prices) says: prices or none";

export class PresentBook {
  #book: BookSnapshot = createSnapshot(0);

  /** @param negative whether prices of 0 and below are prices; left out, see the head of the file */
  constructor(private readonly negative: "prices" | "none" | undefined) {}

  /**
   * The levels of the source's snapshot that are there; without any where the feed doubts the state itself.
   *
   * @throws InputError for a size below 0 or missing, a price below 0 that could mean two things, and for
   *   levels out of order: columns mixed up, which would be walked in the wrong order.
   */
  take(source: SnapshotSource): BookSnapshot {
    const { snapshot } = source;
    const { bidPrice, bidSize, askPrice, askSize, quality } = snapshot;
    // Nearly every state is whole: it goes on as it is.
    if (quality !== "doubtful" && areBids(bidPrice, bidSize) && areAsks(askPrice, askSize)) return snapshot;
    return this.#pick(source);
  }

  #pick(source: SnapshotSource): BookSnapshot {
    const { snapshot } = source;
    const levels = Math.max(snapshot.bidPrice.length, snapshot.askPrice.length);
    if (this.#book.bidPrice.length !== levels) this.#book = createSnapshot(levels);
    const book = this.#book;
    book.time = snapshot.time;
    book.traded = snapshot.traded;
    book.open = snapshot.open;
    const below =
      this.negative === undefined ? source.signed === true && hasNegative(snapshot) : this.negative === "prices";
    const bids = this.#side(source, "bid", below, book.bidPrice, book.bidSize);
    const asks = this.#side(source, "ask", below, book.askPrice, book.askSize);
    const out = bids < 0 ? asks : bids;
    const tradable = book.open && midPrice(book) < book.askPrice[0];
    if (tradable && out >= 0 && snapshot.quality !== "unsettled" && snapshot.quality !== "doubtful") {
      const side = bids < 0 ? "ask" : "bid";
      const order = side === "ask" ? "at or above" : "at or below";
      const rule = `must be ${order} the ${side} before it: asks ascend and bids descend`;
      throw new InputError(source.where([side, "px", out]), rule, snapshot[`${side}Price`][out]);
    }
    if (snapshot.quality === "doubtful" || (tradable && out >= 0)) book.bidPrice.fill(Number.NaN);
    return book;
  }

  /** Copies the levels that are there; gives the first that is out of order, or -1. */
  #side(source: SnapshotSource, side: "bid" | "ask", below: boolean, price: Float64Array, size: Float64Array): number {
    const [prices, sizes] =
      side === "bid"
        ? [source.snapshot.bidPrice, source.snapshot.bidSize]
        : [source.snapshot.askPrice, source.snapshot.askSize];
    const least = below ? Number.NEGATIVE_INFINITY : 0;
    const sign = side === "ask" ? 1 : -1;
    let out = -1;
    let count = 0;
    for (let level = 0; level < prices.length; level++) {
      const [p, q] = [prices[level], sizes[level]];
      if (!(q > 0 && p > least && p < Number.POSITIVE_INFINITY)) {
        this.#checkAbsent(source, side, level, p, q);
        continue;
      }
      if (count > 0 && sign * (p - price[count - 1]) < 0 && out < 0) out = level;
      price[count] = p;
      size[count++] = q;
    }
    for (; count < price.length; count++) {
      price[count] = Number.NaN;
      size[count] = 0;
    }
    return out;
  }

  /** What is neither a level nor a way to write that there is none is refused. */
  #checkAbsent(source: SnapshotSource, side: "bid" | "ask", level: number, price: number, size: number): void {
    const refuse = (what: "px" | "sz", rule: string): never => {
      throw new InputError(source.where([side, what, level]), rule, what === "px" ? price : size);
    };
    if (size < 0) refuse("sz", "must not be negative");
    if (Math.abs(price) === Number.POSITIVE_INFINITY) refuse("px", "must be finite");
    if (Number.isNaN(size) && price > 0) refuse("sz", "must be a size where there is a price, or 0 for no such level");
    if (size > 0 && price < 0 && this.negative === undefined) refuse("px", NEGATIVE);
  }
}

/** Whether every level is there, at a price above 0, and in order. */
function areBids(price: Float64Array, size: Float64Array): boolean {
  let last = Number.MAX_VALUE;
  for (let k = 0; k < price.length; k++) {
    if (!(size[k] > 0 && price[k] <= last)) return false;
    last = price[k];
  }
  return last > 0;
}

function areAsks(price: Float64Array, size: Float64Array): boolean {
  let last = Number.MIN_VALUE;
  for (let k = 0; k < price.length; k++) {
    if (!(size[k] > 0 && price[k] >= last)) return false;
    last = price[k];
  }
  return last < Number.POSITIVE_INFINITY;
}

function hasNegative({ bidPrice, bidSize, askPrice, askSize }: BookSnapshot): boolean {
  for (let k = 0; k < bidPrice.length; k++) if (bidPrice[k] < 0 && bidSize[k] > 0) return true;
  for (let k = 0; k < askPrice.length; k++) if (askPrice[k] < 0 && askSize[k] > 0) return true;
  return false;
}
