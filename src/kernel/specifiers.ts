/**
 * Relative imports of a cell are meant from the notebook's folder; the compiler sees the cell in the
 * project's folder. This rewrites them from the one to the other and keeps track of the offsets, so
 * that positions can be told in the text the user wrote.
 */
import { posix, relative, resolve, sep } from "node:path";

import type { Node, StringLiteral } from "@tslab/typescript-for-tslab";

import { ts } from "./compiler";

interface Edit {
  /** Where the specifier stands between its quotes, before and after the rewriting. */
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
export function mapSpecifiers(code: string, folder: string, root: string): MappedCell {
  const edits = resolve(folder) === resolve(root) ? [] : findEdits(code, folder, root);
  let text = "";
  let at = 0;
  for (const { from, text: specifier } of edits) {
    text += code.slice(at, from.start) + specifier;
    at = from.end;
  }
  return {
    text: text + code.slice(at),
    original: (offset) => shift(offset, edits.map(({ from, to }) => [to, from])),
    mapped: (offset) => shift(offset, edits.map(({ from, to }) => [from, to])),
  };
}

/** The specifier that means, from `root`, what `specifier` means from `folder`. */
export function fromRoot(specifier: string, folder: string, root: string): string {
  const path = relative(root, resolve(folder, specifier)).split(sep).join(posix.sep);
  return path.startsWith("..") ? path : `./${path}`;
}

function findEdits(code: string, folder: string, root: string): Edit[] {
  const edits: Edit[] = [];
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  let grown = 0;
  const visit = (node: Node): void => {
    if (ts.isStringLiteral(node) && /^\.\.?(\/|$)/.test(node.text) && isSpecifier(node)) {
      const text = fromRoot(node.text, folder, root);
      const from = { start: node.getStart(file) + 1, end: node.end - 1 };
      const start = from.start + grown;
      edits.push({ from, to: { start, end: start + text.length }, text });
      grown += text.length - (from.end - from.start);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function isSpecifier(literal: StringLiteral): boolean {
  const { parent } = literal;
  if (ts.isImportDeclaration(parent) || ts.isExportDeclaration(parent) || ts.isExternalModuleReference(parent)) {
    return true;
  }
  if (ts.isLiteralTypeNode(parent)) return ts.isImportTypeNode(parent.parent);
  if (!ts.isCallExpression(parent) || parent.arguments[0] !== literal) return false;
  const { expression } = parent;
  return expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require");
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
