/**
 * A table as it was read, its cells not yet checked: text of a CSV file, values of Parquet, JSON or a
 * DataFrame. And how the names in it are understood: case, blanks, hyphens and underscores aside.
 */
import { InputError } from "../../base/input-error";

/** A key and its value, as the table has them. */
export type Note = readonly [key: string, value: string];

export interface RawTable {
  /** The file, for errors. */
  readonly name: string;
  readonly columns: readonly string[];
  /** cell(row, column): undefined or "" where it is empty. */
  readonly cell: (row: number, column: number) => unknown;
  readonly rowCount: number;
  /** Where a row is, for errors: `row 3 (line 12)`. */
  readonly where: (row: number) => string;
  /** What the table says about itself, in its order. */
  readonly notes: readonly Note[];
  /** How a note is written there, for the error that asks for one: of the convention. */
  readonly noteForm?: string;
  /** Whether numbers are numbers there: text in their place is then refused. */
  readonly typed?: boolean;
}

/** `Size unit`, `size_unit` and `sizeUnit` are one name: `sizeunit`. */
export function foldName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/** A cell as text: "" where it is empty. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "object")
    return JSON.stringify(value, (_, v: unknown) => (typeof v === "bigint" ? String(v) : v));
  return String(value);
}

/** What is wrong with a cell, by file, row and column. */
export function cellError(raw: RawTable, row: number, column: string, rule: string, value: unknown): InputError {
  return new InputError(`${raw.name}, ${raw.where(row)}, column ${JSON.stringify(column)}`, rule, value);
}
