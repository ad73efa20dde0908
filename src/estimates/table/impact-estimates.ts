/**
 * Impact estimates: one fitted curve g_i(x) = alpha_i * x^beta_i a time bin, with all that is known
 * about how it was fitted. An ImpactModel, so it goes to the solver as it is.
 */
import { withSummary } from "../../base/summary";
import { estimatesSummary } from "./estimates-summary";
import { checkFields } from "../../base/check-fields";
import { InputError, must } from "../../base/input-error";
import type { ImpactModel } from "../../solver/model/impact-model";

/** `round-trip` is the average of buying and selling the same size. */
export type Side = (typeof SIDES)[number];

export const SIDES = ["buy", "sell", "round-trip"] as const;

/**
 * How a bin's curve came about. With parameters:
 *
 * - `ok`;
 * - `few-snapshots`: the book had too few states for a standard error;
 * - `flat`: cost per share hardly rises, the sizes only pay the spread;
 * - `poor-fit`: r2 below 0.9;
 * - `persistent`: the book moves so slowly that the bin holds few independent looks at the curve it moves about; the
 *   errors are widened for that, and wider bins hold more looks;
 * - `extrapolated`: sizes that were asked for could not be filled, the curve is a guess beyond max_size;
 * - `filled`: taken from neighbouring bins; `filled-errors`: its standard errors are.
 *
 * Without: `no-data`, no book in force; `partial`, a book in force for too little of the bin;
 * `too-few-sizes`, too few sizes could be filled.
 */
export type BinStatus = (typeof BIN_STATUSES)[number];

export const BIN_STATUSES = [
  "ok",
  "few-snapshots",
  "flat",
  "poor-fit",
  "persistent",
  "extrapolated",
  "filled",
  "filled-errors",
  "no-data",
  "partial",
  "too-few-sizes",
] as const;

/**
 * Whether a bin's curve was seen in the bin itself: `fitted`; was lent by its neighbours: `filled`; or is not
 * there: `none`. What trades in filled bins rests on what was never seen there.
 *
 * @param status of the bin, as the table states it; "" where it states none, which is taken for fitted.
 * @example
 * ```ts
 * import { curveOrigin } from "../src";
 * console.log(["ok", "filled", "partial"].map((status) => curveOrigin(status as "ok"))); // fitted, filled, none
 * ```
 */
export function curveOrigin(status: BinStatus | ""): "fitted" | "filled" | "none" {
  if (status === "filled") return "filled";
  return status === "no-data" || status === "partial" || status === "too-few-sizes" ? "none" : "fitted";
}

/** Columns of N values; NaN (or "" in `status`) where a table does not say. */
export interface ImpactEstimates extends ImpactModel {
  /** Label of each bin: an ISO time, the bin's start, or any text. */
  readonly bin: readonly string[];
  /** Side of each row: a table may hold several, one after the other; see `selectSide`. */
  readonly side: readonly (Side | "")[];
  /** alpha_i, currency per share^beta_i, of the total cost of x shares; NaN where there was no fit. */
  readonly alpha: Float64Array;
  /** beta_i, dimensionless, of the total cost; NaN where there was no fit. */
  readonly beta: Float64Array;
  /** Standard error of log alpha_i, scaled so that +-1.96 of it covers 95 %. */
  readonly seLogAlpha: Float64Array;
  /** Standard error of beta_i, scaled likewise. */
  readonly seBeta: Float64Array;
  /** Covariance of the errors of log alpha_i and beta_i. */
  readonly cov: Float64Array;
  /** Share of the variance of log cost across sizes that the curve explains. */
  readonly r2: Float64Array;
  /** How many sizes the curve was fitted to. */
  readonly n: Float64Array;
  /** Smallest size the fit saw, shares. */
  readonly minSize: Float64Array;
  /** Largest size the fit saw, shares: beyond it the curve is extrapolation. */
  readonly maxSize: Float64Array;
  /** Shares traded in the bin. */
  readonly volume: Float64Array;
  readonly status: readonly (BinStatus | "")[];
  /** What each curve was fitted to; only in what `estimateImpact` returns, for tables do not hold it. */
  readonly points?: readonly FitPoints[];
  /** Always `total`: a per-share table c * x^d is converted when it is read (alpha = c, beta = 1 + d). */
  readonly convention: "total";
  /** What the table says about itself, in order: units, source, recipe. */
  readonly notes: Readonly<Record<string, string>>;
}

/** Throws an InputError for what are no estimates: a Promise of them, for one. */
export function checkEstimates(estimates: ImpactEstimates): ImpactEstimates {
  const fields = ["bin", "side", "status", ...NUMBER_COLUMNS.map(([, key]) => key)] as const;
  return checkFields("estimates", estimates, fields, "estimates, as loadEstimates and estimateImpact give them");
}

/** The sizes a curve was fitted to, shares, and their mean walking costs, currency. */
export interface FitPoints {
  readonly size: readonly number[];
  readonly cost: readonly number[];
}

/** The numeric columns, in the order of a table, by their names there. */
export const NUMBER_COLUMNS = [
  ["alpha", "alpha"],
  ["beta", "beta"],
  ["se_log_alpha", "seLogAlpha"],
  ["se_beta", "seBeta"],
  ["cov", "cov"],
  ["r2", "r2"],
  ["n", "n"],
  ["min_size", "minSize"],
  ["max_size", "maxSize"],
  ["volume", "volume"],
] as const;

/**
 * Some rows of a table of estimates, in the order given.
 *
 * @param estimates N rows.
 * @param rows indices from 0 to N - 1.
 * @throws InputError for a row that the estimates do not have.
 * @example
 * ```ts
 * import { loadEstimates, takeRows } from "../src";
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * console.log(takeRows(model, [0, 1]).bin); // 09:30 and 09:31
 * ```
 */
export function takeRows(estimates: ImpactEstimates, rows: readonly number[]): ImpactEstimates {
  checkEstimates(estimates);
  must(Array.isArray(rows), "rows", "must be a list of rows", rows);
  const n = estimates.bin.length;
  rows.forEach((row, k) => {
    const isRow = Number.isInteger(row) && row >= 0 && row < n;
    must(isRow, "rows", `must be a row's index, 0 to ${n - 1}`, row, k);
  });
  const taken = {
    bin: rows.map((row) => estimates.bin[row]),
    side: rows.map((row) => estimates.side[row]),
    status: rows.map((row) => estimates.status[row]),
    ...(estimates.points === undefined ? {} : { points: rows.map((row) => estimates.points?.[row] as FitPoints) }),
    convention: estimates.convention,
    notes: estimates.notes,
  };
  const numbers = NUMBER_COLUMNS.map(([, key]) => [key, Float64Array.from(rows, (row) => estimates[key][row])]);
  const columns = Object.fromEntries(numbers) as Pick<ImpactEstimates, (typeof NUMBER_COLUMNS)[number][1]>;
  return withSummary({ ...taken, ...columns }, estimatesSummary);
}

/**
 * The rows of one side, for a table that holds several.
 *
 * @param estimates N rows.
 * @param side buy, sell or round-trip.
 * @throws InputError where the estimates have no such side; it lists those they have.
 * @example
 * ```ts
 * import { loadEstimates, selectSide } from "../src";
 * const { model } = await loadEstimates("../data/bitstamp-btcusd-2015-05-01.csv", { side: "all" });
 * console.log(model.bin.length, selectSide(model, "sell").bin.length); // 915 rows of three sides, 305 of one
 * ```
 */
export function selectSide(estimates: ImpactEstimates, side: Side): ImpactEstimates {
  checkEstimates(estimates);
  const rows = [...estimates.side.keys()].filter((row) => estimates.side[row] === side);
  if (rows.length === 0) {
    const sides = [...new Set(estimates.side)].map((name) => name || "unnamed").join(", ");
    throw new InputError("side", `must be one the estimates have (${sides})`, side);
  }
  return takeRows(estimates, rows);
}
