/**
 * From an order book to an impact curve a time bin (walk the book, average by time in force,
 * drop what could not be filled, fit). Locked, crossed, one-sided and halted books are no books: the
 * time they are in force is not covered.
 */
import { InputError, must } from "../../base/input-error";
import { midPrice, type BookSnapshot } from "../book/book-snapshot";
import { PAST_TOUCH } from "./estimate-bin";
import { planEstimate, type EstimateOptions, type EstimatePlan } from "./estimate-options";
import { fillNeighbours } from "../fill-neighbours";
import { type ImpactEstimates, NUMBER_COLUMNS, type Side } from "../table/impact-estimates";
import { openBook } from "../book/open-book";
import { formatTime, SECOND } from "../book/parse-time";
import { sourceOf, type SnapshotSource } from "../book/snapshot-source";
import { TimeBins, type BinRow } from "./time-bins";

/** More bins than this are a wrong bin width or wrong times, not a wish. */
const MOST_BINS = 200_000;

/**
 * Estimates each bin's impact curve g(x) = alpha x^beta from the books in force during it. At a snapshot,
 * buying q shares costs sum_k fill_k (ask_k - mid); a bin's cost of q is its mean over the time that q
 * could be filled, and log cost = log alpha + beta log q is fitted over a grid of q, with a long-run
 * covariance as standard errors (Newey and West, Econometrica 55, 1987, in the form of a periodogram).
 *
 * @param book  the path of a file (see `format`), or snapshots in order of time; a generator may hand
 *   on one object again and again.
 * @param options see `EstimateOptions` for each one's unit and default.
 * @returns one row a bin and side, first bin to last, gaps included; sides one after the other. alpha
 *   in currency per share^beta; every row has a `status` (see BinStatus), and the recipe is in `notes`.
 * @throws InputError for options out of range and for a file that is not what it was called.
 * @example
 * ```ts
 * import { estimateImpact, exampleBook } from "../src";
 * const estimates = await estimateImpact(exampleBook(1, 3, 1), { side: "buy", binWidth: "60s" });
 * console.log(estimates.bin, estimates.beta, estimates.status); // three bins, true betas 1.25, 1.27, 1.29
 * ```
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
  const bins = new TimeBins(plan);
  let rows = 0;
  let time = Number.NaN;
  while (source.next() || (await refill(source, options))) {
    rows++;
    const { snapshot } = source;
    // Feeds stamp events of several venues a little out of order; what is more than that is unsorted.
    if (snapshot.time < time - SECOND) {
      throw new InputError(source.where(), "must not be earlier than the row before", formatTime(snapshot.time));
    }
    time = snapshot.time < time ? time : snapshot.time;
    if (bins.binsTo(time) > MOST_BINS)
      throw new InputError(source.where(), `must be within ${MOST_BINS} bins of the first row`, formatTime(time));
    if (snapshot.open && midPrice(snapshot) < snapshot.askPrice[0]) checkLevels(snapshot, source);
    bins.add(snapshot, time);
  }
  must(rows !== 0, name, "must hold at least one snapshot", "none");
  must(bins.sawBook, name, "must hold an open book with its bid below its ask", `none in ${rows} rows`);
  tell(source, options);
  return assemble(bins.finish(), plan);
}

async function refill(source: SnapshotSource, options: EstimateOptions): Promise<boolean> {
  options.signal?.throwIfAborted();
  tell(source, options);
  return source.refill();
}

function tell(source: SnapshotSource, { onProgress }: EstimateOptions): void {
  const { read, total } = source.progress();
  onProgress?.(read, total);
}

/** Levels out of order are columns mixed up, and would be walked in the wrong order. */
function checkLevels(book: BookSnapshot, source: SnapshotSource): void {
  for (let k = 1; k < book.askPrice.length; k++) {
    if (!(book.askPrice[k] < book.askPrice[k - 1] || book.bidPrice[k] > book.bidPrice[k - 1])) continue;
    const prices = `bid ${book.bidPrice[k]}, ask ${book.askPrice[k]} at level ${k}`;
    throw new InputError(source.where(), "must have asks ascend and bids descend from level to level", prices);
  }
}

function assemble(
  series: readonly { readonly side: Side; readonly rows: readonly BinRow[] }[],
  plan: EstimatePlan,
): ImpactEstimates {
  const all = series.flatMap(({ side, rows }) => rows.map((row) => ({ ...row, side })));
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
