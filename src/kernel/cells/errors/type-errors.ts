/**
 * The compiler's reports on a cell as one failure: every error, each with file or cell, line,
 * column, TypeScript's message and the line itself.
 */
import { basename, relative, sep } from "node:path";

import type { Diagnostic } from "typescript";

import { EARLIER_MARK } from "../language/declarations";
import { CELL_FILE, CELL_PREFIX } from "../language/cell-file";
import { ts } from "../language/typescript";
import { foreignLine } from "./foreign-lines";
import type { Failure } from "../../engine/engine";
import { describePlace, excerpt, positionAt } from "./source-positions";
import { red } from "./traceback";

const EARLIER = new RegExp(`([\\p{ID_Start}$_][\\p{ID_Continue}$]*?)${EARLIER_MARK}+`, "gu");

export interface CellSource {
  readonly label: string;
  /** The text the user wrote. */
  readonly text: string;
  /** The offset in `text` of an offset in what was compiled. */
  readonly original: (offset: number) => number;
}

export interface TypeErrorText {
  readonly title: string;
  readonly lines: readonly string[];
}

export function describeTypeErrors(reports: readonly Diagnostic[], cell: CellSource, root: string): Failure {
  const foreign = foreignLine(cell.text, linesOf(reports, cell));
  if (foreign !== undefined)
    return { ename: "TypeScriptError", evalue: foreign, traceback: [`${red(`${cell.label}:`)} ${foreign}`] };
  const errors = listTypeErrors(reports, cell, root);
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return {
    ename: "TypeScriptError",
    evalue: `${errors[0].title}${more}`,
    traceback: errors.flatMap(({ title, lines }, i) => [...(i > 0 ? [""] : []), red(title), ...lines]),
  };
}

/** The lines of the cell that reports are on, from 0. */
function linesOf(reports: readonly Diagnostic[], { text, original }: CellSource): number[] {
  return reports.flatMap(({ file, start = 0 }) =>
    file !== undefined && basename(file.fileName) === CELL_FILE
      ? [positionAt(text, original(start - CELL_PREFIX.length)).line]
      : [],
  );
}

/** Each report's place and message, and the lines around it. */
export function listTypeErrors(reports: readonly Diagnostic[], cell: CellSource, root: string): TypeErrorText[] {
  return reports.map(({ code, messageText, file, start = 0, length }) => {
    const message = `TS${code} ${withEarlier(ts.flattenDiagnosticMessageText(messageText, "\n"))}`;
    if (file === undefined) return { title: message, lines: [] };
    const inCell = basename(file.fileName) === CELL_FILE;
    const source = inCell ? cell.text : file.text;
    const position = positionAt(source, inCell ? cell.original(start - CELL_PREFIX.length) : start);
    const label = inCell ? cell.label : relative(root, file.fileName).split(sep).join("/");
    return { title: `${describePlace(label, position)}: ${message}`, lines: excerpt(source, position, length) };
  });
}

/** A message, and what the names in it are that types have after they were declared anew. */
function withEarlier(message: string): string {
  const names = new Set([...message.matchAll(EARLIER)].map(([, name]) => name));
  const told = [...names].map((name) => `${name}${EARLIER_MARK} is ${name} before it was declared anew`);
  return told.length === 0 ? message : `${message}\n(${told.join("; ")}: run the cells again that use it.)`;
}
