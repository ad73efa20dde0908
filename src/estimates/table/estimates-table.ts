/**
 * The schema of an estimates table and its checks: cells in, ImpactEstimates out, or the one
 * InputError that names file, row, column, rule and value.
 *
 * `bin, alpha, beta` are required; `side, se_log_alpha, se_beta, cov, r2, n, min_size, max_size,
 * volume, status` are read where they are there; other columns are left to the DataFrame. The table
 * says in its notes what alpha and beta mean: `convention: total`, cost alpha * x^beta, or
 * `convention: per-share`, slippage alpha * x^beta of each share, so that the cost is alpha * x^(1 + beta).
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { didYouMean } from "../../base/did-you-mean";
import { BIN_STATUSES, type BinStatus, type ImpactEstimates, NUMBER_COLUMNS, type Side } from "./impact-estimates";
import { isAscending } from "./time-order";

export type Convention = "total" | "per-share";

/** A table as it was read: text cells of a CSV file, or values of a Parquet file. */
export interface RawTable {
  /** The file, for errors. */
  readonly name: string;
  readonly columns: readonly string[];
  /** cell(row, column): undefined or "" where it is empty. */
  readonly cell: (row: number, column: number) => unknown;
  readonly rowCount: number;
  /** Where a row is, for errors: `row 3 (line 12)`. */
  readonly where: (row: number) => string;
  readonly notes: Readonly<Record<string, string>>;
}

/** A row that was left out, and why. */
export interface RejectedRow {
  /** From 1, in the file. */
  readonly row: number;
  readonly bin: string;
  readonly reason: string;
}

export interface LoadOptions {
  /** Says what the parameters are, for a table that does not; it may not contradict one that does. */
  readonly convention?: Convention;
  /** The side to keep, of a table with several; `all` keeps every row. */
  readonly side?: Side | "all";
  /** What a bad row does: `throw` (default) its error, or `reject`: the good rows are kept. */
  readonly badRows?: "throw" | "reject";
}

const OPTIONS: OptionNames<LoadOptions> = { convention: true, side: true, badRows: true };

export interface CheckedTable {
  readonly model: ImpactEstimates;
  /** Per row of the model, its row in the raw table. */
  readonly rows: readonly number[];
  readonly rejected: readonly RejectedRow[];
}

const SIDES: readonly string[] = ["buy", "sell", "round-trip"];
const KNOWN = ["bin", "side", "status", "convention", ...NUMBER_COLUMNS.map(([name]) => name)];
const CONVENTIONS =
  "total (the cost of x shares is alpha * x^beta) or " +
  "per-share (each share slips alpha * x^beta, so the cost is alpha * x^(1 + beta))";

/** Checks a table whole; arithmetic on the parameters is left to the solver, in doubles. */
export function checkTable(raw: RawTable, options: LoadOptions = {}): CheckedTable {
  const { badRows = "throw" } = checkOptions(options, OPTIONS);
  must(["throw", "reject"].includes(badRows), "options.badRows", "must be throw or reject", badRows);
  const column = findColumns(raw);
  must(raw.rowCount !== 0, raw.name, "must hold at least one bin", "a header only");
  const convention = findConvention(raw, column, options.convention);
  const side = chooseSide(raw, column("side"), options.side);

  const model = {
    bin: [] as string[],
    side: [] as (Side | "")[],
    status: [] as (BinStatus | "")[],
    numbers: NUMBER_COLUMNS.map(() => [] as number[]),
  };
  const rows: number[] = [];
  const rejected: RejectedRow[] = [];
  const last = new Map<string, string>();
  const seen = new Set<string>();
  for (let row = 0; row < raw.rowCount; row++) {
    const text = (name: string): string => {
      const value = raw.cell(row, column(name));
      return value === undefined || value === null ? "" : value instanceof Date ? value.toISOString() : String(value);
    };
    if (side !== undefined && text("side") !== side) continue;
    try {
      const values = checkRow(raw, row, column, convention);
      const [bin, rowSide] = [text("bin"), text("side") as Side | ""];
      checkBin(raw, row, bin, rowSide, last.get(rowSide), seen);
      last.set(rowSide, bin);
      seen.add(`${rowSide}\n${bin}`);
      rows.push(row);
      model.bin.push(bin);
      model.side.push(rowSide);
      model.status.push(text("status") as BinStatus | "");
      values.forEach((value, at) => model.numbers[at].push(value));
    } catch (error) {
      if (badRows !== "reject" || !(error instanceof InputError)) throw error;
      rejected.push({ row: row + 1, bin: text("bin"), reason: error.message });
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
      notes: raw.notes,
    },
    rows,
    rejected,
  };
}

type FindColumn = (name: string) => number;

function findColumns(raw: RawTable): FindColumn {
  const index = new Map<string, number>();
  raw.columns.forEach((name, at) => {
    if (index.has(name)) throw new InputError(raw.name, "must name each column once", name);
    index.set(name, at);
  });
  for (const name of ["bin", "alpha", "beta"]) {
    if (index.has(name)) continue;
    const close = didYouMean(
      name,
      raw.columns.filter((other) => !KNOWN.includes(other)),
    );
    const hint = close === undefined ? "" : ` (did you mean it by ${JSON.stringify(close)}?)`;
    throw new InputError(raw.name, `must have a column ${JSON.stringify(name)}${hint}`, raw.columns.join(","));
  }
  return (name) => index.get(name) ?? -1;
}

function findConvention(raw: RawTable, column: FindColumn, option: Convention | undefined): Convention {
  const inColumn = column("convention") < 0 ? undefined : raw.cell(0, column("convention"));
  const stated = raw.notes.convention ?? (inColumn === undefined ? undefined : String(inColumn));
  for (const value of [stated, option]) {
    if (value !== undefined && value !== "total" && value !== "per-share") {
      throw new InputError(`${raw.name}: convention`, `must be ${CONVENTIONS}`, value);
    }
  }
  if (stated !== undefined && option !== undefined && stated !== option) {
    throw new InputError("options.convention", `must not contradict ${raw.name}, which says ${stated}`, option);
  }
  for (let row = 1; inColumn !== undefined && row < raw.rowCount; row++) {
    const value = raw.cell(row, column("convention"));
    if (value !== inColumn) throw cellError(raw, row, "convention", "must be the same in every row", value);
  }
  const convention = (stated as Convention | undefined) ?? option;
  must(
    convention !== undefined,
    raw.name,
    `must state the convention of its parameters, ${CONVENTIONS}: ` +
      `write the line "# convention: total" (or per-share) ` +
      "above the header, or pass the option convention",
    "neither",
  );
  return convention;
}

/** The side to keep; undefined for every row. */
function chooseSide(raw: RawTable, column: number, wanted: Side | "all" | undefined): string | undefined {
  const sides = new Set<string>();
  for (let row = 0; row < raw.rowCount; row++) sides.add(column < 0 ? "" : String(raw.cell(row, column) ?? ""));
  const list = [...sides].map((side) => side || "unnamed").join(", ");
  if (wanted === "all") return undefined;
  if (wanted !== undefined && !sides.has(wanted)) {
    throw new InputError("options.side", `must be one that ${raw.name} has (${list}), or all`, wanted);
  }
  if (wanted === undefined && sides.size > 1) {
    throw new InputError(raw.name, "must be of one side, or the option side must choose one", list);
  }
  return wanted;
}

/** The numbers of a row in the order of NUMBER_COLUMNS, parameters as total cost. */
function checkRow(raw: RawTable, row: number, column: FindColumn, convention: Convention): number[] {
  const fail = (name: string, rule: string): never => {
    throw cellError(raw, row, name, rule, raw.cell(row, column(name)));
  };
  const status = String(raw.cell(row, column("status")) ?? "");
  if (!(status === "" || (BIN_STATUSES as readonly string[]).includes(status))) {
    fail("status", `must be one of ${BIN_STATUSES.join(", ")}`);
  }
  const side = String(raw.cell(row, column("side")) ?? "");
  if (!(side === "" || SIDES.includes(side))) fail("side", `must be one of ${SIDES.join(", ")}`);

  const values = NUMBER_COLUMNS.map(
    ([name]) => numberOf(raw.cell(row, column(name))) ?? fail(name, "must be a number, with a decimal point"),
  );
  const [alpha, beta, seLogAlpha, seBeta, cov, r2, n, minSize, maxSize, volume] = values;
  if (!(alpha > 0 && alpha < Number.POSITIVE_INFINITY)) {
    const unfitted = Number.isNaN(alpha) && status !== "" && status !== "ok";
    fail(
      "alpha",
      `must be positive and finite${
        unfitted ? `; the bin's status is ${status}: fill it ` + `from its neighbours, or reject bad rows` : ""
      }`,
    );
  }
  const least = convention === "total" ? 0 : -1;
  if (!(beta > least && beta < Number.POSITIVE_INFINITY)) fail("beta", `must be above ${least} and finite`);
  values.forEach((value, at) => {
    if (!(Number.isNaN(value) || Math.abs(value) < Number.POSITIVE_INFINITY))
      fail(NUMBER_COLUMNS[at][0], "must be finite");
  });
  if (seLogAlpha < 0) fail("se_log_alpha", "must not be negative");
  if (seBeta < 0) fail("se_beta", "must not be negative");
  // The errors are often correlated by -0.99: a hundredth is left for tables that were rounded.
  if (Math.abs(cov) > seLogAlpha * seBeta * 1.01) fail("cov", "must be at most se_log_alpha * se_beta in size");
  if (r2 > 1) fail("r2", "must be at most 1");
  if (n < 0) fail("n", "must not be negative");
  if (minSize <= 0) fail("min_size", "must be positive");
  if (maxSize <= 0 || maxSize < minSize) fail("max_size", "must be positive and at least min_size");
  if (volume < 0) fail("volume", "must not be negative");
  if (convention === "per-share") values[1] = 1 + beta;
  return values;
}

function checkBin(
  raw: RawTable,
  row: number,
  bin: string,
  side: string,
  before: string | undefined,
  seen: ReadonlySet<string>,
): void {
  if (bin === "") throw cellError(raw, row, "bin", "must not be empty", bin);
  if (seen.has(`${side}\n${bin}`)) throw cellError(raw, row, "bin", "must be there once", bin);
  if (before !== undefined && !isAscending(before, bin)) {
    throw cellError(raw, row, "bin", `must come after the one before, ${before}`, bin);
  }
}

/** A cell as a number: NaN where it is empty, undefined where it is none. */
function numberOf(cell: unknown): number | undefined {
  if (cell === undefined || cell === null) return Number.NaN;
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  const text = String(cell).trim();
  if (/^(nan|null|none|na)?$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?inf(inity)?$/i.test(text)
    ? Number(text.replace(/inf(inity)?/i, "Infinity"))
    : undefined;
}

function cellError(raw: RawTable, row: number, column: string, rule: string, value: unknown): InputError {
  return new InputError(`${raw.name}, ${raw.where(row)}, column ${JSON.stringify(column)}`, rule, value);
}
