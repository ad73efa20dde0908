/** Sums a book, or a part of one, into time bins: what an estimate is settled from. */
import { InputError } from "../../base/input-error";
import type { BookSnapshot } from "../book/book-snapshot";
import { FIRST_TIME, formatTime, LAST_TIME, SECOND, type BookClock } from "../book/parse-time";
import { PresentBook } from "../book/present-book";
import type { SnapshotSource } from "../book/snapshot-source";
import type { EstimateOptions, EstimatePlan } from "./estimate-options";
import { TimeBins, type SideRows } from "./time-bins";

/** More bins than this are a wrong bin width or wrong times, not a wish. */
export const MOST_BINS = 200_000;
// Locals: as imports they would be looked up for every row.
const [FIRST, LAST, OUT_OF_ORDER] = [FIRST_TIME, LAST_TIME, SECOND];

/** A book's bins and what its source said of it; plain, for another thread to hand over. */
export interface BookSums {
  /** Empty where there was no row. */
  readonly series: readonly SideRows[];
  /** How many rows there were, and the times of the first and the last. */
  readonly rows: number;
  readonly first: number;
  readonly last: number;
  /** Whether any of them was a book that could be walked. */
  readonly sawBook: boolean;
  readonly clock: BookClock;
  readonly format: string;
  readonly readings: Readonly<Record<string, string>>;
  readonly identity: string;
}

type Watching = Pick<EstimateOptions, "negativePrices" | "onProgress" | "signal">;

/** Throws an InputError for a row that is none of a book's, and once there are too many bins. */
export async function sumBook(source: SnapshotSource, plan: EstimatePlan, options: Watching): Promise<BookSums> {
  const levels = new PresentBook(options.negativePrices);
  let bins: TimeBins | undefined;
  let rows = 0;
  let [first, time] = [Number.NaN, Number.NaN];
  while (source.next() || (await refill(source, options))) {
    const book = stateOf(source, levels, time);
    if (book === undefined) break;
    rows++;
    time = book.time < time ? time : book.time;
    bins ??= new TimeBins(plan, plan.binsOn(source.clock));
    if (rows === 1) first = time;
    if (bins.countTo(time) > MOST_BINS) {
      const rule = `must come to at most ${MOST_BINS} bins`;
      throw new InputError(source.where("time"), rule, formatTime(time, source.clock));
    }
    bins.add(book, time);
  }
  tell(source, options);
  const { clock, format = "snapshots", readings = {}, identity = "" } = source;
  const [series, sawBook] = bins === undefined ? [[], false] : [bins.finish(), bins.sawBook];
  return { series, rows, first, last: time, sawBook, clock, format, readings, identity };
}

async function refill(source: SnapshotSource, options: Watching): Promise<boolean> {
  options.signal?.throwIfAborted();
  tell(source, options);
  return source.refill();
}

function tell(source: SnapshotSource, { onProgress }: Watching): void {
  const { read, total } = source.progress();
  onProgress?.(read, total);
}

/** The source's state, checked against the time before it; undefined for that of a half-written last line. */
function stateOf(source: SnapshotSource, levels: PresentBook, before: number): BookSnapshot | undefined {
  try {
    const book = levels.take(source);
    checkTime(book.time, before, source);
    return book;
  } catch (error) {
    if (source.cutShort === true && error instanceof InputError) return undefined;
    throw error;
  }
}

function checkTime(time: number, before: number, source: SnapshotSource): void {
  const { clock } = source;
  // A clock without dates shows the first day of all.
  if (!((time >= FIRST && time < LAST) || clock === "time-of-day")) {
    const rule = "must be microseconds since 1970, of a time between 1990 and 2100";
    throw new InputError(source.where("time"), rule, time);
  }
  // Feeds stamp events of several venues a little out of order; what is more than that is unsorted.
  if (time < before - OUT_OF_ORDER) {
    const rule = `must not be earlier than the row before, ${formatTime(before, clock)}`;
    throw new InputError(source.where("time"), rule, formatTime(time, clock));
  }
}
