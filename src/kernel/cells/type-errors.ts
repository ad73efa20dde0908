/**
 * The compiler's reports on a cell as one failure: every error, each with file or cell, line,
 * column, TypeScript's message and the line itself.
 */
import { basename, relative, sep } from "node:path";

import type { Diagnostic } from "typescript";

import { CELL_FILE, CELL_PREFIX } from "./compiler";
import { ts } from "./typescript";
import type { Failure } from "../engine/engine";
import { describePlace, excerpt, positionAt } from "./source-positions";
import { red } from "./traceback";

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
  const errors = listTypeErrors(reports, cell, root);
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return {
    ename: "TypeScriptError",
    evalue: `${errors[0].title}${more}`,
    traceback: errors.flatMap(({ title, lines }, i) => [...(i > 0 ? [""] : []), red(title), ...lines]),
  };
}

/** Each report's place and message, and the lines around it. */
export function listTypeErrors(reports: readonly Diagnostic[], cell: CellSource, root: string): TypeErrorText[] {
  return reports.map(({ code, messageText, file, start = 0, length }) => {
    const message = `TS${code} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
    if (file === undefined) return { title: message, lines: [] };
    const inCell = basename(file.fileName) === CELL_FILE;
    const source = inCell ? cell.text : file.text;
    const position = positionAt(source, inCell ? cell.original(start - CELL_PREFIX.length) : start);
    const label = inCell ? cell.label : relative(root, file.fileName).split(sep).join("/");
    return { title: `${describePlace(label, position)}: ${message}`, lines: excerpt(source, position, length) };
  });
}
