/**
 * tslab sees an `await` at the top of a cell and not a `for await`; both need an async cell.
 */
import type { Node } from "@tslab/typescript-for-tslab";

import { ts } from "./compiler";

/** Whether a cell has a `for await` outside every function. */
export function hasTopLevelForAwait(code: string): boolean {
  if (!/\bfor\s+await\b/.test(code)) return false;
  const visit = (node: Node): boolean => {
    if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) return true;
    return !ts.isFunctionLike(node) && ts.forEachChild(node, visit) === true;
  };
  return visit(ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true));
}
