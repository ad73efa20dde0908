/** A plain walker of raw books, to hold cost tables and payments against: it shares nothing with the estimator. */
import { createSnapshot, type BookSnapshot } from "../../src/estimates/book/book-snapshot";
import { createRandom } from "../../src/numeric/random";

const SECOND = 1e6;
const START = 1704205800 * SECOND;

/** Books that change at random times, some crossed, locked, one-sided, halted or long before the next. */
export function uglyBook(seed: number, seconds: number, levels: number, tick: number): BookSnapshot[] {
  const random = createRandom(seed);
  const chance = (share: number): boolean => random.uniform() < share;
  const books: BookSnapshot[] = [];
  let time = START;
  while (time < START + seconds * SECOND) {
    const book = createSnapshot(levels);
    Object.assign(book, { time, traded: random.integer(50), open: !chance(0.03) });
    // In whole ticks: a locked book must not be open by rounding.
    const mid = 1000 + random.integer(3);
    let bid = mid - random.integer(2) + (chance(0.05) ? 2 : 0);
    let ask = mid + 1 + random.integer(3);
    const [bids, asks] = [0, 1].map(() => (chance(0.1) ? random.integer(levels) : levels));
    for (let k = 0; k < levels; k++) {
      [book.bidPrice[k], book.bidSize[k]] = k < bids ? [bid * tick, 1 + random.integer(200) * (k + 1)] : [NaN, 0];
      [book.askPrice[k], book.askSize[k]] = k < asks ? [ask * tick, 1 + random.integer(200) * (k + 1)] : [NaN, 0];
      bid -= 1 + random.integer(4);
      ask += 1 + random.integer(4);
    }
    books.push(book);
    time += Math.round(-Math.log(1 - random.uniform()) * 1.3 * SECOND) + (chance(0.004) ? 100 * SECOND : 0);
  }
  return books;
}

export interface HandWalk {
  readonly side: "buy" | "sell" | "round-trip";
  /** Seconds. */
  readonly width: number;
  readonly maxAge: number;
  readonly longestGap: number;
}

/** The time-weighted mean cost of q in the bin that starts at `bin`, and for which share of it q could be filled. */
export function costByHand(
  books: readonly BookSnapshot[],
  bin: string,
  q: number,
  { side, width, maxAge, longestGap }: HandWalk,
): { cost: number; fillable: number } {
  const from = Date.parse(bin) * 1e3;
  const to = from + width * SECOND;
  let [time, money] = [0, 0];
  for (let k = 0; k + 1 < books.length; k++) {
    const book = books[k];
    const gap = books[k + 1].time - book.time;
    const [bid, ask] = [book.bidPrice[0], book.askPrice[0]];
    if (!book.open || !(bid < ask) || gap > longestGap * SECOND) continue;
    const end = Math.min(book.time + Math.min(gap, maxAge * SECOND), to);
    const seconds = (end - Math.max(book.time, from)) / SECOND;
    if (!(seconds > 0)) continue;
    const mid = (bid + ask) / 2;
    const walks = [
      ...(side === "sell" ? [] : [walk(book.askPrice, book.askSize, mid, q)]),
      ...(side === "buy" ? [] : [walk(book.bidPrice, book.bidSize, mid, q)]),
    ];
    const cost = walks.reduce((sum, value) => sum + value, 0) / walks.length;
    if (Number.isNaN(cost)) continue;
    time += seconds;
    money += seconds * cost;
  }
  return { cost: money / time, fillable: Math.min(1, time / width) };
}

function walk(price: Float64Array, size: Float64Array, mid: number, q: number): number {
  let [left, cost] = [q, 0];
  for (let k = 0; k < price.length && left > 0 && size[k] > 0; k++) {
    const fill = Math.min(left, size[k]);
    cost += fill * Math.abs(price[k] - mid);
    left -= fill;
  }
  return left > 0 ? NaN : cost;
}
