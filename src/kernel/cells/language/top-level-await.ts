/**
 * Whether a cell waits outside every function: it is run as an async function then. TypeScript allows
 * an `await` at the top of a module and does not say that it met one.
 */
import type { Node, SourceFile } from "typescript";

import { ts } from "./typescript";

/** Whether a cell has an `await`, a `for await` or an `await using` outside every function. */
export function hasTopLevelAwait(file: SourceFile): boolean {
  if (!/\bawait\b/.test(file.text)) return false;
  const visit = (node: Node): boolean => {
    if (ts.isAwaitExpression(node)) return true;
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
    if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.AwaitUsing) === ts.NodeFlags.AwaitUsing)
      return true;
    return !ts.isFunctionLike(node) && ts.forEachChild(node, visit) === true;
  };
  return visit(file);
}
