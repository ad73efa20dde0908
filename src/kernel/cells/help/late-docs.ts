/**
 * The comments of declarations, read when someone asks: to parse those of TypeScript's library and Node's types with
 * every kernel that starts would take as long again as the cell.
 */
import type { Node, SourceFile, Symbol } from "typescript";

import { ts } from "../language/typescript";

const read = new WeakSet<SourceFile>();

/** Gives the declarations of symbols their comments. */
export function readDocs(symbols: readonly (Symbol | undefined)[]): void {
  for (const declaration of symbols.flatMap((symbol) => symbol?.declarations ?? [])) {
    const file = declaration.getSourceFile();
    if (read.has(file)) continue;
    read.add(file);
    const { fileName, text, languageVersion } = file;
    copyDocs(ts.createSourceFile(fileName, text, { languageVersion, jsDocParsingMode: 0 }, true), file);
  }
}

/** From a twin of a tree, parsed from the same text, node by node. */
function copyDocs(from: Node, to: Node): void {
  const { jsDoc } = from as { jsDoc?: readonly Node[] };
  if (jsDoc !== undefined && jsDoc.length > 0) {
    Object.assign(to, { jsDoc });
    for (const doc of jsDoc) Object.assign(doc, { parent: to });
  }
  const children = childrenOf(to);
  for (const [i, child] of childrenOf(from).entries())
    if (children[i]?.kind === child.kind) copyDocs(child, children[i]);
}

function childrenOf(node: Node): Node[] {
  const children: Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}
