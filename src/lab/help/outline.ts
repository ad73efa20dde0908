/**
 * What the page needs to know of a notebook to make controls of its parameters: the parameters with the places where
 * their values stand, and of every cell the variables it reads and writes, each by the cell that declares it.
 */
import type { Identifier, NamedDeclaration, Node, Program, Symbol as TsSymbol } from "typescript";

import { declaredNames, importedNames } from "../../kernel/cells/language/declaration-text";
import { ts } from "../../kernel/cells/language/typescript";
import {
  checkParameter,
  parseParameters,
  valueRanges,
  type Parameter,
} from "../../notebook/parameters/parameters-cell";
import { ChangedValues } from "./changed-values";
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
  /** Of its own variables, which it makes another from: `[from, to]`. */
  readonly within: readonly (readonly [from: string, to: string])[];
}

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
  const changed = new ChangedValues(program.getTypeChecker(), source);
  const uses = new Map(cells.map(({ id }) => [id, { reads: new Set<string>(), writes: new Set<string>() }]));
  for (const { id, file: own } of cells) {
    const names = [...declaredNames(own.statements).map(({ name }) => name), ...own.statements.flatMap(imported)];
    for (const name of names) uses.get(id)?.writes.add(`${id}/${name}`);
  }
  const parts = new Map<Node, Part>();
  const visit = (node: Node): void => {
    if (ts.isIdentifier(node)) note(node);
    ts.forEachChild(node, visit);
  };
  /** The variables of the notebook that a symbol is: the declaration, and by the cell that has it. */
  const variablesOf = (symbol: TsSymbol | undefined): { declaration: Node; cell: string; variable: string }[] =>
    (symbol?.declarations ?? []).flatMap((declaration) => {
      if (declaration.getSourceFile() !== source || !isAtTop(declaration)) return [];
      const cell = text.place(declaration.getStart(source))?.cell;
      return cell === undefined ? [] : [{ declaration, cell, variable: `${cell}/${symbol?.name}` }];
    });
  const note = (node: Identifier): void => {
    const place = text.place(node.getStart(source));
    const cell = place === undefined ? undefined : uses.get(place.cell);
    if (place === undefined || cell === undefined) return;
    for (const { declaration, cell: declaring, variable } of variablesOf(changed.symbolOf(node))) {
      const part = partOf(node, place.cell, parts);
      if ((declaration as NamedDeclaration).name === node) {
        part.declares.add(variable);
        continue;
      }
      part.reads.add(variable);
      if (declaring !== place.cell) cell.reads.add(variable);
    }
    for (const { variable } of changed.at(node).flatMap(variablesOf)) {
      partOf(node, place.cell, parts).changes.add(variable);
      cell.writes.add(variable);
    }
  };
  visit(source);
  const effects = effectsOf([...parts.values()]);
  return [...uses].map(([cell, { reads, writes }]) => {
    const called = [...reads].flatMap((name) => [...(effects.get(name) ?? [])]);
    const within = [...parts.values()].filter((part) => part.cell === cell).flatMap((part) => flows(part, effects));
    return { cell, reads: [...reads], writes: [...new Set([...writes, ...called])], within };
  });
}

/** A declaration, or another statement, at the top of a cell. */
interface Part {
  readonly cell: string;
  /** What it declares is a function, which does what is in it when it is called. */
  readonly isFunction: boolean;
  readonly declares: Set<string>;
  readonly reads: Set<string>;
  readonly changes: Set<string>;
}

function partOf(node: Node, cell: string, parts: Map<Node, Part>): Part {
  let top = node;
  while (!ts.isSourceFile(top.parent) && !(ts.isBlock(top.parent) && isCellFunction(top.parent.parent))) {
    if (ts.isVariableDeclaration(top) && isAtTop(top)) break;
    top = top.parent;
  }
  const value = ts.isVariableDeclaration(top) ? top.initializer : top;
  const isFunction = value !== undefined && (ts.isFunctionLike(value) || ts.isClassLike(value));
  const part = parts.get(top) ?? { cell, isFunction, declares: new Set(), reads: new Set(), changes: new Set() };
  parts.set(top, part);
  return part;
}

/** By the name of a function, what a call of it changes, by those that it calls too. */
function effectsOf(parts: readonly Part[]): Map<string, ReadonlySet<string>> {
  const functions = new Map(
    parts.filter(({ isFunction }) => isFunction).flatMap((part) => [...part.declares].map((name) => [name, part])),
  );
  return new Map(
    [...functions.keys()].map((name) => {
      const called = new Set([name]);
      // A set that is gone through goes on to what is added meanwhile.
      for (const one of called)
        for (const read of functions.get(one)?.reads ?? []) if (functions.has(read)) called.add(read);
      return [name, new Set([...called].flatMap((one) => [...(functions.get(one)?.changes ?? [])]))];
    }),
  );
}

function flows(
  { declares, reads, changes }: Part,
  effects: ReadonlyMap<string, ReadonlySet<string>>,
): [string, string][] {
  const called = [...reads].flatMap((name) => [...(effects.get(name) ?? [])]);
  const made = [...declares, ...changes, ...called];
  return [...reads].flatMap((from) => made.filter((to) => to !== from).map((to): [string, string] => [from, to]));
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
