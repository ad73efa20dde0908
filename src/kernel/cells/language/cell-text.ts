/**
 * The text the compiler is given for a cell. Relative imports, `import "../src"`, are meant from the
 * notebook's folder, and the compiler sees the cell in the project's: they are rewritten from the one
 * to the other. What a cell declares is there for the next cells anyway, so an `export` before it, as
 * in code that comes from a file, is left out, and a `const enum` is an enum like others. The offsets are
 * kept track of: positions are told in the text the user wrote.
 */
import { posix, relative, resolve, sep } from "node:path";

import type { Node, StringLiteralLike } from "typescript";

import { ts } from "./typescript";

interface Edit {
  /** Where the rewritten text stands, before and after. */
  readonly from: Span;
  readonly to: Span;
  readonly text: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export interface MappedCell {
  readonly text: string;
  /** The offset in the original of an offset in `text`. */
  readonly original: (offset: number) => number;
  /** The offset in `text` of an offset in the original. */
  readonly mapped: (offset: number) => number;
}

/** Rewrites a cell written in `folder` as if it stood in `root`. */
export function mapCell(code: string, folder: string, root: string): MappedCell {
  const edits = findEdits(code, folder, root);
  let text = "";
  let at = 0;
  for (const { from, text: replacement } of edits) {
    text += code.slice(at, from.start) + replacement;
    at = from.end;
  }
  return {
    text: text + code.slice(at),
    original: (offset) =>
      shift(
        offset,
        edits.map(({ from, to }) => [to, from]),
      ),
    mapped: (offset) =>
      shift(
        offset,
        edits.map(({ from, to }) => [from, to]),
      ),
  };
}

/** The specifier that means, from `root`, what `specifier` means from `folder`. */
function fromRoot(specifier: string, folder: string, root: string): string {
  const path = relative(root, resolve(folder, specifier)).split(sep).join(posix.sep);
  return path.startsWith("..") ? path : `./${path}`;
}

function findEdits(code: string, folder: string, root: string): Edit[] {
  const edits: Edit[] = [];
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  let grown = 0;
  const replace = (from: Span, text: string): void => {
    const start = from.start + grown;
    edits.push({ from, to: { start, end: start + text.length }, text });
    grown += text.length - (from.end - from.start);
  };
  const visit = (node: Node): void => {
    if (ts.isStringLiteral(node) && /^\.\.?(\/|$)/.test(node.text) && isSpecifier(node)) {
      replace({ start: node.getStart(file) + 1, end: node.end - 1 }, fromRoot(node.text, folder, root));
    } else if (node.kind === ts.SyntaxKind.ExportKeyword && isNamedExport(node)) {
      replace({ start: node.getStart(file), end: node.end }, "");
    } else if (node.kind === ts.SyntaxKind.ConstKeyword && isEnumOfCell(node)) {
      replace({ start: node.getStart(file), end: node.end }, "");
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/** Whether an `export` stands before a declaration at the top of the cell, and no `default` after it. */
function isNamedExport({ parent }: Node): boolean {
  if (!ts.canHaveModifiers(parent) || !ts.isSourceFile(parent.parent)) return false;
  return parent.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) !== true;
}

/** Whether a `const` stands before an enum that a cell makes: its users would keep its numbers after an edit of it. */
function isEnumOfCell({ parent }: Node): boolean {
  return ts.isEnumDeclaration(parent) && !isDeclared(parent);
}

/** Whether a `declare` stands before a node, or before a namespace around it. */
function isDeclared(node: Node): boolean {
  if (ts.isSourceFile(node)) return false;
  const { modifiers = [] } = node as { modifiers?: readonly Node[] };
  return modifiers.some(({ kind }) => kind === ts.SyntaxKind.DeclareKeyword) || isDeclared(node.parent);
}

/** Whether quotes name a module. */
export function isSpecifier(literal: StringLiteralLike): boolean {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) {
    return true;
  }
  if (ts.isModuleDeclaration(parent)) return true;
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== literal) return false;
  const { expression } = parent;
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  );
}

/** Moves an offset from the text of the first spans to that of the second ones. */
function shift(offset: number, spans: readonly (readonly [Span, Span])[]): number {
  let moved = 0;
  for (const [before, after] of spans) {
    if (offset <= before.start) break;
    if (offset < before.end) return Math.min(after.start + offset - before.start, after.end);
    moved = after.end - before.end;
  }
  return offset + moved;
}
