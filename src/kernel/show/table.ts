/**
 * Tables: a danfo DataFrame or Series, known by its shape alone (`shape`, `columns`, `index`,
 * `values`), as an HTML table and as text, with the middle left out of a long one.
 */
import type { MimeBundle } from "../engine/engine";
import { escapeHtml } from "../../base/escape-html";
import { inspectSafely } from "./inspect-safely";

export interface Table {
  readonly columns: readonly unknown[];
  readonly index: readonly unknown[];
  readonly rows: number;
  /** The value in a row and column. */
  readonly at: (row: number, column: number) => unknown;
}

/** Rows and columns up to which a table is shown whole, and how many are shown of a longer one. */
const WHOLE = { rows: 60, columns: 30 };
const PART = { rows: 20, columns: 20 };

/** The table a value is, or undefined where it is none. */
export function readTable(value: unknown): Table | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const { shape, columns, index, values } = value as Record<string, unknown>;
  if (!Array.isArray(shape) || !Array.isArray(columns) || !Array.isArray(index)) return undefined;
  if (!Array.isArray(values) && !ArrayBuffer.isView(values)) return undefined;
  const cells = values as ArrayLike<unknown>;
  const rows = index.length;
  if (cells.length !== rows) return undefined;
  // A Series: values of its own, not rows of values.
  const flat = rows === 0 ? shape.length === 1 : !Array.isArray(cells[0]) && !ArrayBuffer.isView(cells[0]);
  const at = (row: number, column: number): unknown => (flat ? cells[row] : (cells[row] as ArrayLike<unknown>)[column]);
  return { columns: flat ? columns.slice(0, 1) : columns, index, rows, at };
}

export function tableBundle(table: Table): MimeBundle {
  const rows = selection(table.rows, WHOLE.rows, PART.rows);
  const columns = selection(table.columns.length, WHOLE.columns, PART.columns);
  const head = ["", ...columns.map((j) => (j < 0 ? "…" : show(table.columns[j])))];
  const body = rows.map((i) => [
    i < 0 ? "…" : show(table.index[i]),
    ...columns.map((j) => (i < 0 || j < 0 ? "…" : show(table.at(i, j)))),
  ]);
  const size = `${table.rows} rows × ${table.columns.length} columns`;
  return { data: { "text/html": html(head, body, size), "text/plain": plain(head, body, size) }, metadata: {} };
}

/** The positions to show of `count`: all, or the first and last ones with -1 for the gap. */
function selection(count: number, whole: number, part: number): number[] {
  if (count <= whole) return Array.from({ length: count }, (_, i) => i);
  const half = part / 2;
  const first = Array.from({ length: half }, (_, i) => i);
  return [...first, -1, ...first.map((i) => count - half + i)];
}

/** Seven significant digits, where no more stand before the point, keep columns narrow; whole numbers stay whole. */
function show(value: unknown): string {
  if (typeof value === "number" && !Number.isInteger(value)) {
    // All digits before the point and one behind it: 12345678.9 is no 12345680.
    const digits = Math.max(7, Math.trunc(Math.abs(value)).toString().length + 1);
    return String(Number(value.toPrecision(digits)));
  }
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (typeof value === "object" && value !== null) return inspectSafely(value, 2).replace(/\s*\n\s*/g, " ");
  return String(value);
}

function html(head: readonly string[], body: readonly (readonly string[])[], size: string): string {
  const cells = (tag: string, row: readonly string[]): string =>
    row.map((cell, i) => `<${i === 0 ? "th" : tag}>${escapeHtml(cell)}</${i === 0 ? "th" : tag}>`).join("");
  return [
    `<table border="1" class="dataframe"><thead><tr>${cells("th", head)}</tr></thead><tbody>`,
    ...body.map((row) => `<tr>${cells("td", row)}</tr>`),
    `</tbody></table><p>${size}</p>`,
  ].join("\n");
}

function plain(head: readonly string[], body: readonly (readonly string[])[], size: string): string {
  const lines = [head, ...body];
  const widths = head.map((_, j) => Math.max(...lines.map((row) => row[j].length)));
  const line = (row: readonly string[]): string => row.map((cell, j) => cell.padStart(widths[j])).join("  ");
  return [...lines.map(line), "", size].join("\n");
}
