/**
 * Estimates as JSON or as columns in memory: `{ "convention": "total", "alpha": [...], "beta": [...] }`, a list of
 * rows, or a DataFrame. What is no column is a note; so is what an object called notes, meta or attrs holds.
 */
import { InputError, must } from "../../base/input-error";
import { foldName, type Note, type RawTable } from "./raw-table";

/** Parses a file's text. Throws an InputError for what holds no columns alpha and beta. */
export function parseJsonTable(name: string, text: string): RawTable {
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    throw new InputError(name, `must hold JSON (${(error as Error).message})`, text);
  }
  return tableOf(name, content);
}

const NOTE_FORM = '"convention": "total" (or "per-share") beside the columns';
const NOTES = ["notes", "meta", "metadata", "attrs", "attributes", "header", "units"];

/** Columns by name, or a list of rows, as a table. */
export function tableOf(name: string, content: unknown): RawTable {
  if (Array.isArray(content)) return tableOfRows(name, content as unknown[]);
  must(isObject(content), name, 'must hold an object { "alpha": [...], "beta": [...] }', content);
  const notes: Note[] = [];
  const columns: [string, ArrayLike<unknown>][] = [];
  const add = (key: string, value: unknown, inside: boolean): void => {
    if (value === null || value === undefined) return;
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      if (!inside) columns.push([key, value as unknown as ArrayLike<unknown>]);
    } else if (!isObject(value)) notes.push([key, String(value)]);
    else if (NOTES.includes(foldName(key))) Object.entries(value).forEach(([inner, of]) => add(inner, of, true));
  };
  for (const [key, value] of Object.entries(content)) add(key, value, false);
  const named = (wanted: string): boolean => columns.some(([key]) => foldName(key) === wanted);
  must(columns.length > 0, name, 'must hold an object { "alpha": [...], "beta": [...] }', content);
  const rowCount = columns.find(([key]) => foldName(key) === "alpha")?.[1].length ?? columns[0][1].length;
  const odd = columns.find(([, values]) => values.length !== rowCount);
  if (odd !== undefined)
    throw new InputError(
      `${name}: ${odd[0]}`,
      `must have one value a bin, as ${named("alpha") ? "alpha" : columns[0][0]} has (${rowCount})`,
      odd[1],
    );
  return {
    name,
    columns: columns.map(([key]) => key),
    cell: (row, column) => (column < 0 ? undefined : columns[column][1][row]),
    rowCount,
    where: (row) => `row ${row + 1}`,
    notes,
    noteForm: NOTE_FORM,
    typed: true,
  };
}

function tableOfRows(name: string, rows: readonly unknown[]): RawTable {
  const bad = rows.findIndex((row) => !isObject(row));
  if (rows.length === 0 || bad >= 0)
    throw new InputError(name, 'must hold an object { "alpha": [...], "beta": [...] }, or a list of rows', rows[bad]);
  const list = rows as readonly Readonly<Record<string, unknown>>[];
  const columns = [...new Set(list.flatMap((row) => Object.keys(row)))];
  return {
    name,
    columns,
    cell: (row, column) => (column < 0 ? undefined : list[row][columns[column]]),
    rowCount: rows.length,
    where: (row) => `row ${row + 1}`,
    notes: [],
    noteForm: 'a column "convention", total or per-share',
    typed: true,
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
