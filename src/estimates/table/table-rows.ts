/** Which rows of a table are one order: those of one instrument and one side. */
import { InputError, must } from "../../base/input-error";
import type { Side } from "./impact-estimates";
import { foldName, type RawTable, textOf } from "./raw-table";
import { type FindColumn, listed, symbolColumns } from "./table-columns";
import { sideOf, type Statements } from "./table-statements";

interface Wanted {
  readonly side: Side | "all" | undefined;
  readonly symbol: string | undefined;
}

/** @throws InputError where the rows are of several instruments or sides and none is chosen. */
export function keptRows(
  raw: RawTable,
  column: FindColumn,
  wanted: Wanted,
  stated: Statements,
): { rows: number[]; sideAt: (row: number) => Side | "" } {
  const all = Array.from({ length: raw.rowCount }, (_, row) => row);
  const rows = ofSymbol(raw, column, wanted.symbol, stated, all);
  const at = column("side");
  const sideAt = (row: number): Side | "" => {
    const text = at < 0 ? "" : textOf(raw.cell(row, at)).trim();
    return text === "" ? (stated.side ?? "") : (sideOf(text) ?? (text as Side));
  };
  const sides = new Set(rows.map(sideAt));
  if (stated.side !== undefined && [...sides].some((side) => side !== stated.side)) {
    const list = [...sides].join(", ");
    throw new InputError(`${raw.name}: side`, `must be one, and its rows say ${list} where it states`, stated.side);
  }
  if (wanted.side === "all") return { rows, sideAt };
  // A table that names none is of the side that its reader says.
  const said = wanted.side;
  if (said !== undefined && sideOf(said) === said && sides.size === 1 && sides.has(""))
    return { rows, sideAt: () => said };
  const list = [...sides].map((side) => side || "unnamed").join(", ");
  if (wanted.side !== undefined && !sides.has(wanted.side)) {
    const unnamed = sides.size === 1 && sides.has("");
    const rule = unnamed
      ? `must be buy, sell or round-trip (${raw.name} names none), or all`
      : `must be one that ${raw.name} has (${list}), or all`;
    throw new InputError("options.side", rule, wanted.side);
  }
  if (wanted.side === undefined && sides.size > 1) {
    throw new InputError(raw.name, "must be of one side, or the option side (--side) must choose one", list);
  }
  return { rows: wanted.side === undefined ? rows : rows.filter((row) => sideAt(row) === wanted.side), sideAt };
}

function ofSymbol(
  raw: RawTable,
  column: FindColumn,
  wanted: string | undefined,
  stated: Statements,
  all: number[],
): number[] {
  const columns = symbolColumns(raw, column);
  const same = (one: string, other: string): boolean => one.trim() === other.trim();
  let rows = all;
  if (wanted !== undefined) {
    must(typeof wanted === "string", "options.symbol", "must be a name", wanted);
    const at = columns.find((place) => all.some((row) => same(textOf(raw.cell(row, place)), wanted)));
    if (at !== undefined) rows = all.filter((row) => same(textOf(raw.cell(row, at)), wanted));
    else if (stated.symbol === undefined || foldName(stated.symbol) !== foldName(wanted)) {
      const has = columns.flatMap((place) => [...new Set(all.map((row) => textOf(raw.cell(row, place))))]);
      const list = [...has, ...(stated.symbol === undefined ? [] : [stated.symbol])];
      throw new InputError(
        "options.symbol",
        `must be one that ${raw.name} has (${list.length === 0 ? "it names none" : listed(list)})`,
        wanted,
      );
    }
  }
  for (const at of columns) {
    const several = [...new Set(rows.map((row) => textOf(raw.cell(row, at)).trim()))];
    if (several.length > 1) {
      throw new InputError(
        raw.name,
        `must be of one instrument, or the option symbol (--symbol) must choose one: its column ` +
          `${JSON.stringify(raw.columns[at])} has ${several.length}`,
        listed(several),
      );
    }
  }
  return rows;
}
