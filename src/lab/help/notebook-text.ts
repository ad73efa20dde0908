/**
 * The cells of a notebook, in order, as one text that TypeScript can be asked about, with every cell at a known place
 * in it. A cell that declares a name anew opens a block, so that from there on the name means the later one, as it
 * does when the cells run. A cell that cannot be parsed is left out, and its names are `any`.
 */
import type { SourceFile } from "typescript";

import { anyDeclarations } from "../../kernel/cells/any-declarations";
import { declaredNames, importedNames } from "../../kernel/cells/declaration-text";
import { ts } from "../../kernel/cells/typescript";

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

/**
 * The text of cells, of which `whole` stays in it even if it cannot be parsed, as the last one.
 *
 * @param before what stands before them all.
 */
export function composeCells(cells: readonly ParsedCell[], whole?: string, before = ""): NotebookText {
  let text = `${before}\n`;
  let depth = 0;
  let declared = new Map<string, "import" | "own">();
  const spans: Span[] = [];
  const specifiers: string[] = [];
  for (const { id, text: source, file, sound } of cells) {
    const kept = sound || id === whole;
    const names = namesOf(file);
    const anew = [...names].some(([name, kind]) => {
      const earlier = declared.get(name);
      return earlier !== undefined && (earlier === "own" || kind === "own");
    });
    if (anew) {
      text += "{\n";
      depth++;
      declared = new Map();
    }
    for (const [name, kind] of names) declared.set(name, kind);
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

/** Whether a cell by itself declares a name more than once. */
export function declaresTwice({ file }: ParsedCell, name: string): boolean {
  return declaredNames(file).filter((one) => one.name === name).length > 1;
}

function namesOf(file: SourceFile): Map<string, "import" | "own"> {
  const names = new Map<string, "import" | "own">(declaredNames(file).map(({ name }) => [name, "own"]));
  for (const statement of file.statements)
    if (ts.isImportDeclaration(statement)) for (const { text } of importedNames(statement)) names.set(text, "import");
  return names;
}
