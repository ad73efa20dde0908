/**
 * From an order book to an impact curve a time bin (walk the book, average by time in force,
 * drop what could not be filled, fit). Locked, crossed, one-sided and halted books are no books: the
 * time they are in force is not covered.
 */
import { InputError, must } from "../../base/input-error";
import type { BookSnapshot } from "../book/book-snapshot";
import { PAST_TOUCH } from "./estimate-bin";
import { planEstimate, type EstimateOptions, type EstimatePlan } from "./estimate-options";
import { fillGaps } from "../fill-neighbours";
import { type ImpactEstimates, NUMBER_COLUMNS } from "../table/impact-estimates";
import { openBook } from "../book/open-book";
import { FIRST_TIME, formatTime, LAST_TIME, SECOND } from "../book/parse-time";
import { PresentBook } from "../book/present-book";
import { sourceOf, type SnapshotSource } from "../book/snapshot-source";
import { TimeBins, type BinSeries } from "./time-bins";

/** More bins than this are a wrong bin width or wrong times, not a wish. */
const MOST_BINS = 200_000;
// Locals: as imports they would be looked up for every row.
const [FIRST, LAST, OUT_OF_ORDER] = [FIRST_TIME, LAST_TIME, SECOND];
/** So many breaks are listed in the notes. */
const MOST_BREAKS = 20;

/**
 * Estimates each bin's impact curve g(x) = alpha x^beta from the books in force during it. At a snapshot,
 * buying q shares costs sum_k fill_k (ask_k - mid); a bin's cost of q is its mean over the time that q
 * could be filled, and log cost = log alpha + beta log q is fitted over a grid of q, with a long-run
 * covariance as standard errors (Newey and West, Econometrica 55, 1987, in the form of a periodogram).
 *
 * @param book  the path of a file (see `format`), or snapshots in order of time; a generator may hand
 *   on one object again and again.
 * @param options see `EstimateOptions` for each one's unit and default.
 * @returns one row a bin and side, first bin to last, short gaps included and breaks left out; sides one after
 *   the other. alpha in currency per share^beta; every row has a `status` (see BinStatus), and the recipe is in
 *   `notes`, as are the breaks.
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
  if (typeof book !== "string") checkMemory(options);
  const source = typeof book === "string" ? await openBook(book, options) : sourceOf(book);
  try {
    return await estimateSource(typeof book === "string" ? book : "book", source, plan, options);
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
    if (bins.countTo(time) > MOST_BINS)
      throw new InputError(
        source.where("time"),
        `must come to at most ${MOST_BINS} bins`,
        formatTime(time, source.clock),
      );
    bins.add(book, time);
  }
  must(bins !== undefined, name, "must hold at least one snapshot", "none");
  must(bins.sawBook, name, "must hold an open book with its bid below its ask", `none in ${rows} rows`);
  tell(source, options);
  const found = bins.finish();
  checkCovered(name, found, plan, `rows from ${formatTime(first, source.clock)} to ${formatTime(time, source.clock)}`);
  const estimates = assemble(found, plan, source);
  return options.fill === undefined ? estimates : fill(estimates, found, plan, options);
}

/** Snapshots in memory have microseconds of UTC, and prices as they are. */
function checkMemory({ clock, timeUnit, priceUnit }: EstimateOptions): void {
  for (const [name, value] of Object.entries({ clock, timeUnit, priceUnit }))
    must(value === undefined, `options.${name}`, "must be left out for snapshots in memory", value);
}

/** A bin at an end of a session is filled where a book was in force for half of it: trading went on. */
function fill(
  estimates: ImpactEstimates,
  { series }: BinSeries,
  { width, longestGap }: EstimatePlan,
  { timeZone }: EstimateOptions,
): ImpactEstimates {
  const covered = series.flatMap(({ rows }) => rows.map((row) => row.covered >= width / 2));
  return fillGaps(estimates, { longestGap: longestGap / SECOND, timeZone }, (row) => covered[row]);
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

/** A table without a bin that was covered tells nothing. */
function checkCovered(name: string, { series }: BinSeries, plan: EstimatePlan, span: string): void {
  const { rows } = series[0];
  const width = `${plan.width / SECOND}s`;
  must(rows.length > 0, name, `must hold rows in the hours of a bin of ${width}`, span);
  const covered = rows.some((row) => row.covered >= plan.fillable * plan.width);
  const ages = `with a state in force for at most ${plan.maxAge / SECOND}s`;
  must(covered, name, `must cover a whole bin of ${width} for ${plan.fillable} of its time, ${ages}`, span);
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

function assemble({ series, breaks }: BinSeries, plan: EstimatePlan, source: SnapshotSource): ImpactEstimates {
  const { clock, format = "snapshots", readings = {} } = source;
  const all = series.flatMap(({ side, rows }) => rows.map((row) => ({ ...row, side })));
  const numbers = NUMBER_COLUMNS.map(([, key]) => [key, Float64Array.from(all, (row) => row[key])]);
  const spans = breaks.map((span) => span.map((time) => formatTime(time, clock)).join(" to "));
  const others = spans.length > MOST_BREAKS ? ` and ${spans.length - MOST_BREAKS} more` : "";
  return {
    ...(Object.fromEntries(numbers) as Pick<ImpactEstimates, (typeof NUMBER_COLUMNS)[number][1]>),
    bin: all.map((row) => formatTime(row.start, clock)),
    side: all.map((row) => row.side),
    status: all.map((row) => row.status),
    points: all.map((row) => row.points),
    convention: "total",
    notes: {
      ...plan.notes(PAST_TOUCH, format, readings),
      ...(spans.length === 0 ? {} : { breaks: spans.slice(0, MOST_BREAKS).join(", ") + others }),
    },
  };
}
