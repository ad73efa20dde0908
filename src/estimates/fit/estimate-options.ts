/**
 * The options of estimateImpact: their units, defaults and checks, and the recipe they make, which is
 * written into the table because the choice of sizes alone moves the exponent.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { pow } from "../../numeric/elementary";
import type { BinRecipe } from "./estimate-bin";
import type { FitMethod } from "./fit-impact";
import type { Side } from "../table/impact-estimates";
import type { BookFormat } from "../book/open-book";
import { SECOND } from "../book/parse-time";

export interface EstimateOptions {
  /** The format of a file: `snapshots` (default), `mbp10` or `lobster`. */
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
  /** The instrument, in a file that holds several. */
  readonly symbol?: string;
  /** The currency of prices, written into the table: `USD`. */
  readonly currency?: string;
  /** The unit of sizes, written into the table. Default `shares`. */
  readonly sizeUnit?: string;
  /** Where the book came from and on what terms, written into the table. */
  readonly source?: string;
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
  symbol: true,
  currency: true,
  sizeUnit: true,
  source: true,
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
  /** Bin width, microseconds. */
  readonly width: number;
  /** Microseconds. */
  readonly maxAge: number;
  /** The table's notes, recipe included. */
  notes(pastTouch: number): Record<string, string>;
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
  if (sizes !== "auto") checkSizes(sizes, minSizes);
  const recipe = {
    format: options.format ?? "snapshots",
    side,
    bin: `${width / SECOND}s`,
    sizes,
    fillable,
    minSizes,
    method,
    maxAge: `${maxAge / SECOND}s`,
    ...(fill === undefined ? {} : { fill }),
    ...(options.symbol === undefined ? {} : { symbol: options.symbol }),
  };
  return {
    sides: side === "both" ? ["buy", "sell", "round-trip"] : [side],
    sizes: sizes === "auto" ? LATTICE : sizes,
    automatic: sizes === "auto",
    width,
    maxAge,
    fillable,
    minSizes,
    method,
    notes: (pastTouch) => ({
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
      errors: "long-run covariance of the costs within the bin, widened so that 1.96 standard errors cover 95 %",
      recipe: JSON.stringify(recipe),
    }),
  };
}

function checkSizes(sizes: readonly number[], minSizes: number): void {
  const enough = Array.isArray(sizes) && sizes.length >= minSizes;
  must(enough, "options.sizes", `must be "auto" or at least ${minSizes} sizes`, sizes);
  sizes.forEach((size, k) => {
    must(size > 0 && size < Number.POSITIVE_INFINITY, "options.sizes", "must be positive and finite", size, k);
    must(k === 0 || size > sizes[k - 1], "options.sizes", "must ascend", size, k);
  });
}

/** `90`, `60s`, `5m`, `500ms`, `1h` or a number of seconds, as seconds. */
export function parseDuration(argument: string, duration: string | number): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|min|h)?$/.exec(String(duration));
  const seconds = match === null ? Number.NaN : Number(match[1]) * UNITS[match[2] ?? "s"];
  must(seconds > 0, argument, "must be a time such as 60s, 5m or 1h", duration);
  return seconds;
}

const UNITS: Readonly<Record<string, number>> = { ms: 1e-3, s: 1, m: 60, min: 60, h: 3600 };
