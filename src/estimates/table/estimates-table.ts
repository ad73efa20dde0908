/**
 * The schema of an estimates table and its checks: cells in, ImpactEstimates out, or the one
 * InputError that names file, row, column, rule and value.
 *
 * `bin, alpha, beta` are required; `side, se_log_alpha, se_beta, cov, r2, n, min_size, max_size,
 * volume, status` are read where they are there; other columns are left to the DataFrame. The table
 * says in its notes what alpha and beta mean: `convention: total`, cost alpha * x^beta, or
 * `convention: per-share`, slippage alpha * x^beta of each share, so that the cost is alpha * x^(1 + beta).
 */
import { checkChoice } from "../../base/check-choice";
import { checkOptions, type OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { checkRow } from "./check-row";
import { type BinStatus, type ImpactEstimates, NUMBER_COLUMNS, type Side } from "./impact-estimates";
import { cellError, type RawTable, textOf } from "./raw-table";
import { type ColumnNames, type FindColumn, findColumns } from "./table-columns";
import { type Convention, CONVENTIONS, statementsOf } from "./table-statements";
import { keptRows } from "./table-rows";
import { labelOrder } from "./time-order";

/** A row that was left out, and why. */
export interface RejectedRow {
  /** From 1, in the file. */
  readonly row: number;
  readonly bin: string;
  readonly reason: string;
}

/** What becomes of bins that a table names but has no curve for. */
export const UNFITTED = ["refuse", "leave-out", "fill"] as const;
export type Unfitted = (typeof UNFITTED)[number];

export interface LoadOptions {
  /** Says what the parameters are, for a table that does not; it may not contradict one that does. */
  readonly convention?: Convention;
  /** The side to keep, of a table with several, or what one is that names none; `all` keeps every row. */
  readonly side?: Side | "all";
  /** The instrument to keep, of a table with several. */
  readonly symbol?: string;
  /** What the file calls its columns, where not as an estimates table does: `{ alpha: "slippage_coef" }`. */
  readonly columns?: ColumnNames;
  /** Currency of the costs, for a table that does not say. */
  readonly currency?: string;
  /** Unit of the sizes, for a table that does not say. */
  readonly sizeUnit?: string;
  /** What a bad row does: `throw` (default) its error, or `reject`: the good rows are kept. */
  readonly badRows?: "throw" | "reject";
  /**
   * What becomes of a bin without a curve (alpha and beta empty; `too-few-sizes`, `no-data`, `partial`): `refuse`
   * (default) the table, `leave-out` the bin, which is told in `rejected`, or `fill` it from its neighbours, which
   * its status tells.
   */
  readonly unfitted?: Unfitted;
}

export const LOAD_OPTIONS: OptionNames<LoadOptions> = {
  convention: true,
  side: true,
  symbol: true,
  columns: true,
  currency: true,
  sizeUnit: true,
  badRows: true,
  unfitted: true,
};

/** A bin that a table names and has no curve for. */
export interface BareBin extends RejectedRow {
  /** Its row in the model. */
  readonly at: number;
  /** Its status, or that there is no curve. */
  readonly why: string;
  readonly error: InputError;
}

export interface CheckedTable {
  readonly model: ImpactEstimates;
  /** Per row of the model, its row in the raw table. */
  readonly rows: readonly number[];
  readonly rejected: readonly RejectedRow[];
  /** Rows of the model whose alpha and beta are NaN. */
  readonly bare: readonly BareBin[];
  /** The table's columns by what they are. */
  readonly column: FindColumn;
}

/**
 * Checks a table whole; arithmetic on the parameters is left to the solver, in doubles.
 *
 * @param needsBin whether the table must name its bins; else they are numbered from 0.
 */
export function checkTable(raw: RawTable, options: LoadOptions = {}, needsBin = true): CheckedTable {
  const { badRows = "throw", symbol, side } = checkOptions(options, LOAD_OPTIONS);
  checkChoice("options.badRows", badRows, ["throw", "reject"]);
  const column = findColumns(raw, options.columns, needsBin);
  must(raw.rowCount !== 0, raw.name, "must hold at least one bin", "a header only");
  const stated = statementsOf(raw, column, options);
  must(
    stated.convention !== undefined,
    raw.name,
    `must state the convention of its parameters, ${CONVENTIONS}: ` +
      (raw.noteForm === undefined ? "" : `write ${raw.noteForm}, or `) +
      "pass the option convention (--convention on a command line, convention in a study file)",
    "neither",
  );
  const { rows: kept, sideAt } = keptRows(raw, column, { side, symbol }, stated);

  const model = {
    bin: [] as string[],
    side: [] as (Side | "")[],
    status: [] as (BinStatus | "")[],
    numbers: NUMBER_COLUMNS.map(() => [] as number[]),
  };
  const rows: number[] = [];
  const bare: BareBin[] = [];
  const rejected: RejectedRow[] = [];
  const labels = labelsOf(raw, column);
  const orders = new Map<string, (label: string) => string | undefined>();
  const seen = new Set<string>();
  for (const row of kept) {
    const bin = labels(row);
    try {
      const { values, status, unfitted: without } = checkRow(raw, row, column, stated.convention);
      const rowSide = sideAt(row);
      const follows = orders.get(rowSide) ?? labelOrder();
      checkBin(raw, row, column, bin, `${rowSide}\n${bin}`, follows, seen);
      orders.set(rowSide, follows);
      seen.add(`${rowSide}\n${bin}`);
      if (without) bare.push(bareBin(raw, row, column, { bin, at: rows.length, status }));
      rows.push(row);
      model.bin.push(bin);
      model.side.push(rowSide);
      model.status.push(status);
      values.forEach((value, at) => model.numbers[at].push(value));
    } catch (error) {
      if (badRows !== "reject" || !(error instanceof InputError)) throw error;
      rejected.push({ row: row + 1, bin, reason: error.message });
    }
  }
  must(rows.length !== 0, raw.name, "must hold at least one good row", rejected[0]?.reason);
  const numbers = NUMBER_COLUMNS.map(([, key], at) => [key, Float64Array.from(model.numbers[at])]);
  return {
    model: {
      ...(Object.fromEntries(numbers) as Pick<ImpactEstimates, (typeof NUMBER_COLUMNS)[number][1]>),
      bin: model.bin,
      side: model.side,
      status: model.status,
      convention: "total",
      notes: stated.notes,
    },
    rows,
    rejected,
    bare,
    column,
  };
}

function bareBin(
  raw: RawTable,
  row: number,
  column: FindColumn,
  { bin, at, status }: { bin: string; at: number; status: BinStatus | "" },
): BareBin {
  const place = column("alpha");
  const said = status === "" ? "it is empty" : `the bin's status is ${status}`;
  const rule =
    `must be positive and finite; ${said}: leave such bins out, or fill them from their neighbours, by the option ` +
    'unfitted, "leave-out" or "fill" (--unfitted on a command line)';
  const error = cellError(raw, row, raw.columns[place], rule, raw.cell(row, place));
  return { row: row + 1, bin, at, why: status || "no curve", reason: error.message, error };
}

/** The label of each row: of the column of labels, or its number. */
function labelsOf(raw: RawTable, column: FindColumn): (row: number) => string {
  const at = column("bin");
  const width = String(raw.rowCount).length;
  return at < 0 ? (row) => String(row).padStart(width, "0") : (row) => textOf(raw.cell(row, at));
}

function checkBin(
  raw: RawTable,
  row: number,
  column: FindColumn,
  bin: string,
  key: string,
  follows: (label: string) => string | undefined,
  seen: ReadonlySet<string>,
): void {
  const fail = (rule: string): never => {
    throw cellError(raw, row, raw.columns[column("bin")], rule, bin);
  };
  if (bin.trim() === "") fail("must not be empty");
  if (seen.has(key)) fail("must be there once");
  const rule = follows(bin);
  if (rule !== undefined) fail(rule);
}
