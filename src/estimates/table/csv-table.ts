/**
 * Estimates as CSV: `# key: value` lines, a header, a row a bin.
 *
 * papaparse reads it with typing off, for danfo's own reader, papaparse with typing on, makes dates
 * of ISO bin labels and leaves numbers beyond 2^53 as text; numbers are parsed from their text, and
 * written as the shortest text that reads back to the same double.
 */
import Papa from "papaparse";

import { InputError, must } from "../../base/input-error";
import type { RawTable } from "./estimates-table";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";
import { describeColumns } from "../book/sniff-format";

/** Parses a file's text. Throws an InputError for what is no table of commas. */
export function parseCsvTable(name: string, text: string): RawTable {
  const body = text.replace(/^\uFEFF/, "");
  const { notes, start, lines } = readNotes(body);
  must(body.slice(start).trim() !== "", name, "must hold an estimates table", "an empty file");
  const { data, errors } = Papa.parse<string[]>(body.slice(start), {
    delimiter: ",",
    header: false,
    dynamicTyping: false,
  });
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken !== undefined)
    throw new InputError(`${name}, line ${lines + (broken.row ?? 0) + 1}`, "must close its quotes", broken.message);
  // Blank lines are skipped, yet counted: an error names the line an editor shows.
  const filled = [...data.keys()].filter((at) => !(data[at].length === 1 && data[at][0].trim() === ""));
  const [header, ...rows] = filled;
  const columns = data[header].map((cell) => cell.trim());
  must(columns.length !== 1, name, `must be a table of commas, and looks like ${describeColumns(columns)}`, columns[0]);
  const where = (row: number): string => `row ${row + 1} (line ${lines + rows[row] + 1})`;
  rows.forEach((at, row) => {
    const width = data[at].length;
    if (width !== columns.length) {
      const comma = width > columns.length ? " (a decimal comma?)" : "";
      throw new InputError(
        `${name}, ${where(row)}`,
        `must have ${columns.length} cells, as the header has${comma}`,
        width,
      );
    }
  });
  return {
    name,
    columns,
    cell: (row, column) => (column < 0 ? undefined : data[rows[row]][column]),
    rowCount: rows.length,
    where,
    notes,
  };
}

/** The file's text: columns that say nothing are left out. */
export function formatCsvTable(estimates: ImpactEstimates): string {
  const notes = Object.entries({ ...estimates.notes, convention: estimates.convention });
  const head = notes.map(([key, value]) => `# ${key}: ${value.replace(/\s*\n\s*/g, " ")}\n`);
  const numbers = NUMBER_COLUMNS.filter(
    ([name, key]) => name === "alpha" || name === "beta" || !estimates[key].every(Number.isNaN),
  );
  const sided = estimates.side.some((side) => side !== "");
  const flagged = estimates.status.some((status) => status !== "");
  const fields = ["bin", ...(sided ? ["side"] : []), ...numbers.map(([name]) => name), ...(flagged ? ["status"] : [])];
  const data = estimates.bin.map((bin, row) => [
    bin,
    ...(sided ? [estimates.side[row]] : []),
    ...numbers.map(([, key]) => formatNumber(estimates[key][row])),
    ...(flagged ? [estimates.status[row]] : []),
  ]);
  return `${head.join("")}${Papa.unparse({ fields, data }, { newline: "\n" })}\n`;
}

function formatNumber(value: number): string {
  return Number.isNaN(value) ? "" : Object.is(value, -0) ? "-0" : String(value);
}

/** The leading `#` lines: their keys and values, where the table starts, and how many lines that is. */
function readNotes(text: string): { notes: Record<string, string>; start: number; lines: number } {
  const notes: Record<string, string> = {};
  let [start, lines] = [0, 0];
  while (text[start] === "#" || text[start] === "\n" || text[start] === "\r") {
    const end = text.indexOf("\n", start);
    const line = text.slice(start, end < 0 ? text.length : end);
    const match = /^#\s*([^:=]+?)\s*[:=]\s*(.*?)\s*$/.exec(line);
    if (match !== null) notes[match[1]] = match[2];
    start = end < 0 ? text.length : end + 1;
    lines++;
  }
  return { notes, start, lines };
}
