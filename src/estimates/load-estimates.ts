/**
 * The loader that a notebook starts with: a table of impact estimates in, a danfo DataFrame to look
 * at and a checked model to solve with out. Of several days, the days.
 */
import type { DataFrame } from "danfojs-node";

import { withSummary } from "../base/summary";
import { InputError, must } from "../base/input-error";
import { alignDays } from "./align-days";
import { type DayFile, dayFiles } from "./day-files";
import { type SettledTable, settleUnfitted } from "./settle-unfitted";
import { dataFrame } from "./table/data-frame";
import { checkTable, type LoadOptions, type RejectedRow } from "./table/estimates-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./table/impact-estimates";
import { estimatesSummary } from "./table/estimates-summary";
import { type RawTable, textOf } from "./table/raw-table";
import { readTable } from "./table/read-table";

export interface LoadedEstimates {
  /**
   * The kept rows to look at, join and plot: every column of the file, parameters as total cost. danfo
   * labels doubles float32 and computes in single precision: do arithmetic on the model's columns.
   */
  readonly table: DataFrame;
  /** The same rows to solve with, in full double precision. */
  readonly model: ImpactEstimates;
  /** Rows left out by `badRows: "reject"`, with their reasons; otherwise empty. */
  readonly rejected: readonly RejectedRow[];
}

/** One of several days. */
export interface LoadedDay extends LoadedEstimates {
  /** The file's name without its end. */
  readonly name: string;
}

export interface LoadedDays {
  /** The days by name, each as it was loaded. */
  readonly days: readonly LoadedDay[];
  /** The days' models, of the bins that all of them have: what one lacks is left out of all (`alignDays`). */
  readonly models: readonly ImpactEstimates[];
  /** How many bins of each day were left out for it. */
  readonly leftOut: readonly number[];
}

/**
 * Loads estimates from a .csv, .parquet or .json file, plain or gzip (told by its first bytes), and checks them; or
 * those of several days, from a list of files, or from all tables of a folder.
 *
 * @param paths the file, from the folder that the notebook is in; or a list of files and folders; or one folder,
 *   `"../data/days/"`, whose end `/` says that it is one.
 * @returns `model`, alpha in currency per share^beta and beta of the total cost alpha * x^beta, whatever the
 *   file's convention (a per-share table's beta is 1 + its exponent), N values each, with errors, ranges, labels
 *   and notes; `table`, the same rows as a danfo DataFrame; `rejected`, what `badRows: "reject"` left out.
 * @throws InputError, one sentence: file, row, column, rule, value.
 * @example
 * ```ts
 * import { loadEstimates } from "../src";
 * const { table, model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * console.log(table.shape, model.alpha.length, model.notes.currency); // [390, 12], 390 and USD
 * // Several days: a list of files, or a folder, which ends in "/".
 * const paths = ["../data/synthetic-equity-day.csv"];
 * const { days, models } = await loadEstimates(paths);
 * console.log(days[0].name, models.length); // synthetic-equity-day, 1
 * ```
 */
export async function loadEstimates(
  paths: readonly string[] | `${string}/`,
  options?: LoadOptions,
): Promise<LoadedDays>;
export async function loadEstimates(paths: string, options?: LoadOptions): Promise<LoadedEstimates>;
export async function loadEstimates(
  paths: string | readonly string[],
  options: LoadOptions = {},
): Promise<LoadedEstimates | LoadedDays> {
  if (typeof paths === "string") {
    return paths.endsWith("/") ? loadDays(dayFiles([paths]), options) : loadOne(paths, options);
  }
  must(Array.isArray(paths), "paths", "must be a path, or a list of them", paths);
  return loadDays(dayFiles(paths), options);
}

async function loadDays(files: readonly DayFile[], options: LoadOptions): Promise<LoadedDays> {
  if (files.length === 0) throw new InputError("paths", "must be at least one file", files);
  const days: LoadedDay[] = [];
  for (const { name, path } of files) days.push({ name, ...(await loadOne(path, options)) });
  return { days, ...alignDays(days.map(({ model }) => model)) };
}

async function loadOne(path: string, options: LoadOptions): Promise<LoadedEstimates> {
  const raw = await readTable(path);
  const checked = settleUnfitted(raw, checkTable(raw, options), options.unfitted ?? "refuse");
  return {
    table: frameOf(raw, checked),
    model: withSummary(checked.model, estimatesSummary),
    rejected: checked.rejected,
  };
}

/** The file's columns in its order, those the model knows from the model. */
function frameOf(raw: RawTable, { model, rows, column }: SettledTable): DataFrame {
  const numbers = new Map<number, ArrayLike<number>>(NUMBER_COLUMNS.map(([name, key]) => [column(name), model[key]]));
  const texts = new Map<number, readonly string[]>([
    [column("bin"), model.bin],
    [column("side"), model.side],
    [column("status"), model.status],
  ]);
  const columns = [...raw.columns.keys()].filter((at) => at !== column("convention"));
  const data = columns.map((at) => {
    const known = numbers.get(at) ?? texts.get(at);
    if (known !== undefined) return Array.from(known as ArrayLike<number | string>);
    return rows.map((row) => raw.cell(row, at)).map((cell) => (typeof cell === "number" ? cell : textOf(cell)));
  });
  return dataFrame(columns.map((at, k) => [raw.columns[at], data[k]] as const));
}
