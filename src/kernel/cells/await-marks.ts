/**
 * Marks where a cell's code comes back after an `await`, in the JavaScript it was compiled to: see runs.ts.
 *
 *     await x                   __cell__.back(__run__, await  __cell__.go(__run__, x))
 *     async () => { ... }       async () => { const __run__ = __cell__.run(); ... }
 *     for await (... of y) z    for await (... of y) { __cell__.back(__run__); z }
 *
 * The run is that of the caller, taken where an async function begins. Text is only put in, no line is
 * added: a position is told in the unmarked text by what stands before it in its line.
 */
import type { ArrowFunction, Node } from "typescript";

import type { Position } from "./errors/source-positions";
import { ts } from "./language/typescript";

export interface MarkedText {
  readonly text: string;
  /** The position in the unmarked text. */
  readonly unmarked: (line: number, column: number) => Position;
}

interface Insertion {
  readonly at: number;
  readonly text: string;
}

const TAKE = "const __run__ = __cell__.run();";
/** Before the code, so that an `await` at its top is read as one. */
const HEAD = "async () => {";

export function markAwaits(code: string): MarkedText {
  const same = (line: number, column: number): Position => ({ line, column });
  if (!/\bawait\b/.test(code)) return { text: code, unmarked: same };
  const insertions = findInsertions(code);
  if (insertions.length === 0) return { text: code, unmarked: same };
  let text = "";
  let at = 0;
  for (const insertion of insertions) {
    text += code.slice(at, insertion.at) + insertion.text;
    at = insertion.at;
  }
  return { text: text + code.slice(at), unmarked: unmarkedBy(code, insertions) };
}

function findInsertions(code: string): Insertion[] {
  const found: Insertion[] = [];
  const file = ts.createSourceFile("cell.js", `${HEAD}${code}\n}`, ts.ScriptTarget.Latest, true, ts.ScriptKind.JS);
  const put = (at: number, text: string): void => void found.push({ at: at - HEAD.length, text });
  const wrap = (node: Node, before: string, after: string): void => {
    put(node.getStart(file), before);
    put(node.end, after);
  };
  const visit = (node: Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined && hasOwnAwait(node.body as Node)) {
      const body = node.body as Node;
      if (ts.isBlock(body)) put(startOf(body.getStart(file) + 1, body), TAKE);
      else wrap((node as ArrowFunction).body, `{${TAKE}return (`, ");}");
    }
    if (ts.isAwaitExpression(node)) {
      wrap(node, "__cell__.back(__run__, ", ")");
      wrap(node.expression, " __cell__.go(__run__, ", ")");
    } else if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
      wrap(node.statement, "{__cell__.back(__run__);", "}");
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  // At one place: what closes before what opens, the inner before the outer to close, and the reverse to open.
  return found
    .map((insertion, order) => ({ ...insertion, order, closes: /^\)|^}/.test(insertion.text) }))
    .sort(
      (a, b) =>
        a.at - b.at || Number(b.closes) - Number(a.closes) || (a.closes ? b.order - a.order : a.order - b.order),
    );
}

/** After the directives of a function's body: "use strict" is one only where it comes first. */
function startOf(start: number, body: Node & { readonly statements?: readonly Node[] }): number {
  let at = start;
  for (const statement of body.statements ?? []) {
    if (!ts.isExpressionStatement(statement) || !ts.isStringLiteral(statement.expression)) break;
    at = statement.end;
  }
  return at;
}

/** Whether a function's own code waits, not that of one inside it. */
function hasOwnAwait(body: Node): boolean {
  const visit = (node: Node): boolean => {
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return true;
    return !ts.isFunctionLike(node) && ts.forEachChild(node, visit) === true;
  };
  return visit(body);
}

function unmarkedBy(code: string, insertions: readonly Insertion[]): MarkedText["unmarked"] {
  const starts = [0];
  for (let at = code.indexOf("\n"); at >= 0; at = code.indexOf("\n", at + 1)) starts.push(at + 1);
  return (line, column) => {
    const start = starts[line];
    const end = starts[line + 1] ?? code.length + 1;
    let left = column;
    for (const { at, text } of insertions) {
      if (at < start || at >= end) continue;
      if (at - start >= left) break;
      // Inside what was put in: the place where it was.
      left = Math.max(at - start, left - text.length);
    }
    return { line, column: left };
  };
}
