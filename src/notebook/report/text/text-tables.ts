/**
 * Text as HTML that fits the page: its lines wrap, unless columns of them stand under one another; and a table drawn
 * with lines, as `console.table` and the results' own texts draw them, is a table.
 */
import { escapeHtml } from "../../../base/escape-html";
import { withMinus } from "./format-value";
import { terminalHtml } from "./highlight";

const TOP = /^[ \t]*[┌╔][─═]*(?:[┬╤╦][─═]*)*[┐╗][ \t]*$/;
const BETWEEN = /^[ \t]*[├╟╠][─═]*(?:[┼╪╫╬┴][─═]*|[┤╢╣])*[ \t]*$/;
const BOTTOM = /^[ \t]*[└╚][─═]*(?:[┴╧╩][─═]*)*[┘╝][ \t]*$/;
const ROW = /^[ \t]*[│║](.*)[│║][ \t]*$/;
/** Two words with more than a space between them stand in columns. */
const COLUMNS = /\S {2,}\S|\t/;

/** @param attributes of the elements that hold lines of text. */
export function textHtml(text: string, attributes: string): string {
  const parts: string[] = [];
  let lines: string[] = [];
  const flush = (): void => {
    if (lines.some((line) => line.trim() !== "")) parts.push(linesHtml(lines.join("\n"), attributes));
    lines = [];
  };
  const all = text.split("\n");
  for (let i = 0; i < all.length; i++) {
    const table = TOP.test(all[i]) ? tableAt(all, i) : undefined;
    if (table === undefined) {
      lines.push(all[i]);
      continue;
    }
    flush();
    parts.push(table.html);
    i = table.last;
  }
  // Text that is blank, or none at all, is one element still.
  if (parts.length === 0) return linesHtml(text, attributes);
  flush();
  return parts.join("\n");
}

function linesHtml(text: string, attributes: string): string {
  const aligned = text.split("\n").some((line) => COLUMNS.test(line.trim()));
  const kept = aligned ? attributes.replace(/class="([^"]*)"/, 'class="$1 aligned"') : attributes;
  return `<pre ${kept} tabindex="0">${terminalHtml(text.replace(/^\n+|\s+$/g, ""))}</pre>`;
}

type Row = readonly string[];

/** The table that begins at a line, and the line that it ends with; undefined where it is no whole one. */
function tableAt(lines: readonly string[], first: number): { html: string; last: number } | undefined {
  const width = lines[first].trim().slice(1, -1).split(/[┬╤╦]/).length;
  const groups: Row[][] = [[]];
  for (let i = first + 1; i < lines.length; i++) {
    if (BOTTOM.test(lines[i])) return { html: tableHtml(groups), last: i };
    if (BETWEEN.test(lines[i])) {
      groups.push([]);
      continue;
    }
    const cells = ROW.exec(lines[i])?.[1].split(/[│║]/);
    if (cells?.length !== width) return undefined;
    groups[groups.length - 1].push(cells);
  }
  return undefined;
}

/** Rows apart by lines hold what is wrapped in several; rows that are not are a line each. */
function tableHtml(groups: readonly Row[][]): string {
  const apart = groups.length > 2;
  const whole = groups.flatMap((rows) => (apart ? [merged(rows)] : rows));
  const heads = groups.length > 1 ? (apart ? 1 : groups[0].length) : 0;
  const body = whole.slice(heads);
  const right = (whole[0] ?? []).map((_, j) => isRight(body.map((row) => row[j])));
  const open = (tag: string, j: number): string => `<${tag}${right[j] ? ' class="number"' : ""}>`;
  const row = (cells: Row, tag: "th" | "td"): string => {
    const html = cells.map((cell, j) => `${open(tag, j)}${escapeHtml(withMinus(cell.trim()))}</${tag}>`);
    return `<tr>${html.join("")}</tr>`;
  };
  const rows = (part: readonly Row[], tag: "th" | "td"): string => part.map((cells) => row(cells, tag)).join("\n");
  const head = heads === 0 ? "" : `<thead>${rows(whole.slice(0, heads), "th")}</thead>`;
  const table = `<table class="drawn">${head}<tbody>\n${rows(body, "td")}\n</tbody></table>`;
  return `<div class="wide html" tabindex="0">${table}</div>`;
}

function merged(rows: readonly Row[]): Row {
  return (rows[0] ?? []).map((_, j) => rows.map((row) => row[j].trim()).join(" "));
}

/** A column whose cells end together though they do not begin so, and one of numbers. */
function isRight(cells: readonly string[]): boolean {
  const numbers = cells.filter((cell) => /^[-+−]?[\d.,]+(?:e[-+]?\d+)?\s*%?$/i.test(cell.trim()));
  if (numbers.length > 0 && numbers.length === cells.filter((cell) => cell.trim() !== "").length) return true;
  return cells.some((cell) => /^ {2,}\S/.test(cell)) && cells.every((cell) => /\S ?$/.test(cell) || cell.trim() === "");
}
