/**
 * What a table states about itself as a whole: the convention of its parameters, currency, unit of sizes,
 * time zone, side and symbol. Each may stand in a note (`# Convention: per-share`, a JSON or Parquet key), in a
 * column that says the same in every row, or be said by the caller; wherever it stands, and however it
 * is spelt, it is understood or refused, and two that differ are refused.
 */
import { distance } from "../../base/did-you-mean";
import { InputError } from "../../base/input-error";
import type { Side } from "./impact-estimates";
import { cellError, foldName, textOf, type RawTable } from "./raw-table";
import type { FindColumn } from "./table-columns";

export type Convention = "total" | "per-share";

/** What is stated by name. */
const STATEMENTS = ["convention", "currency", "size_unit", "time_zone", "side", "symbol"] as const;
type StatementName = (typeof STATEMENTS)[number];

export const CONVENTIONS =
  "total (the cost of x shares is alpha * x^beta) or " +
  "per-share (each share slips alpha * x^beta, so the cost is alpha * x^(1 + beta))";

/** Other spellings of the names, folded. */
const NAMES: Readonly<Record<string, StatementName | undefined>> = {
  ...Object.fromEntries(STATEMENTS.map((name) => [foldName(name), name])),
  conventions: "convention",
  ccy: "currency",
  sizeunits: "size_unit",
  unitofsize: "size_unit",
  unitofsizes: "size_unit",
  timezone: "time_zone",
  tz: "time_zone",
};

/** The sides by their spellings, folded. */
const SIDES: Readonly<Record<string, Side | undefined>> = { buy: "buy", sell: "sell", roundtrip: "round-trip" };
const CONVENTION_VALUES: Readonly<Record<string, Convention | undefined>> = {
  total: "total",
  totalcost: "total",
  totalcosts: "total",
  pershare: "per-share",
  pershareslippage: "per-share",
  slippagepershare: "per-share",
  pershareconvention: "per-share",
};

/** A side however it is spelt; undefined for what is none. */
export function sideOf(text: string): Side | undefined {
  return SIDES[foldName(text)];
}

export interface Statements {
  readonly convention: Convention | undefined;
  readonly side: Side | undefined;
  readonly symbol: string | undefined;
  /** The notes in their order, what is understood under its own name. */
  readonly notes: Readonly<Record<string, string>>;
}

/** What the caller says. */
export interface Said {
  readonly convention?: Convention;
  readonly currency?: string;
  readonly sizeUnit?: string;
}

/** @throws InputError for what is not understood, and for statements that contradict one another. */
export function statementsOf(raw: RawTable, column: FindColumn, said: Said): Statements {
  const stated = new Map<StatementName, Statement>();
  const notes = new Map<string, string>();
  for (const [key, value] of raw.notes) {
    const name = statementName(raw, key, value);
    if (name === undefined) {
      const before = notes.get(key);
      notes.set(key, before !== undefined && before !== value ? `${before}; ${value}` : value);
      continue;
    }
    if (value.trim() === "" || foldName(value) === "unknown") {
      if (!notes.has(name)) notes.set(name, value);
      continue;
    }
    const read = { value: valueOf(raw, name, value), where: `its note ${JSON.stringify(key)}` };
    agree(raw, name, stated.get(name), read);
    stated.set(name, read);
    notes.set(name, read.value);
  }
  for (const name of ["convention", "currency", "size_unit", "time_zone"] as const) {
    const read = inColumn(raw, name, column(name));
    if (read === undefined) continue;
    agree(raw, name, stated.get(name), read);
    stated.set(name, read);
    if (name !== "convention") notes.set(name, read.value);
  }
  const options = { convention: said.convention, currency: said.currency, size_unit: said.sizeUnit };
  for (const [name, value] of Object.entries(options) as [keyof typeof options, string | undefined][]) {
    if (value === undefined) continue;
    const option = `options.${name === "size_unit" ? "sizeUnit" : name}`;
    if (typeof value !== "string" || value.trim() === "") throw new InputError(option, "must be a name", value);
    const read = name === "convention" ? conventionOf(option, value) : value.trim();
    const before = stated.get(name);
    if (before !== undefined && foldName(before.value) !== foldName(read))
      throw new InputError(option, `must not contradict ${raw.name}, which says ${before.value}`, value);
    if (before === undefined) stated.set(name, { value: read, where: option });
    if (name !== "convention") notes.set(name, before?.value ?? read);
  }
  return {
    convention: stated.get("convention")?.value as Convention | undefined,
    side: stated.get("side")?.value as Side | undefined,
    symbol: stated.get("symbol")?.value,
    notes: Object.fromEntries(notes),
  };
}

interface Statement {
  readonly value: string;
  readonly where: string;
}

/** Which statement a note is; undefined for one that is free. */
function statementName(raw: RawTable, key: string, value: string): StatementName | undefined {
  const fold = foldName(key);
  const name = Object.hasOwn(NAMES, fold) ? NAMES[fold] : undefined;
  // A column of sides says more than "both" in a note, as a recipe has it.
  if (name === "side" && ["both", "all"].includes(foldName(value))) return undefined;
  if (name !== undefined) return name;
  // A slip of the pen: what would change every number must not pass for a remark.
  const meant = fold.includes("convention")
    ? "convention"
    : STATEMENTS.slice(0, 3).find((other) => fold.length > 5 && distance(fold, foldName(other)) <= 2);
  const wanted = meant ?? (SAYS_CONVENTION.includes(foldName(value)) ? "convention" : undefined);
  if (wanted === undefined) return undefined;
  throw new InputError(`${raw.name}: note ${JSON.stringify(key)}`, `must be called ${wanted}, if it means that`, value);
}

/** Values that can mean nothing else, whatever a note is called. */
const SAYS_CONVENTION = ["pershare", "pershareslippage", "slippagepershare", "totalcost"];

function valueOf(raw: RawTable, name: StatementName, value: string): string {
  if (name === "convention") return conventionOf(`${raw.name}: convention`, value);
  if (name !== "side") return value.trim();
  const side = sideOf(value);
  if (side === undefined) throw new InputError(`${raw.name}: side`, "must be buy, sell or round-trip", value);
  return side;
}

function conventionOf(argument: string, value: string): Convention {
  const fold = foldName(value);
  const convention = Object.hasOwn(CONVENTION_VALUES, fold) ? CONVENTION_VALUES[fold] : undefined;
  if (convention === undefined) throw new InputError(argument, `must be ${CONVENTIONS}`, value);
  return convention;
}

/** What a column says in every row. */
function inColumn(raw: RawTable, name: StatementName, at: number): Statement | undefined {
  if (at < 0 || raw.rowCount === 0) return undefined;
  const first = textOf(raw.cell(0, at));
  for (let row = 1; row < raw.rowCount; row++) {
    const value = raw.cell(row, at);
    if (textOf(value) !== first) throw cellError(raw, row, raw.columns[at], "must be the same in every row", value);
  }
  if (first.trim() === "") return undefined;
  return { value: valueOf(raw, name, first), where: `its column ${JSON.stringify(raw.columns[at])}` };
}

function agree(raw: RawTable, name: StatementName, one: Statement | undefined, other: Statement): void {
  if (one === undefined || foldName(one.value) === foldName(other.value)) return;
  throw new InputError(
    `${raw.name}: ${name}`,
    `must be one, and ${one.where} says ${one.value} where ${other.where} says ${other.value}`,
    other.value,
  );
}
