/**
 * Which of a table's columns is which: by the names of an estimates table, however they are spelt, or by
 * those that the caller gives (`columns: { alpha: "slippage_coef" }`).
 */
import { didYouMean } from "../../base/did-you-mean";
import { InputError, must } from "../../base/input-error";
import { NUMBER_COLUMNS } from "./impact-estimates";
import { foldName, type RawTable } from "./raw-table";

/** The columns that an estimates table may have. */
export const TABLE_COLUMNS = [
  "bin",
  "side",
  ...NUMBER_COLUMNS.map(([name]) => name),
  "status",
  "convention",
  "currency",
  "size_unit",
  "time_zone",
  "symbol",
] as const;
export type TableColumn = (typeof TABLE_COLUMNS)[number];

/** What each column of an estimates table is called in the file at hand. */
export type ColumnNames = Readonly<Partial<Record<TableColumn, string>>>;

/** A column's place in the table, or -1. */
export type FindColumn = (name: TableColumn) => number;

/** Names under which a column of labels goes where none is called `bin`, the first that is there. */
const LABELS = ["time", "timestamp", "ts_event", "datetime", "ts", "ts_recv", "bin_start", "start"];
/** Names of what tells instruments apart. */
const SYMBOLS = [
  "symbol",
  "ticker",
  "sym",
  "raw_symbol",
  "instrument",
  "instrument_id",
  "ric",
  "isin",
  "figi",
  "cusip",
];

/** @throws InputError for a column that is missing, named twice or, in `names`, not there. */
export function findColumns(raw: RawTable, names: ColumnNames = {}, needsBin = true): FindColumn {
  const byFold = new Map<string, number>();
  const twice = new Set<string>();
  const exact = new Set<string>();
  raw.columns.forEach((name, at) => {
    if (exact.has(name)) throw new InputError(raw.name, "must name each column once", name);
    exact.add(name);
    const fold = foldName(name);
    if (byFold.has(fold)) twice.add(fold);
    else byFold.set(fold, at);
  });
  const given = new Map(Object.entries(checkNames(names)).map(([name, column]) => [foldName(name), column]));
  for (const [name, column] of given) {
    if (raw.columns.includes(column)) continue;
    const hint = didYouMean(column, raw.columns);
    throw new InputError(
      `options.columns.${name}`,
      `must be a column of ${raw.name} (${listed(raw.columns)})${hint === undefined ? "" : `; did you mean ${hint}?`}`,
      column,
    );
  }
  const taken = new Set(given.values());
  const plain = (name: string): number => {
    const fold = foldName(name);
    const at = byFold.get(fold) ?? -1;
    if (at < 0 || taken.has(raw.columns[at])) return -1;
    if (twice.has(fold)) {
      const spelt = raw.columns.filter((other) => foldName(other) === fold).join(", ");
      throw new InputError(raw.name, `must name the column ${JSON.stringify(name)} once`, spelt);
    }
    return at;
  };
  const first = (candidates: readonly string[]): number => candidates.map(plain).find((at) => at >= 0) ?? -1;
  const places = new Map<TableColumn, number>();
  for (const name of TABLE_COLUMNS) {
    const column = given.get(foldName(name));
    const others = name === "bin" ? LABELS : name === "symbol" ? SYMBOLS : [];
    places.set(name, column === undefined ? first([name, ...others]) : raw.columns.indexOf(column));
  }
  for (const name of ["alpha", "beta", ...(needsBin ? ["bin" as const] : [])] as TableColumn[])
    if ((places.get(name) ?? -1) < 0) throw missing(raw, name);
  return (name) => places.get(name) ?? -1;
}

/** Every column that may tell instruments apart, by place. */
export function symbolColumns(raw: RawTable, column: FindColumn): number[] {
  const own = column("symbol");
  const others = [...raw.columns.keys()].filter((at) =>
    SYMBOLS.some((name) => foldName(name) === foldName(raw.columns[at])),
  );
  return own < 0 || others.includes(own) ? others : [own, ...others];
}

function checkNames(names: ColumnNames): Readonly<Record<string, string>> {
  must(
    typeof names === "object" && names !== null && !Array.isArray(names),
    "options.columns",
    'must be an object such as { alpha: "c", beta: "d" }',
    names,
  );
  const seen = new Set<string>();
  for (const [name, column] of Object.entries(names) as [string, unknown][]) {
    const known = TABLE_COLUMNS.some((other) => foldName(other) === foldName(name));
    if (!known) {
      const hint = didYouMean(name, TABLE_COLUMNS);
      throw new InputError(
        "options.columns",
        `must give names for columns that a table may have (${TABLE_COLUMNS.join(", ")})` +
          (hint === undefined ? "" : `; did you mean ${hint}?`),
        name,
      );
    }
    must(typeof column === "string", `options.columns.${name}`, "must be the name of a column", column);
    must(!seen.has(column), `options.columns.${name}`, "must not be given for two", column);
    seen.add(column);
  }
  return names as Readonly<Record<string, string>>;
}

function missing(raw: RawTable, name: TableColumn): InputError {
  const known = new Set(TABLE_COLUMNS.map(foldName));
  const close = didYouMean(
    name,
    raw.columns.filter((other) => !known.has(foldName(other))),
  );
  const hint = close === undefined ? "" : ` (did you mean it by ${JSON.stringify(close)}?)`;
  return new InputError(
    raw.name,
    `must have a column ${JSON.stringify(name)}${hint}, or the option columns (--columns) must say which of its ` +
      `columns that is (${listed(raw.columns)})`,
    "none",
  );
}

/** At most 30 names: an error is a sentence. */
export function listed(columns: readonly string[]): string {
  const shown = columns.slice(0, 30).map((name) => (name === "" ? '""' : name));
  return shown.join(", ") + (columns.length > 30 ? ` and ${columns.length - 30} more` : "");
}
