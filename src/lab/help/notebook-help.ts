/**
 * Help with the cells of notebooks while they are written: errors, completion, signatures, what a name means and where
 * it is from. Asked of a language service that knows nothing of the kernel, so that no running cell is waited for.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";

import type { Diagnostic, Node, Program, SourceFile } from "typescript";

import type { CompletionItem } from "../../kernel/engine/engine";
import { completeAt, isBareImport } from "../../kernel/cells/help/completion";
import { foreignLine } from "../../kernel/cells/errors/foreign-lines";
import { describeAt } from "../../kernel/cells/help/hover";
import { pathAt } from "../../kernel/cells/help/path-completion";
import { positionAt } from "../../kernel/cells/errors/source-positions";
import { ts } from "../../kernel/cells/language/typescript";
import { projectRoot } from "../../kernel/project-root";
import {
  CELL_FUNCTION,
  composeCells,
  parseCell,
  type HelpCell,
  type NotebookText,
  type ParsedCell,
  type Place,
} from "./notebook-text";
import { cellUses, parameterControls, type CellUse, type ParameterControl } from "./outline";
import { ProjectService } from "./project-service";

export interface Question {
  /** The notebook's real path. */
  readonly path: string;
  /** Its code cells, in order. */
  readonly cells: readonly HelpCell[];
  /** The ids of those tagged `parameters`. */
  readonly parameters?: readonly string[];
}

export interface Problem {
  readonly cell: string;
  readonly from: number;
  readonly to: number;
  readonly message: string;
}

export interface Completions {
  readonly items: readonly CompletionItem[];
  readonly from: number;
  readonly to: number;
}

export interface Outline {
  readonly parameters: readonly ParameterControl[];
  readonly cells: readonly CellUse[];
}

export interface SignatureHelp {
  readonly before: string;
  readonly parameters: readonly { readonly text: string; readonly documentation: string }[];
  readonly separator: string;
  readonly after: string;
  readonly documentation: string;
  /** Of `parameters`, the one at the cursor. */
  readonly current: number;
}

/** Somewhere in a file, its real path, counted from 0; or in a cell. */
export type Definition =
  { readonly path: string; readonly line: number; readonly column: number } | { readonly place: Place };

/** Of what may only stand at the top of a file; and of `return`, which is looked for in each cell by itself. */
const NOT_IN_A_FUNCTION = new Set([1184, 1232, 1233, 1235, 1108]);
/** Notebooks whose texts stay: the others go as a new one comes. */
const MOST_NOTEBOOKS = 4;

export class NotebookHelp {
  readonly #projects = new Map<string, ProjectService>();
  readonly #recent: string[] = [];

  /** What is wrong with each cell. */
  check(question: Question): Problem[] {
    const { cells, project, names } = this.#update(question);
    const text = composeCells(cells);
    project.setText(names.check, text.text);
    const program = programOf(project);
    const file = program.getSourceFile(names.check);
    if (file === undefined) return [];
    const reports = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)];
    const found = reports.flatMap((report) => inCell(report, text, cells));
    return [...cells.flatMap((cell) => (cell.sound ? strayReturns(cell) : syntaxProblems(cell))), ...found];
  }

  outline(question: Question): Outline {
    const { cells, project, names } = this.#update(question);
    const text = composeCells(cells);
    project.setText(names.check, text.text);
    const uses = cellUses(programOf(project), names.check, text, cells);
    return { parameters: parameterControls(cells, question.parameters ?? []), cells: uses };
  }

  complete(question: Question, place: Place): Completions {
    const nothing = { items: [], from: place.offset, to: place.offset };
    const source = question.cells.find(({ id }) => id === place.cell)?.text;
    if (source === undefined) return nothing;
    const folder = dirname(question.path);
    const root = projectRoot(folder);
    const path = pathAt(source, place.offset, folder, root);
    const asPath = (): Completions => {
      const { items, start, end } = path?.complete() ?? { items: [], start: place.offset, end: place.offset };
      return { items, from: start, to: end };
    };
    if (path?.imported === true || path?.certain === true) return asPath();
    const own =
      isBareImport(source, place.offset) && existsSync(join(root, "src/index.ts"))
        ? `import * as own from ${JSON.stringify(`./${relative(folder, join(root, "src")).split(sep).join("/")}`)};`
        : "";
    const found = this.#ask(question, place, own, (program, file, position, text) => {
      const { items, start, end } = completeAt(program, file, position);
      const [from, to] = [text.place(start)?.offset, text.place(end)?.offset];
      if (from === undefined || to === undefined) return nothing;
      return { items: items.filter((item) => !item.text.startsWith(CELL_FUNCTION)), from, to };
    });
    if (found === undefined || found.items.length === 0) return path === undefined ? nothing : asPath();
    return found;
  }

  /** Markdown on what stands at a place. */
  describe(question: Question, place: Place): string | undefined {
    const bundle = this.#ask(question, place, "", describeAt);
    const markdown = bundle?.data["text/markdown"];
    return typeof markdown === "string" ? markdown : undefined;
  }

  signature(question: Question, place: Place): SignatureHelp | undefined {
    return this.#ask(question, place, "", (_program, file, position, _text, project) => {
      const found = project.service.getSignatureHelpItems(file.fileName, position, undefined);
      const item = found?.items[found.selectedItemIndex];
      if (found === undefined || item === undefined) return undefined;
      const last = item.parameters.length - 1;
      return {
        before: ts.displayPartsToString(item.prefixDisplayParts),
        parameters: item.parameters.map(({ displayParts, documentation }) => ({
          text: ts.displayPartsToString(displayParts),
          documentation: ts.displayPartsToString(documentation),
        })),
        separator: ts.displayPartsToString(item.separatorDisplayParts),
        after: ts.displayPartsToString(item.suffixDisplayParts),
        documentation: ts.displayPartsToString(item.documentation),
        current: Math.min(found.argumentIndex, last),
      };
    });
  }

  definition(question: Question, place: Place): Definition | undefined {
    return this.#ask(question, place, "", (program, file, position, text, project) => {
      const [found] = project.service.getDefinitionAtPosition(file.fileName, position) ?? [];
      if (found === undefined) return undefined;
      if (found.fileName === file.fileName) {
        const at = text.place(found.textSpan.start);
        return at === undefined ? undefined : { place: at };
      }
      const source = program.getSourceFile(found.fileName);
      if (source === undefined || project.has(found.fileName)) return undefined;
      const { line, character } = source.getLineAndCharacterOfPosition(found.textSpan.start);
      return { path: found.fileName, line, column: character };
    });
  }

  #ask<Answer>(
    question: Question,
    place: Place,
    before: string,
    answer: (
      program: Program,
      file: SourceFile,
      position: number,
      text: NotebookText,
      project: ProjectService,
    ) => Answer,
  ): Answer | undefined {
    const { cells, project, names } = this.#update(question);
    const text = composeCells(cells, place.cell, before);
    project.setText(names.ask, text.text);
    // Both at once: each change of a text costs a program.
    project.setText(names.check, composeCells(cells).text);
    const program = programOf(project);
    const file = program.getSourceFile(names.ask);
    const position = text.position(place);
    return file === undefined || position === undefined ? undefined : answer(program, file, position, text, project);
  }

  #update({ path, cells }: Question): { cells: ParsedCell[]; project: ProjectService; names: Names } {
    const root = projectRoot(dirname(path));
    const project = this.#projects.get(root) ?? new ProjectService(root);
    this.#projects.set(root, project);
    this.#recent.splice(0, this.#recent.length, ...this.#recent.filter((one) => one !== path), path);
    for (const gone of this.#recent.splice(0, Math.max(0, this.#recent.length - MOST_NOTEBOOKS)))
      for (const other of this.#projects.values()) {
        other.removeText(namesOf(gone).ask);
        other.removeText(namesOf(gone).check);
      }
    return { cells: cells.map(parseCell), project, names: namesOf(path) };
  }
}

interface Names {
  readonly check: string;
  readonly ask: string;
}

/** Beside the notebook, so that what it imports is found from there. */
function namesOf(path: string): Names {
  return { check: `${path}.check.ts`, ask: `${path}.ask.ts` };
}

function programOf({ service }: ProjectService): Program {
  const program = service.getProgram();
  if (program === undefined) throw new Error("the language service has no program");
  return program;
}

/** A report where a cell has it; none where it is of how the cells were put together. */
function inCell(report: Diagnostic, text: NotebookText, cells: readonly ParsedCell[]): Problem[] {
  const { start = 0, length = 0, code } = report;
  const place = text.place(start);
  if (place === undefined || NOT_IN_A_FUNCTION.has(code)) return [];
  const cell = cells.find(({ id }) => id === place.cell);
  if (cell === undefined) return [];
  const to = Math.min(place.offset + length, cell.text.length);
  return [{ cell: cell.id, from: place.offset, to, message: messageOf(report) }];
}

function syntaxProblems({ id, text, file }: ParsedCell): Problem[] {
  const { parseDiagnostics } = file as unknown as { parseDiagnostics: readonly Diagnostic[] };
  const lines = parseDiagnostics.map(({ start = 0 }) => positionAt(text, start).line);
  const foreign = foreignLine(text, lines);
  if (foreign !== undefined) {
    const { start = 0 } = parseDiagnostics[0];
    const from = text.lastIndexOf("\n", start - 1) + 1;
    const end = text.indexOf("\n", from);
    return [{ cell: id, from, to: end < 0 ? text.length : end, message: foreign }];
  }
  return parseDiagnostics.map((report) => {
    const { start = 0, length = 0 } = report;
    return { cell: id, from: start, to: Math.min(start + length, text.length), message: messageOf(report) };
  });
}

/** What is no `return` of a function: in the text of all cells each cell would be that function. */
function strayReturns({ id, file }: ParsedCell): Problem[] {
  const found: Problem[] = [];
  const visit = (node: Node): void => {
    if (ts.isReturnStatement(node)) {
      const from = node.getStart(file);
      const message = "A 'return' statement can only be used within a function body. (TS1108)";
      found.push({ cell: id, from, to: from + "return".length, message });
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function messageOf({ code, messageText }: Diagnostic): string {
  return `${ts.flattenDiagnosticMessageText(messageText, "\n")} (TS${code})`;
}
