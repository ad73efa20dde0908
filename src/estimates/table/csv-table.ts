/**
 * Estimates as CSV: `# key: value` lines, a header, a row a bin.
 *
 * papaparse reads it with typing off, for danfo's own reader, papaparse with typing on, makes dates
 * of ISO bin labels and leaves numbers beyond 2^53 as text; numbers are parsed from their text, and
 * written as the shortest text that reads back to the same double.
 */
import Papa from "papaparse";

import { InputError, must } from "../../base/input-error";
import { type ImpactEstimates, NUMBER_COLUMNS } from "./impact-estimates";
import { noteLines } from "./note-lines";
import { foldName, type Note, type RawTable } from "./raw-table";
import { describeColumns } from "../book/sniff-format";

/** Parses a file's text. Throws an InputError for what is no table of commas. */
export function parseCsvTable(name: string, text: string): RawTable {
  const body = oneLineEnd(text.replace(/^\uFEFF/, ""));
  const { notes, start, lines } = readHead(body);
  must(body.slice(start).trim() !== "", name, "must hold an estimates table", "an empty file");
  const { text: table, remarks } = withoutRemarks(body.slice(start));
  const { data, errors } = Papa.parse<string[]>(table, {
    delimiter: ",",
    newline: "\n",
    header: false,
    dynamicTyping: false,
  });
  const lineOf = (at: number): number =>
    data
      .slice(0, at)
      .reduce((sum, cells) => sum + cells.reduce((n, cell) => n + cell.split("\n").length - 1, 1), lines + 1);
  const broken = errors.find((error) => error.type === "Quotes");
  if (broken !== undefined)
    throw new InputError(`${name}, line ${lineOf(broken.row ?? 0)}`, "must close its quotes", broken.message);
  // Rows without a word are skipped, yet counted: an error names the line an editor shows.
  const filled = [...data.keys()].filter((at) => data[at].some((cell) => cell.trim() !== ""));
  const [header, ...below] = filled;
  const columns = withoutPadding(data[header]).map((cell) => cell.trim());
  must(columns.length !== 1, name, `must be a table of commas, and looks like ${describeColumns(columns)}`, columns[0]);
  for (const { line, lineNumber } of remarks) {
    // One row more, or one less: nobody but its author knows.
    if (unpadded(line).split(",").length === columns.length)
      throw new InputError(
        `${name}, line ${lines + lineNumber}`,
        "must not be a row behind a #: delete it, or put its label in quotes",
        line,
      );
    notes.push(...noteOf(unpadded(line)));
  }
  for (const [row, at] of below.entries()) {
    const cells = data[at];
    // A spreadsheet pads rows to the widest line.
    const extra = cells.slice(columns.length).some((cell) => cell.trim() !== "");
    if (cells.length >= columns.length && !extra) continue;
    throw new InputError(
      `${name}, row ${row + 1} (line ${lineOf(at)})`,
      `must have ${columns.length} cells, as the header has${extra ? " (a decimal comma?)" : ""}`,
      cells.length,
    );
  }
  return {
    name,
    columns,
    cell: (row, column) => (column < 0 ? undefined : data[below[row]][column]),
    rowCount: below.length,
    where: (row) => `row ${row + 1} (line ${lineOf(below[row])})`,
    notes,
    noteForm: 'the line "# convention: total" (or per-share) above the header',
  };
}

/** The file's text: columns that say nothing are left out. */
export function formatCsvTable(estimates: ImpactEstimates): string {
  const head = noteLines({ ...estimates.notes, convention: estimates.convention });
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
  // A label that begins with # would be a remark.
  const quotes = estimates.bin.some((bin) => bin.startsWith("#")) && fields.map((_, k) => k === 0);
  return `${head.join("")}${Papa.unparse({ fields, data }, { newline: "\n", quotes })}\n`;
}

function formatNumber(value: number): string {
  return Number.isNaN(value) ? "" : Object.is(value, -0) ? "-0" : String(value);
}

/** Every line end as a line feed, but for those within quotes. */
function oneLineEnd(text: string): string {
  if (!text.includes("\r")) return text;
  return text.replace(/(?<=^|[,\r\n])"[^"]*(?:""[^"]*)*"|\r\n?/g, (found) => (found.startsWith("\r") ? "\n" : found));
}

interface Remark {
  readonly line: string;
  /** From 1, in the text. */
  readonly lineNumber: number;
}

/** The text with lines that begin with # outside of quotes left empty, and those lines. */
function withoutRemarks(text: string): { text: string; remarks: Remark[] } {
  if (!/^#/m.test(text)) return { text, remarks: [] };
  const remarks: Remark[] = [];
  const bare = text.replace(/(?<=^|[,\n])"[^"]*(?:""[^"]*)*"|(?<=^|\n)#[^\n]*/g, (found, at: number) => {
    if (found.startsWith('"')) return found;
    remarks.push({ line: found, lineNumber: text.slice(0, at).split("\n").length });
    return "";
  });
  return { text: bare, remarks };
}

/** Without the empty cells at the end. */
function withoutPadding(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 1 && cells[end - 1].trim() === "") end--;
  return cells.slice(0, end);
}

/** The key and value of a `#` line; none in a line of another form. */
function noteOf(line: string): Note[] {
  const match = /^#\s*([^:=]+?)\s*[:=]\s*(.*?)\s*$/s.exec(line) ?? /^#\s*(convention)\s+(.*?)\s*$/i.exec(line);
  return match === null ? [] : [[match[1], match[2]]];
}

/** The leading notes, where the table starts, and how many lines come before it. */
function readHead(text: string): { notes: Note[]; start: number; lines: number } {
  const notes: Note[] = [];
  let [start, lines] = [0, 0];
  for (;;) {
    const quoted = /^"(#[^"]*(?:""[^"]*)*)"[, \t]*(?:\n|$)/.exec(text.slice(start, start + 10_000));
    const end = quoted === null ? text.indexOf("\n", start) : start + quoted[0].trimEnd().length;
    const line = text.slice(start, end < 0 ? text.length : end);
    const isNote = line.startsWith("#") && !isHeader(line);
    const isBlank = /^[,\s]*$/.test(line) || /^sep=,$/i.test(line);
    if (quoted === null && !isNote && !(isBlank && start < text.length)) break;
    if (quoted !== null) notes.push(...noteOf(quoted[1].replace(/""/g, '"')));
    else if (isNote) notes.push(...noteOf(unpadded(line)));
    lines += line.split("\n").length;
    start = end < 0 ? text.length : end + 1;
  }
  // A header behind a #, as numpy writes it.
  if (text[start] === "#") start++;
  return { notes, start, lines };
}

/** Whether a `#` line is no note, but names the columns. */
function isHeader(line: string): boolean {
  const names = line.slice(1).split(",").map(foldName);
  return names.includes("alpha") && names.includes("beta") && !/[:=]/.test(line);
}

/** Without the commas by which a spreadsheet pads a line; it then quotes cells of its own accord. */
function unpadded(line: string): string {
  const bare = line.replace(/[,\s]+$/, "");
  if (!line.endsWith(",") || !bare.includes(',"')) return line.endsWith(",") ? bare : line;
  return Papa.parse<string[]>(bare, { delimiter: "," }).data[0].join(",");
}
