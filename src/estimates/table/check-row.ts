/** A row of an estimates table: its cells as numbers, each held to its rule. */
import { BIN_STATUSES, type BinStatus, curveOrigin, NUMBER_COLUMNS } from "./impact-estimates";
import { cellError, foldName, type RawTable, textOf } from "./raw-table";
import { type FindColumn } from "./table-columns";
import { type Convention, sideOf } from "./table-statements";

export interface CheckedRow {
  /** In the order of NUMBER_COLUMNS, parameters as total cost. */
  readonly values: number[];
  readonly status: BinStatus | "";
  /** The row says that its bin has no curve, and has none. */
  readonly unfitted: boolean;
}

/** @throws InputError for a cell that breaks its rule. */
export function checkRow(raw: RawTable, row: number, column: FindColumn, convention: Convention): CheckedRow {
  const fail = (name: Parameters<FindColumn>[0], rule: string): never => {
    const at = column(name);
    throw cellError(raw, row, at < 0 ? name : raw.columns[at], rule, raw.cell(row, at));
  };
  const status =
    statusOf(textOf(raw.cell(row, column("status")))) ?? fail("status", `must be one of ${BIN_STATUSES.join(", ")}`);
  const side = textOf(raw.cell(row, column("side"))).trim();
  if (side !== "" && sideOf(side) === undefined) fail("side", "must be one of buy, sell, round-trip");

  const values = NUMBER_COLUMNS.map(
    ([name]) =>
      numberOf(raw.cell(row, column(name)), raw.typed === true) ??
      fail(name, raw.typed === true ? "must be a number" : "must be a number, with a decimal point"),
  );
  const [alpha, beta, seLogAlpha, seBeta, cov, r2, n, minSize, maxSize, volume] = values;
  const origin = curveOrigin(status);
  const unfitted = Number.isNaN(alpha) && Number.isNaN(beta) && (status === "" || origin === "none");
  if (!unfitted) {
    if (!(alpha > 0 && alpha < Number.POSITIVE_INFINITY)) fail("alpha", "must be positive and finite");
    const least = convention === "total" ? 0 : -1;
    if (!(beta > least && beta < Number.POSITIVE_INFINITY)) fail("beta", `must be above ${least} and finite`);
    if (origin === "none") fail("status", "must not say that the bin has no curve, where alpha and beta are given");
  }
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
  return { values, status, unfitted };
}

const STATUS_BY_FOLD: Readonly<Record<string, BinStatus | "" | undefined>> = {
  "": "",
  ...Object.fromEntries(BIN_STATUSES.map((status) => [foldName(status), status])),
};

function statusOf(text: string): BinStatus | "" | undefined {
  const fold = foldName(text);
  return Object.hasOwn(STATUS_BY_FOLD, fold) ? STATUS_BY_FOLD[fold] : undefined;
}

/** A cell as a number: NaN where it is empty, undefined where it is none. */
function numberOf(cell: unknown, typed: boolean): number | undefined {
  if (cell === undefined || cell === null || cell === "") return Number.NaN;
  if (typeof cell === "number") return cell;
  if (typeof cell === "bigint") return Number(cell);
  if (typeof cell !== "string" || typed) return undefined;
  const text = cell.trim();
  if (/^(nan|null|none|n\/?a)?$/i.test(text)) return Number.NaN;
  return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$|^[+-]?inf(inity)?$/i.test(text)
    ? Number(text.replace(/inf(inity)?/i, "Infinity"))
    : undefined;
}
