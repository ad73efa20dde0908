/**
 * From an order book to an impact curve a time bin (walk the book, average by time in force,
 * drop what could not be filled, fit). Locked, crossed, one-sided and halted books are no books: the
 * time they are in force is not covered.
 */
import { withSummary } from "../../base/summary";
import { estimatesSummary } from "../table/estimates-summary";
import { must } from "../../base/input-error";
import type { BookSnapshot } from "../book/book-snapshot";
import { PAST_TOUCH } from "./estimate-bin";
import { poolErrors } from "./pool-errors";
import { planEstimate, type EstimateOptions, type EstimatePlan } from "./estimate-options";
import { fillGaps } from "../fill-neighbours";
import type { CostTable } from "../costs/cost-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "../table/impact-estimates";
import { openBook } from "../book/open-book";
import { formatTime, SECOND } from "../book/parse-time";
import { ZoneClock } from "../book/time-zone";
import { sourceOf } from "../book/snapshot-source";
import { sumBook, type BookSums } from "./sum-book";
import { sumHalves } from "./sum-halves";
import { tradingBins, type BinSeries } from "./time-bins";

type Snapshots = Iterable<BookSnapshot> | AsyncIterable<BookSnapshot>;

/** So many breaks are listed in the notes. */
const MOST_BREAKS = 20;
const DAY = 86_400 * SECOND;

/**
 * Estimates each bin's impact curve g(x) = alpha x^beta from the books in force during it. At a snapshot,
 * buying q shares costs sum_k fill_k (ask_k - mid); a bin's cost of q is its mean over the time that q
 * could be filled, and log cost = log alpha + beta log q is fitted over a grid of q, with a long-run
 * covariance as standard errors (Newey and West, Econometrica 55, 1987, in the form of a periodogram whose shape
 * the bins of a day have in common).
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
  book: string | Snapshots,
  options: EstimateOptions = {},
): Promise<ImpactEstimates> {
  const plan = planEstimate(options);
  if (typeof book !== "string") checkMemory(options);
  const name = typeof book === "string" ? book : "book";
  const sums =
    (typeof book === "string" && (await sumHalves(book, plan, options))) || (await sumWhole(book, plan, options));
  return settle(name, sums, plan, options);
}

/**
 * The estimates of a book, as `estimateImpact` has them, and beside them what its bins cost at every size that was
 * walked: tables that need no power law, to pay by in `walkForward`. On one thread.
 *
 * @param book and `options` as of `estimateImpact`.
 * @returns the estimates, and a cost table a side: the time-weighted mean cost of every size that could be filled for
 *   half of the bin, currency, its standard error and for what share of the time it could be filled.
 * @throws InputError as `estimateImpact` does.
 * @example
 * ```ts
 * import { estimateWithCosts, exampleBook } from "../src";
 * const { costs } = await estimateWithCosts(exampleBook(1, 3, 1), { side: "buy", binWidth: "60s" });
 * console.log(costs[0].rows.map(({ bin, size }) => [bin, size.length])); // three bins
 * ```
 */
export async function estimateWithCosts(
  book: string | Snapshots,
  options: EstimateOptions = {},
): Promise<{ readonly estimates: ImpactEstimates; readonly costs: readonly CostTable[] }> {
  const plan: EstimatePlan = { ...planEstimate(options), keepCosts: true };
  if (typeof book !== "string") checkMemory(options);
  const sums = await sumWhole(book, plan, options);
  const estimates = settle(typeof book === "string" ? book : "book", sums, plan, options);
  const { currency, size_unit, source, recipe } = estimates.notes as Record<string, string>;
  const notes = { currency, size_unit, ...(source === undefined ? {} : { source }), recipe };
  const { series } = tradingBins(sums.series, plan, plan.binsOn(sums.clock));
  const costs = series.map(({ side, rows }): CostTable => ({
    side,
    notes,
    rows: rows.flatMap(({ start, walked }) =>
      walked === undefined || walked.size.length === 0 ? [] : [{ bin: formatTime(start, sums.clock), ...walked }],
    ),
  }));
  return { estimates, costs };
}

async function sumWhole(book: string | Snapshots, plan: EstimatePlan, options: EstimateOptions): Promise<BookSums> {
  const source = typeof book === "string" ? await openBook(book, options) : sourceOf(book);
  try {
    return await sumBook(source, plan, options);
  } finally {
    source.close();
  }
}

function settle(name: string, sums: BookSums, plan: EstimatePlan, options: EstimateOptions): ImpactEstimates {
  const { clock, rows, first, last } = sums;
  must(rows > 0, name, "must hold at least one snapshot", "none");
  must(sums.sawBook, name, "must hold an open book with its bid below its ask", `none in ${rows} rows`);
  const found = tradingBins(sums.series, plan, plan.binsOn(clock));
  checkCovered(name, found, plan, `rows from ${formatTime(first, clock)} to ${formatTime(last, clock)}`);
  const estimates = assemble(found, plan, sums, options);
  return withSummary(options.fill === undefined ? estimates : fill(estimates, found, plan, options), estimatesSummary);
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

/** A table without a bin that was covered tells nothing. */
function checkCovered(name: string, { series }: BinSeries, plan: EstimatePlan, span: string): void {
  const { rows } = series[0];
  const width = `${plan.width / SECOND}s`;
  must(rows.length > 0, name, `must hold rows in the hours of a bin of ${width}`, span);
  const covered = rows.some((row) => row.covered >= plan.fillable * plan.width);
  const ages = `with a state in force for at most ${plan.maxAge / SECOND}s`;
  must(covered, name, `must cover a whole bin of ${width} for ${plan.fillable} of its time, ${ages}`, span);
}

function assemble(
  { series, breaks }: BinSeries,
  plan: EstimatePlan,
  sums: BookSums,
  { timeZone }: EstimateOptions,
): ImpactEstimates {
  const { clock, format, readings } = sums;
  const zone = timeZone === undefined ? undefined : new ZoneClock("options.timeZone", timeZone);
  const dayOf = (time: number): number => Math.floor((zone?.show(time) ?? time) / DAY);
  const all = series.flatMap(({ side, rows }) => poolErrors(rows, dayOf).map((row) => ({ ...row, side })));
  const slow = all.filter(({ status }) => status === "persistent").length;
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
      ...(slow === 0 ? {} : { persistent: remedy(slow, all.length, plan) }),
      ...(spans.length === 0 ? {} : { breaks: spans.slice(0, MOST_BREAKS).join(", ") + others }),
    },
  };
}

/** What a table says of bins whose noise persists, and what to do about them. */
function remedy(bins: number, of: number, { width }: EstimatePlan): string {
  const wide = `${width / SECOND}s`;
  return (
    `${bins} of ${of} bins: the book moves so slowly that ${wide} hold few independent looks at the curve it moves ` +
    `about; the errors are widened for that, as far as ${wide} can show, and bins several times as wide hold more looks`
  );
}
