/**
 * `import.meta`, which CommonJS does not know: the cell's or file's place, under a name that is passed
 * beside `require`.
 */
import { createRequire } from "node:module";
import { dirname, isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

import type { Node, SourceFile, TransformerFactory } from "typescript";

import { ts } from "./typescript";

/** What a file's code calls it. */
export const FILE_META = "__meta";

export interface Meta {
  readonly url: string;
  readonly dirname: string;
  readonly filename: string;
  readonly resolve: (specifier: string) => string;
}

/** What `import.meta` is in a file. */
export function metaOf(filename: string): Meta {
  const { resolve } = createRequire(filename);
  return {
    url: pathToFileURL(filename).href,
    dirname: dirname(filename),
    filename,
    resolve: (specifier) => {
      const path = resolve(specifier);
      return isAbsolute(path) ? pathToFileURL(path).href : path;
    },
  };
}

/** Writes `__meta` for it in a file that becomes CommonJS. */
export const fileMeta: TransformerFactory<SourceFile> = (context) => {
  const visit = (node: Node): Node => {
    if (!ts.isMetaProperty(node) || node.keywordToken !== ts.SyntaxKind.ImportKeyword)
      return ts.visitEachChild(node, visit, context);
    return ts.setTextRange(context.factory.createIdentifier(FILE_META), node);
  };
  return (file) => (file.text.includes("import.meta") ? ts.visitEachChild(file, visit, context) : file);
};
