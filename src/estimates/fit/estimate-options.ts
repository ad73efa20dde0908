/**
 * The options of estimateImpact: their units, defaults and checks, and the recipe they make, which is
 * written into the table because the choice of sizes alone moves the exponent.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { checkChoice } from "../../base/check-choice";
import { must } from "../../base/input-error";
import { parseDuration } from "../../base/parse-duration";
import { pow } from "../../numeric/elementary";
import type { BinRecipe } from "./estimate-bin";
import type { FitMethod } from "./fit-impact";
import { binStarts, parseSessions, sessionBinStarts, type BinStarts } from "./session-bins";
import { LONGEST_GAP } from "../fill-neighbours";
import type { Side } from "../table/impact-estimates";
import type { BookFormat } from "../book/open-book";
import { SECOND, TIME_UNITS, type BookClock, type TimeUnit } from "../book/parse-time";
import type { PriceUnit } from "../book/price-units";
import { ZoneClock } from "../book/time-zone";

export interface EstimateOptions {
  /** The format of a file: `snapshots`, `mbp10` or `lobster`. Default: what its first line shows. */
  readonly format?: BookFormat;
  /** `buy`, `sell`, or `both` for the two and their round-trip average. Default `buy`. */
  readonly side?: "buy" | "sell" | "both";
  /** Width of a bin, a number of seconds or text such as `60s`, `5m`, `1h`. It divides the day. Default `60s`. */
  readonly binWidth?: string | number;
  /**
   * The sizes to walk, ascending, shares. Default `auto`: ten a decade, 10^(j/10), from the first that
   * exceeds the best level for 0.9 of the time to the largest that could be filled, bin by bin.
   */
  readonly sizes?: "auto" | readonly number[];
  /** A size counts where it could be filled for this share of the bin's time, in (0, 1]. Default 0.9. */
  readonly fillable?: number;
  /** The least number of sizes for a fit, at least 2. Default 3. */
  readonly minSizes?: number;
  /** `wls` on logarithms (default) or `nls` on the costs. */
  readonly method?: FitMethod;
  /** A state of the book is in force for this long at most: seconds, or text such as `5m`. Default `5m`. */
  readonly maxAge?: string | number;
  /** `neighbours` fills bins without a fit from the nearest ones with (see fillNeighbours). Default: none. */
  readonly fill?: "neighbours";
  /**
   * Rows further apart are a break: a night, a lunch, a halt. Nothing is in force in it and its bins are none of
   * the table's, nor are those of a run as long without a book. Gaps longer than this are not filled. Seconds, or
   * text such as `15m`; at least `maxAge`. Default `10m`, or `maxAge` where that is longer.
   */
  readonly longestGap?: string | number;
  /**
   * The hours of trading, `09:30-16:00`, or several between commas; a close before its opening is the next day's.
   * Bins count from the opening, and there are none outside. Default: every hour that has rows.
   */
  readonly session?: string;
  /** The clock of `session`, `America/New_York`; daylight saving included. Needed where the book's times are UTC. */
  readonly timeZone?: string;
  /** The time zone of times in the file that state none. Default: bins state none either. */
  readonly clock?: string;
  /** What a number in the time column counts: s, ms, us, ns or a spreadsheet's days. Default: see parse-time. */
  readonly timeUnit?: TimeUnit;
  /** What whole prices of MBP-10 are: `decimal` or `billionths`. Default: billionths where no price has a point. */
  readonly priceUnit?: PriceUnit;
  /**
   * Whether a price below 0 is one, `prices`, or marks a level that is not there, `none`. Default: prices in
   * MBP-10, which has its own mark; elsewhere such a price is refused.
   */
  readonly negativePrices?: "prices" | "none";
  /** The instrument, in a file that holds several. */
  readonly symbol?: string;
  /** The currency of prices, written into the table: `USD`. */
  readonly currency?: string;
  /** The unit of sizes, written into the table. Default `shares`. */
  readonly sizeUnit?: string;
  /** Where the book came from and on what terms, written into the table. */
  readonly source?: string;
  /**
   * Threads that read a file: 1, or 2, of which each takes a half; the table is the same to the bit. Default `auto`:
   * 2 for a plain file of 150 MB or more, where there are two cores.
   */
  readonly workers?: "auto" | 1 | 2;
  /** Called every megabyte or so with the bytes read and their total, NaN for snapshots in memory. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Interrupts the work: the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export const ESTIMATE_OPTIONS: OptionNames<EstimateOptions> = {
  format: true,
  side: true,
  binWidth: true,
  sizes: true,
  fillable: true,
  minSizes: true,
  method: true,
  maxAge: true,
  fill: true,
  longestGap: true,
  session: true,
  timeZone: true,
  clock: true,
  timeUnit: true,
  priceUnit: true,
  negativePrices: true,
  symbol: true,
  currency: true,
  sizeUnit: true,
  source: true,
  workers: true,
  onProgress: true,
  signal: true,
};

const DAY = 86_400 * SECOND;

const METHODS: Readonly<Record<FitMethod, string>> = {
  wls: "weighted least squares of log cost on log size",
  nls: "nonlinear least squares of cost on size",
};

export interface EstimatePlan extends BinRecipe {
  readonly sides: readonly Side[];
  /** Whether bins keep their cost of every size. */
  readonly keepCosts?: boolean;
  /** Bin width, microseconds. */
  readonly width: number;
  /** Microseconds. */
  readonly maxAge: number;
  /** Microseconds. */
  readonly longestGap: number;
  /** The bins of times on a clock. Throws an InputError where the session's clock could be another. */
  binsOn(clock: BookClock): BinStarts;
  /** The table's notes, recipe included, for a book of a format, read as it says. */
  notes(pastTouch: number, format: string, readings: Readonly<Record<string, string>>): Record<string, string>;
}

/** The automatic grid: ten sizes a decade from 1e-8 (a satoshi) to 1e12; books use a part of it. */
const LATTICE = Float64Array.from({ length: 201 }, (_, j) => Number(pow(10, (j - 80) / 10).toPrecision(6)));

/** Checks the options and completes them. Throws an InputError that names the first that is wrong. */
export function planEstimate(options: EstimateOptions): EstimatePlan {
  checkOptions(options, ESTIMATE_OPTIONS);
  const { side = "buy", sizes = "auto", fillable = 0.9, minSizes = 3, method = "wls", fill } = options;
  const { currency = "unknown", sizeUnit = "shares", source } = options;
  must(["buy", "sell", "both"].includes(side), "options.side", "must be buy, sell or both", side);
  must(Object.hasOwn(METHODS, method), "options.method", "must be wls or nls", method);
  must(fill === undefined || fill === "neighbours", "options.fill", "must be neighbours or left out", fill);
  must(fillable > 0 && fillable <= 1, "options.fillable", "must be above 0 and at most 1", fillable);
  must(Number.isInteger(minSizes) && minSizes >= 2, "options.minSizes", "must be a whole number from 2", minSizes);
  const width = parseDuration("options.binWidth", options.binWidth ?? "60s") * SECOND;
  const divides = width >= 1e3 && width <= DAY && width % 1e3 === 0 && Number.isInteger(DAY / width);
  must(divides, "options.binWidth", "must be whole milliseconds and divide a day", options.binWidth);
  const maxAge = parseDuration("options.maxAge", options.maxAge ?? "5m") * SECOND;
  const longestGap = gapOf(options, maxAge);
  const { workers = "auto" } = options;
  must(["auto", 1, 2].includes(workers), "options.workers", 'must be "auto", 1 or 2', workers);
  if (sizes !== "auto") checkSizes(sizes, minSizes);
  const { session, timeZone, negativePrices, timeUnit } = options;
  if (negativePrices !== undefined) checkChoice("options.negativePrices", negativePrices, ["prices", "none"]);
  if (timeUnit !== undefined) checkChoice("options.timeUnit", timeUnit, TIME_UNITS);
  const sessions = session === undefined ? undefined : parseSessions("options.session", session, width);
  const zone = timeZone === undefined ? undefined : new ZoneClock("options.timeZone", timeZone);
  const recipe = {
    side,
    bin: `${width / SECOND}s`,
    sizes,
    fillable,
    minSizes,
    method,
    maxAge: `${maxAge / SECOND}s`,
    ...given({
      longestGap: options.longestGap === undefined ? undefined : `${longestGap / SECOND}s`,
      fill,
      session,
      timeZone,
      negativePrices,
      symbol: options.symbol,
    }),
  };
  return {
    sides: side === "both" ? ["buy", "sell", "round-trip"] : [side],
    sizes: sizes === "auto" ? LATTICE : sizes,
    automatic: sizes === "auto",
    width,
    maxAge,
    longestGap,
    binsOn: (clock) => {
      if (clock !== "utc") {
        const own = "must be left out where the book's times state no zone: --clock says which is theirs";
        must(zone === undefined, "options.timeZone", own, timeZone);
      } else if (sessions !== undefined) {
        const needs =
          "needs the time zone of its hours, timeZone (--time-zone America/New_York), as the book is in UTC";
        must(zone !== undefined, "options.session", needs, session);
      }
      return sessions === undefined ? binStarts(width) : sessionBinStarts(width, sessions, zone);
    },
    fillable,
    minSizes,
    method,
    notes: (pastTouch, format, readings) => ({
      currency,
      size_unit: sizeUnit,
      ...(source === undefined ? {} : { source }),
      cost:
        `alpha * q^beta, ${currency}: of filling q ${sizeUnit} at once, over the mid price, ` +
        "averaged over the bin's time",
      fit:
        `${METHODS[method]}, ` +
        `weights the time a size could be filled; sizes fillable less than ${fillable} of the bin dropped` +
        (sizes === "auto" ? `, and sizes larger than the best level for less than ${pastTouch} of that` : ""),
      errors:
        "of the curve that the book moves about: long-run covariance of the costs within the bin, by the spectrum " +
        "that the day's bins have in common, widened so that 1.96 standard errors cover 95 %",
      recipe: JSON.stringify({ format, ...recipe, ...readings }),
    }),
  };
}

function gapOf({ longestGap }: EstimateOptions, maxAge: number): number {
  if (longestGap === undefined) return Math.max(maxAge, parseDuration("options.longestGap", LONGEST_GAP) * SECOND);
  const gap = parseDuration("options.longestGap", longestGap) * SECOND;
  must(gap >= maxAge, "options.longestGap", `must be at least maxAge, ${maxAge / SECOND}s`, longestGap);
  return gap;
}

/** What of these is given, for the recipe. */
function given(options: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

function checkSizes(sizes: readonly number[], minSizes: number): void {
  const enough = Array.isArray(sizes) && sizes.length >= minSizes;
  must(enough, "options.sizes", `must be "auto" or at least ${minSizes} sizes`, sizes);
  sizes.forEach((size, k) => {
    must(size > 0 && size < Number.POSITIVE_INFINITY, "options.sizes", "must be positive and finite", size, k);
    must(k === 0 || size > sizes[k - 1], "options.sizes", "must ascend", size, k);
  });
}
