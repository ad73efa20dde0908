/**
 * A data frame's table as one reads it: numbers of a column with as many decimals each, four significant digits where
 * they are of one size, the whole number at hand as the cell's title; without an index that only counts. What the
 * cell showed is in the notebook, and is what a verification compares.
 */
import { readable, readableFixed } from "../../../base/readable";
import { log10 } from "../../../numeric/elementary";
import { withMinus } from "./format-value";

const TABLE =
  /(<table[^>]*class="dataframe"[^>]*>)<thead><tr>([^]*?)<\/tr><\/thead><tbody>([^]*?)<\/tbody><\/table>(\s*<p>\d+ rows × \d+ columns<\/p>)?/g;
/** A summary: a name and what is said of it in each row. */
const HEADLESS = /<table[^>]*class="dataframe"[^>]*><tbody>[^]*?<\/tbody><\/table>/g;
const CELL = /<(td|th)>([^<]*)<\/\1>/g;
const NUMBER = /^-?\d+(?:\.\d+)?(?:e[-+]?\d+)?$/;
const DIGITS = 4;
/** Of the smallest number of a column, as far as the largest has then no more than MOST. */
const LEAST_DIGITS = 3;
const MOST_DIGITS = 6;
/** Times the smallest number of a column that its largest may be for one number of decimals to suit both. */
const SPREAD = 10_000;

/** Characters of a row's name that a phone has room for on one line. */
const LONG_NAME = 24;

/** The HTML with each table of a data frame tidied; any other as it is. */
export function tidyTable(html: string): string {
  const summaries = html.replace(HEADLESS, (table) =>
    table.replace(CELL, (_, tag: string, text: string) => `<${tag}>${withMinus(text)}</${tag}>`),
  );
  return summaries.replace(TABLE, (whole, open: string, head: string, body: string, size?: string) => {
    const names = cellsOf(head);
    const rows = [...body.matchAll(/<tr>([^]*?)<\/tr>/g)].map(([, row]) => cellsOf(row));
    if (rows.length === 0 || rows.some((row) => row.length !== names.length)) return whole;
    const counts = rows.every(([index], i) => index === String(i));
    const columns = names.map((_, j) => rows.map((row) => row[j]));
    const formats = columns.map(formatOf);
    const from = counts ? 1 : 0;
    const long = (columns[from] ?? []).some((text) => text.length > LONG_NAME);
    const cells = (row: readonly string[], isHead: boolean): string =>
      row
        .map((cell, j) => {
          const text = isHead ? breakable(cell) : cell;
          const tag = isHead || (j === 0 && !counts) ? "th" : "td";
          const format = formats[j];
          if (format === undefined)
            return `<${tag} class="text${j === from && long ? " long" : ""}">${withMinus(text)}</${tag}>`;
          if (isHead || !NUMBER.test(text)) return `<${tag}>${text}</${tag}>`;
          return `<${tag} title="${text}">${format(Number(text)).replace(/-/g, "−")}</${tag}>`;
        })
        .slice(from)
        .join("");
    const lines = rows.map((row) => `<tr>${cells(row, false)}</tr>`).join("\n");
    // How many there are is of use where some are left out.
    const cut = [...names, ...rows.map(([index]) => index)].includes("…");
    const told = cut ? (size ?? "") : "";
    return `${open}<thead><tr>${cells(names, true)}</tr></thead><tbody>\n${lines}\n</tbody></table>${told}`;
  });
}

/** A column's name that breaks after its underscores, not within a word. */
function breakable(name: string): string {
  return name.replace(/_(?=[^_])/g, "_<wbr>");
}

function cellsOf(row: string): string[] {
  return [...row.matchAll(CELL)].map(([, , text]) => text);
}

/** How a column's numbers are written; undefined for one of text. */
function formatOf(texts: readonly string[]): ((value: number) => string) | undefined {
  const values = texts.filter((text) => NUMBER.test(text)).map(Number);
  if (values.length === 0 || texts.some((text) => !NUMBER.test(text) && !/^(NaN|null|undefined|\u2026|)$/.test(text)))
    return undefined;
  // Years, numbers of bins and shares: whole as they are.
  if (values.every(Number.isInteger)) return (value) => (Math.abs(value) < 1e15 ? readable(value) : String(value));
  const sizes = values.filter((value) => value !== 0).map(Math.abs);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  if (most / least > SPREAD || least < 1e-6 || most >= 1e12) return short;
  // Behind the point as many as give the largest its digits, the smallest some, and the smallest one at least.
  const digitsBehind = (digits: number, size: number): number => digits - 1 - Math.floor(log10(size));
  const wanted = Math.max(digitsBehind(DIGITS, most), digitsBehind(LEAST_DIGITS, least));
  const decimals = Math.max(Math.min(wanted, digitsBehind(MOST_DIGITS, most)), digitsBehind(1, least), 0);
  return (value) => readableFixed(value, decimals);
}

function short(value: number): string {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-4 || size >= 1e12)) return value.toExponential(DIGITS - 1).replace(/\.?0+e/, "e");
  return readable(value, Math.max(DIGITS, 1 + Math.floor(log10(Math.max(size, 1)))));
}
