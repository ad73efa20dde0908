/**
 * The cells of a notebook, in order, as one text that TypeScript can be asked about, with every cell at a known place
 * in it. Every cell but the first opens a function that all later ones are in: a name declared anew means the later
 * one from there on, and what one cell's flow says of a variable (a union's constant is "buy") is not told the next,
 * as it is not when the cells run. A cell that cannot be parsed is left out, and its names are `any`.
 */
import type { Node, SourceFile } from "typescript";

import { anyDeclarations } from "../../kernel/cells/language/any-declarations";
import { ts } from "../../kernel/cells/language/typescript";

export interface HelpCell {
  readonly id: string;
  readonly text: string;
}

export interface Place {
  /** The cell's id. */
  readonly cell: string;
  readonly offset: number;
}

interface Span {
  readonly cell: string;
  readonly start: number;
  readonly end: number;
}

export interface NotebookText {
  readonly text: string;
  /** Where an offset of a cell is in `text`; undefined for a cell that is not in it. */
  position(place: Place): number | undefined;
  /** The cell at an offset of `text`; undefined between cells. */
  place(position: number): Place | undefined;
}

export interface ParsedCell extends HelpCell {
  readonly file: SourceFile;
  /** Whether it has no syntax errors. */
  readonly sound: boolean;
}

export function parseCell(cell: HelpCell): ParsedCell {
  const file = ts.createSourceFile("cell.ts", cell.text, ts.ScriptTarget.Latest, true);
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly unknown[] };
  return { ...cell, file, sound: parseDiagnostics.length === 0 };
}

/** Begins the names of the functions that cells are in, which no user meets. */
export const CELL_FUNCTION = "__cell_";

/** Whether a node is the function of a cell and those after it. */
export function isCellFunction(node: Node): boolean {
  return ts.isFunctionDeclaration(node) && node.name?.text.startsWith(CELL_FUNCTION) === true;
}

/**
 * The text of cells, of which `whole` stays in it even if it cannot be parsed, as the last one.
 *
 * @param before what stands before them all.
 */
export function composeCells(cells: readonly ParsedCell[], whole?: string, before = ""): NotebookText {
  let text = `${before}\n`;
  let depth = 0;
  const spans: Span[] = [];
  const specifiers: string[] = [];
  for (const { id, text: source, sound } of cells) {
    const kept = sound || id === whole;
    // A declaration: into function expressions TypeScript follows the flow of constants.
    if (spans.length > 0) text += `async function ${CELL_FUNCTION}${depth++}() {\n`;
    // TypeScript looks for modules at the top of a file only.
    if (depth > 0) specifiers.push(...ts.preProcessFile(source, true, true).importedFiles.map((f) => f.fileName));
    const start = text.length;
    text += kept ? source : anyDeclarations(source);
    if (kept) spans.push({ cell: id, start, end: text.length });
    // On a line of its own: the cell may end in a comment, and the next one begin with a bracket.
    text += "\n;\n";
    if (id === whole) break;
  }
  text += "}".repeat(depth);
  for (const specifier of specifiers) text += `\nimport ${JSON.stringify(specifier)};`;
  text += "\nexport {};\n";
  return {
    text,
    position({ cell, offset }) {
      const span = spans.find((one) => one.cell === cell);
      return span === undefined ? undefined : Math.min(span.start + offset, span.end);
    },
    place(position) {
      const span = spans.find(({ start, end }) => position >= start && position <= end);
      return span === undefined ? undefined : { cell: span.cell, offset: position - span.start };
    },
  };
}
