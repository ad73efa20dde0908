/**
 * What trading cost, bin by bin and size by size, as the book had it. For a size between two of the table the cost is
 * on the power law through them, as far as convexity allows: the mean of walks along the book's levels is convex, so
 * that it lies neither above the chord of the two nor below the chords beside it, drawn on. A book that stands still is
 * then paid on its level exactly; on the chord alone a size between pays up to beta (beta - 1) log^2(ratio) / 8 too
 * much, which would count against every plan but one of the sizes walked. Below the smallest size, all within the best
 * level, the cost is in proportion.
 */
import Papa from "papaparse";

import { InputError, must } from "../../base/input-error";
import { readText } from "../../base/read-text";
import type { Noted } from "../../base/units";
import { log, pow } from "../../numeric/elementary";
import { writeBeside } from "../../base/write-beside";
import { parseCsvTable } from "../table/csv-table";
import { SIDES, type Side } from "../table/impact-estimates";
import { noteLines } from "../table/note-lines";
import { labelOrder } from "../table/time-order";

/** What walking the book cost in one bin, sizes ascending. */
export interface BinCostRow {
  readonly bin: string;
  /** Shares. */
  readonly size: Float64Array;
  /** The time-weighted mean cost of filling the size at once, over the mid, while it could be filled; currency. */
  readonly cost: Float64Array;
  /** Its standard error; NaN where the book had too few states for one. */
  readonly error: Float64Array;
  /** The share of the bin's time for which the size could be filled. */
  readonly fillable: Float64Array;
}

/** One side of a book, a row a bin in order of time. */
export interface CostTable extends Noted {
  readonly side: Side;
  readonly rows: readonly BinCostRow[];
}

/** What an order in a bin came to. */
export interface Payment {
  /** Of what was filled, currency. */
  readonly cost: number;
  /** Shares filled: all, or the largest size that the book could fill for long enough. */
  readonly filled: number;
}

/**
 * What `size` shares cost in a bin: between the sizes walked on their power law, no more filled than the largest of
 * them that could be for `fillable` of the bin's time.
 *
 * @param row of a cost table; undefined for a bin that it does not have, where nothing is filled.
 * @param size shares, 0 or above.
 * @param fillable 0 to 1. Default 0.9.
 * @example
 * ```ts
 * import { payFor } from "../src";
 * const column = (...values: number[]) => Float64Array.from(values);
 * const [size, cost, fillable] = [column(100, 200), column(1, 3), column(1, 1)];
 * const row = { bin: "09:30", size, cost, error: column(0, 0), fillable };
 * console.log(payFor(row, 150)); // 1.90, all filled; of 300, 200 would be, for 3
 * ```
 */
export function payFor(row: BinCostRow | undefined, size: number, fillable = 0.9): Payment {
  must(size >= 0 && size < Infinity, "size", "must be a finite number of shares, 0 or above", size);
  if (row === undefined || size === 0) return { cost: 0, filled: 0 };
  let count = 0;
  while (count < row.size.length && row.fillable[count] >= fillable) count++;
  if (count === 0) return { cost: 0, filled: 0 };
  const filled = Math.min(size, row.size[count - 1]);
  return { cost: costBetween(row, count, filled), filled };
}

/** The cost of q from those of the first `count` sizes, q at most the last of them. */
function costBetween({ size, cost }: BinCostRow, count: number, q: number): number {
  let k = 0;
  while (size[k] < q) k++;
  if (size[k] === q) return cost[k];
  if (k === 0) return (q / size[0]) * cost[0];
  const chord = (from: number): number =>
    cost[from] + ((q - size[from]) / (size[from + 1] - size[from])) * (cost[from + 1] - cost[from]);
  const before = k > 1 ? chord(k - 2) : 0;
  const after = k + 1 < count ? chord(k) : 0;
  const power = log(cost[k] / cost[k - 1]) / log(size[k] / size[k - 1]);
  const law = cost[k - 1] * pow(q / size[k - 1], power);
  return Math.min(chord(k - 1), Math.max(before, after, law));
}

const COLUMNS = ["bin", "side", "size", "cost", "se", "fillable"] as const;

interface NumberRule {
  readonly holds: (value: number) => boolean;
  readonly words: string;
}
const ABOVE_0: NumberRule = { holds: (value) => value > 0 && value < Infinity, words: "a number above 0" };
const NOT_BELOW_0: NumberRule = { holds: (value) => value >= 0 && value < Infinity, words: "a number not below 0" };
const SHARE: NumberRule = { holds: (value) => value > 0 && value <= 1, words: "a share above 0 and at most 1" };
/** By column. */
const RULES: Readonly<Record<number, NumberRule>> = { 2: ABOVE_0, 3: ABOVE_0, 4: NOT_BELOW_0, 5: SHARE };

/**
 * Writes cost tables as CSV, a row a bin and size, beside the path and renamed.
 *
 * @param path the file, .csv.
 * @param tables one a side.
 * @throws InputError for another ending.
 * @example
 * ```ts
 * import { tmpdir } from "node:os";
 * import { exampleBook, estimateWithCosts, saveCosts } from "../src";
 * const { costs } = await estimateWithCosts(exampleBook(1, 3, 1), { binWidth: "60s" });
 * await saveCosts(`${tmpdir()}/costs.csv`, costs); // three bins
 * ```
 */
export async function saveCosts(path: string, tables: readonly CostTable[]): Promise<void> {
  must(/\.csv$/i.test(path), "path", "must end in .csv", path);
  must(Array.isArray(tables), "tables", "must be a list of cost tables, one a side", tables);
  const notes = noteLines(tables[0]?.notes ?? {});
  const data = (tables as readonly CostTable[]).flatMap(({ side, rows }) =>
    rows.flatMap(({ bin, size, cost, error, fillable }) =>
      Array.from(size, (q, k) => [bin, side, q, cost[k], Number.isNaN(error[k]) ? "" : error[k], fillable[k]]),
    ),
  );
  const body = Papa.unparse({ fields: [...COLUMNS], data }, { newline: "\n" });
  await writeBeside(path, [`${notes.join("")}${body}\n`]);
}

/**
 * Reads a file of `saveCosts`.
 *
 * @param path the file.
 * @param side which of its sides. Default: the only one.
 * @throws InputError for a file that is no cost table, and for several sides where none is chosen.
 * @example
 * ```ts
 * import { loadCosts } from "../src";
 * const { rows } = loadCosts("../data/bitstamp-btcusd-5m-costs.csv", "buy");
 * console.log(rows.length, rows[0].size[0], rows[0].cost[0]); // 61 bins of five minutes
 * ```
 */
export function loadCosts(path: string, side?: Side): CostTable {
  const raw = parseCsvTable(path, readText(path, "a cost table"));
  const at = COLUMNS.map((name) => {
    const column = raw.columns.indexOf(name);
    must(column >= 0, path, `must have the columns ${COLUMNS.join(", ")} of a cost table`, raw.columns);
    return column;
  });
  const text = (row: number, k: number): string => String(raw.cell(row, at[k]) ?? "").trim();
  const fail = (row: number, rule: string, value: unknown): never => {
    throw new InputError(`${path}, ${raw.where(row)}`, rule, value);
  };
  const number = (row: number, k: number): number => {
    const given = text(row, k);
    if (given === "" && COLUMNS[k] === "se") return NaN;
    const [value, rule] = [Number(given), RULES[k]];
    return given !== "" && rule.holds(value) ? value : fail(row, `must have ${rule.words} as ${COLUMNS[k]}`, given);
  };
  const all = Array.from({ length: raw.rowCount }, (_, row) => row);
  const sides = [...new Set(all.map((row) => text(row, 1)))];
  all.forEach((row) => {
    if (!(SIDES as readonly string[]).includes(text(row, 1)))
      fail(row, `must be of a side, ${SIDES.join(", ")}`, text(row, 1));
  });
  const chosen = side ?? sides[0];
  must(side !== undefined || sides.length === 1, "side", `must be one of ${sides.join(", ")}`, side);
  must(sides.includes(chosen), "side", `must be one of ${sides.join(", ")}`, side);
  const bins = new Map<string, number[]>();
  const follows = labelOrder();
  let last: string | undefined;
  for (const row of all.filter((one) => text(one, 1) === chosen)) {
    const bin = text(row, 0);
    const own = bins.get(bin);
    if (own !== undefined && bin !== last) fail(row, "must have a bin's rows one after the other", bin);
    const broken = own === undefined ? follows(bin) : undefined;
    if (broken !== undefined) fail(row, broken, bin);
    if (own === undefined) bins.set(bin, [row]);
    else own.push(row);
    last = bin;
  }
  const rows = [...bins].map(([bin, own]): BinCostRow => {
    const column = (k: number): Float64Array => Float64Array.from(own, (row) => number(row, k));
    const size = column(2);
    const back = size.findIndex((q, k) => k > 0 && q <= size[k - 1]);
    if (back >= 0) fail(own[back], "must have sizes that ascend", size[back]);
    return { bin, size, cost: column(3), error: column(4), fillable: column(5) };
  });
  return { side: chosen as Side, rows, notes: Object.fromEntries(raw.notes) };
}
