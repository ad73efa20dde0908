/**
 * From an order book to an impact curve a time bin (walk the book, average by time in force,
 * drop what could not be filled, fit).
 *
 * A state of the book is in force from its time to the next one's, `maxAge` at the longest, and counts
 * in every bin it reaches into. Locked, crossed, one-sided and halted books are no books: the time
 * they are in force is not covered. Bins are [k w, (k + 1) w) since midnight UTC.
 */
import { InputError } from "../../base/input-error";
import { midPrice, type BookSnapshot } from "../book/book-snapshot";
import { estimateBin, PAST_TOUCH, type BinEstimate } from "./estimate-bin";
import { planEstimate, type EstimateOptions, type EstimatePlan } from "./estimate-options";
import { fillNeighbours } from "../fill-neighbours";
import { type ImpactEstimates, NUMBER_COLUMNS, type Side } from "../table/impact-estimates";
import { openBook } from "../book/open-book";
import { formatTime, SECOND } from "../book/parse-time";
import { BLOCKS, createSideCosts } from "./side-costs";
import { sourceOf, type SnapshotSource } from "../book/snapshot-source";
import { walkBook } from "../book/walk-book";

/** More bins than this are a wrong bin width or wrong times, not a wish. */
const MOST_BINS = 200_000;

interface Row extends BinEstimate {
  readonly bin: string;
  readonly volume: number;
}

/**
 * Estimates a bin's impact curve, g(x) = alpha * x^beta, from the books in force during it.
 *
 * @param book  the path of a file (see `format`), or snapshots in order of time; a generator may hand
 *              on one object again and again
 * @returns one row a bin and side, first bin to last, gaps included; sides one after the other. alpha
 *          in currency per share^beta; every row has a `status` (see BinStatus), and the recipe is in
 *          `notes`
 * @throws InputError for options out of range and for a file that is not what it was called
 */
export async function estimateImpact(
  book: string | Iterable<BookSnapshot> | AsyncIterable<BookSnapshot>,
  options: EstimateOptions = {},
): Promise<ImpactEstimates> {
  const plan = planEstimate(options);
  const source = typeof book === "string" ? await openBook(book, options) : sourceOf(book);
  try {
    const estimates = await estimateSource(typeof book === "string" ? book : "book", source, plan, options);
    return options.fill === "neighbours" ? fillNeighbours(estimates) : estimates;
  } finally {
    source.close();
  }
}

async function estimateSource(
  name: string,
  source: SnapshotSource,
  plan: EstimatePlan,
  options: EstimateOptions,
): Promise<ImpactEstimates> {
  const bins = createBins(plan);
  let [rows, time] = [0, Number.NaN];
  while (source.next() || (await refill(source, options))) {
    rows++;
    const { snapshot } = source;
    // Feeds stamp events of several venues a little out of order; what is more than that is unsorted.
    if (snapshot.time < time - SECOND) {
      throw new InputError(source.where(), "must not be earlier than the row before", formatTime(snapshot.time));
    }
    time = snapshot.time < time ? time : snapshot.time;
    bins.add(snapshot, time, source);
  }
  if (rows === 0) throw new InputError(name, "must hold at least one snapshot", "none");
  if (!bins.sawBook())
    throw new InputError(name, "must hold an open book with its bid below its ask", `none in ${rows} rows`);
  options.onProgress?.(source.progress());
  return bins.finish();
}

async function refill(source: SnapshotSource, options: EstimateOptions): Promise<boolean> {
  options.signal?.throwIfAborted();
  options.onProgress?.(source.progress());
  return source.refill();
}

/** The state of the sums over the current bin, fed by one snapshot after the other. */
function createBins(plan: EstimatePlan) {
  const { sizes, width } = plan;
  const wanted = (side: Side): boolean => plan.sides.includes(side);
  const rows = new Map<Side, Row[]>(plan.sides.map((side) => [side, []]));
  const costs = new Map(plan.sides.map((side) => [side, createSideCosts(sizes, plan.automatic)]));
  const [buyCost, sellCost] = [new Float64Array(sizes.length), new Float64Array(sizes.length)];
  let [first, bin, volume, covered, count] = [Number.NaN, Number.NaN, 0, 0, 0];
  // The state in force, already walked: what to add once it is known for how long.
  let [since, offset, buyTouched, buyFilled, sellTouched, sellFilled] = [Number.NaN, Number.NaN, 0, 0, 0, 0];
  let seen = false;
  let [buyState, sellState, buyPrint, sellPrint] = [0, 0, Number.NaN, Number.NaN];

  const closeBin = (): void => {
    for (const [side, sums] of costs) {
      const estimate = estimateBin(sums.finish(), width / SECOND, covered / SECOND, plan);
      rows.get(side)?.push({ ...estimate, bin: formatTime(bin), volume });
      sums.reset();
    }
    [bin, volume, covered] = [bin + width, Number.isNaN(volume) ? volume : 0, 0];
  };

  /** Adds the state in force for the time from `since` to `until`, block by block. */
  const addInForce = (until: number): void => {
    const end = Math.min(until, since + plan.maxAge);
    let at = since;
    while (at < until) {
      if (at >= bin + width) {
        closeBin();
        continue;
      }
      const inForce = at < end && offset > 0;
      const limit = Math.min(bin + width, inForce ? end : until, until);
      if (!inForce) {
        at = limit;
        continue;
      }
      const block = Math.min(BLOCKS - 1, Math.floor(((at - bin) / width) * BLOCKS));
      const next = Math.min(limit, Math.max(bin + ((block + 1) * width) / BLOCKS, at + 0.25));
      const seconds = (next - at) / SECOND;
      covered += next - at;
      costs.get("buy")?.add(block, seconds, buyTouched, buyFilled, offset, buyCost);
      costs.get("sell")?.add(block, seconds, sellTouched, sellFilled, offset, sellCost);
      // The average of the two costs: half of each, for the time when both sides could be filled.
      costs.get("buy")?.count(buyState);
      costs.get("sell")?.count(sellState);
      costs.get("round-trip")?.count(buyState + sellState);
      const both = Math.min(buyFilled, sellFilled);
      costs.get("round-trip")?.add(block, seconds / 2, buyTouched, both, offset, buyCost);
      costs.get("round-trip")?.add(block, seconds / 2, sellTouched, both, offset, sellCost);
      at = next;
    }
  };

  return {
    /** Whether there was a snapshot that could be walked. */
    sawBook: () => seen,
    add(book: BookSnapshot, time: number, source: SnapshotSource): void {
      if (count++ === 0) first = bin = Math.floor(time / width) * width;
      else {
        if (!((time - first) / width <= MOST_BINS)) {
          throw new InputError(source.where(), `must be within ${MOST_BINS} bins of the first row`, formatTime(time));
        }
        addInForce(time);
        while (time >= bin + width) closeBin();
      }
      volume += book.traded;
      since = time;
      const mid = book.open ? midPrice(book) : Number.NaN;
      offset = book.askPrice[0] - mid;
      if (!(offset > 0)) return;
      seen = true;
      checkLevels(book, source);
      if (wanted("buy") || wanted("round-trip")) {
        buyTouched = countUpTo(sizes, book.askSize[0]);
        buyFilled = walkBook(book.askPrice, book.askSize, mid, sizes, buyCost, buyTouched);
        const print = fingerprint(offset, buyTouched, buyFilled, buyCost);
        if (print !== buyPrint) buyState++;
        buyPrint = print;
      }
      if (wanted("sell") || wanted("round-trip")) {
        sellTouched = countUpTo(sizes, book.bidSize[0]);
        sellFilled = walkBook(book.bidPrice, book.bidSize, mid, sizes, sellCost, sellTouched);
        const print = fingerprint(offset, sellTouched, sellFilled, sellCost);
        if (print !== sellPrint) sellState++;
        sellPrint = print;
      }
    },
    finish(): ImpactEstimates {
      closeBin();
      return assemble(rows, plan);
    },
  };
}

/** Levels out of order are columns mixed up, and would be walked in the wrong order. */
function checkLevels(book: BookSnapshot, source: SnapshotSource): void {
  for (let k = 1; k < book.askPrice.length; k++) {
    if (!(book.askPrice[k] < book.askPrice[k - 1] || book.bidPrice[k] > book.bidPrice[k - 1])) continue;
    const prices = `bid ${book.bidPrice[k]}, ask ${book.askPrice[k]} at level ${k}`;
    throw new InputError(source.where(), "must have asks ascend and bids descend from level to level", prices);
  }
}

/** A number that changes when the costs of a side do: what counts as another state of it. */
function fingerprint(offset: number, touched: number, filled: number, cost: Float64Array): number {
  return touched < filled ? offset + cost[touched] + cost[filled - 1] : offset;
}

/** How many of the ascending `sizes` are at most `limit`. */
function countUpTo(sizes: ArrayLike<number>, limit: number): number {
  let [low, high] = [0, sizes.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sizes[middle] <= limit) low = middle + 1;
    else high = middle;
  }
  return low;
}

function assemble(rows: ReadonlyMap<Side, readonly Row[]>, plan: EstimatePlan): ImpactEstimates {
  const all = [...rows].flatMap(([side, list]) => list.map((row) => ({ ...row, side })));
  const numbers = NUMBER_COLUMNS.map(([, key]) => [key, Float64Array.from(all, (row) => row[key])]);
  return {
    ...(Object.fromEntries(numbers) as Pick<ImpactEstimates, (typeof NUMBER_COLUMNS)[number][1]>),
    bin: all.map((row) => row.bin),
    side: all.map((row) => row.side),
    status: all.map((row) => row.status),
    points: all.map((row) => row.points),
    convention: "total",
    notes: plan.notes(PAST_TOUCH),
  };
}
