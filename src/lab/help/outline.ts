/**
 * What the page needs to know of a notebook to make controls of its parameters: the parameters with the places where
 * their values stand, and of every cell the variables it reads and writes, each by the cell that declares it.
 */
import type { Identifier, Node, Program } from "typescript";

import { declaredNames, importedNames } from "../../kernel/cells/declaration-text";
import { ts } from "../../kernel/cells/typescript";
import {
  checkParameter,
  parseParameters,
  valueRanges,
  type Parameter,
} from "../../notebook/parameters/parameters-cell";
import { isCellFunction, type NotebookText, type ParsedCell } from "./notebook-text";

export interface ParameterControl extends Omit<Parameter, "problem"> {
  readonly cell: string;
  /** Where its value stands in the cell's text; undefined where it states none. */
  readonly range?: { readonly from: number; readonly to: number };
  /** What is wrong with its declaration, or its value. */
  readonly problem?: string;
}

export interface CellUse {
  readonly cell: string;
  /** Variables as `cell/name`, the cell being the one that declares them. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
}

/** Methods of arrays, maps and sets that change what they are called on. */
const CHANGES = new Set("push pop shift unshift splice sort reverse fill copyWithin set add delete clear".split(" "));

/** The parameters of the cells that are tagged so. */
export function parameterControls(cells: readonly ParsedCell[], tagged: readonly string[]): ParameterControl[] {
  return cells
    .filter(({ id }) => tagged.includes(id))
    .flatMap(({ id, text }) => {
      const ranges = valueRanges(text);
      return parseParameters(text, "the notebook").map(({ problem, ...parameter }) => ({
        ...parameter,
        cell: id,
        range: ranges.get(parameter.name),
        problem: problem?.message ?? problemOf(parameter),
      }));
    });
}

/** What is wrong with the value that a parameter has. */
function problemOf(parameter: Parameter): string | undefined {
  if (parameter.default === undefined) return undefined;
  try {
    checkParameter(parameter, parameter.default, parameter.name);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

/** What each cell that can be parsed reads and writes; `program` holds their text as `file`. */
export function cellUses(program: Program, file: string, text: NotebookText, cells: readonly ParsedCell[]): CellUse[] {
  const source = program.getSourceFile(file);
  if (source === undefined) return [];
  const checker = program.getTypeChecker();
  const uses = new Map(cells.map(({ id }) => [id, { reads: new Set<string>(), writes: new Set<string>() }]));
  for (const { id, file: own } of cells) {
    const names = [...declaredNames(own).map(({ name }) => name), ...own.statements.flatMap(imported)];
    for (const name of names) uses.get(id)?.writes.add(`${id}/${name}`);
  }
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node)) note(node);
    ts.forEachChild(node, visit);
  };
  const note = (node: Identifier): void => {
    const place = text.place(node.getStart(source));
    const cell = place === undefined ? undefined : uses.get(place.cell);
    if (place === undefined || cell === undefined) return;
    const symbol = ts.isShorthandPropertyAssignment(node.parent)
      ? checker.getShorthandAssignmentValueSymbol(node.parent)
      : checker.getSymbolAtLocation(node);
    for (const declaration of symbol?.declarations ?? []) {
      if (declaration.getSourceFile() !== source || !isAtTop(declaration)) continue;
      const declaring = text.place(declaration.getStart(source))?.cell;
      if (declaring === undefined) continue;
      const variable = `${declaring}/${node.text}`;
      if (declaring !== place.cell) cell.reads.add(variable);
      if (isChanged(node)) cell.writes.add(variable);
    }
  };
  visit(source);
  return [...uses].map(([cell, { reads, writes }]) => ({ cell, reads: [...reads], writes: [...writes] }));
}

function imported(statement: Node): string[] {
  return ts.isImportDeclaration(statement) ? importedNames(statement).map(({ text }) => text) : [];
}

/** Whether a declaration is one of the notebook, and not of a function in it. */
function isAtTop(node: Node): boolean {
  for (let at: Node | undefined = node.parent; at !== undefined; at = at.parent) {
    if (isCellFunction(at)) continue;
    if (ts.isFunctionLike(at) || ts.isClassLike(at)) return false;
    if (ts.isBlock(at) && !isCellFunction(at.parent)) return false;
  }
  return true;
}

/** Whether a variable, or something within it, is given another value where it stands. */
function isChanged(name: Identifier): boolean {
  let at: Node = name;
  while (
    (ts.isPropertyAccessExpression(at.parent) || ts.isElementAccessExpression(at.parent)) &&
    at.parent.expression === at
  ) {
    const access = at.parent;
    if (ts.isPropertyAccessExpression(access) && CHANGES.has(access.name.text)) {
      if (ts.isCallExpression(access.parent) && access.parent.expression === access) return true;
    }
    at = access;
  }
  const { parent } = at;
  if (ts.isBinaryExpression(parent) && parent.left === at) {
    const { kind } = parent.operatorToken;
    return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
  }
  if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) {
    return [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken].includes(parent.operator);
  }
  return ts.isDeleteExpression(parent);
}
