/**
 * A cell as a file of a program: its name and first line, how it exports what it declares, and what it stands on.
 */
import { basename } from "node:path";

import type * as TypeScript from "typescript";

import { ts } from "./typescript";

/** The first line tslab puts before every cell, which positions in `reports` and `maps` count. */
export const CELL_PREFIX = "export {};\n";
/** The file a cell is compiled as, in the project's folder. */
export const CELL_FILE = "__tslab__.ts";

/** A cell that adds to the types of other files. */
const AUGMENTS = /\bdeclare\s+(global|module)\b/;

/** What the compiler knows of files and programs; not part of its public types. */
interface Inside extends TypeScript.SourceFile {
  readonly locals?: ReadonlyMap<TypeScript.__String, unknown>;
  readonly imports?: readonly TypeScript.StringLiteralLike[];
}
interface Resolved {
  getResolvedModuleFromModuleSpecifier(
    specifier: TypeScript.StringLiteralLike,
    importer: TypeScript.SourceFile,
  ): { readonly resolvedModule?: TypeScript.ResolvedModule } | undefined;
}

/** A cell, or the declarations of the cells before it. */
export function isCell({ fileName }: TypeScript.SourceFile): boolean {
  return /^__(tslab|prev)__\./.test(basename(fileName));
}

export function isAugmenting(text: string): boolean {
  return AUGMENTS.test(text);
}

/** Whether a cell begins with `// @ts-nocheck`, which TypeScript reads before the first statement only. */
export function isUnchecked({ text }: TypeScript.SourceFile): boolean {
  const comments = ts.getLeadingCommentRanges(text, CELL_PREFIX.length - 1) ?? [];
  return comments.some(({ pos, end }) => /^\/\/\/?\s*@ts-nocheck\b/.test(text.slice(pos, end)));
}

/**
 * A cell that exports all it declares, as tslab would have it after a first program made to find that out; it makes
 * none where it sees no names, since nothing has been bound by then. Files that it requires the compiler takes for
 * imported: they are compiled, and again after an edit.
 */
export function exporting(code: string, required: readonly string[] = []): string {
  const file: Inside = ts.createSourceFile(CELL_FILE, CELL_PREFIX + code, ts.ScriptTarget.ES2022);
  (ts as unknown as { bindSourceFile(file: Inside, options: object): void }).bindSourceFile(file, {});
  // What adds to a module's types, or to the global ones, is bound by the module's text, or this name: none to export.
  const adds = (name: TypeScript.__String): boolean =>
    /^["']/.test(String(name)) || name === ts.InternalSymbolName.Global;
  const bound = [...(file.locals?.keys() ?? [])].filter((name) => !adds(name));
  const exported = exportedNames(file);
  const names = bound.map((name) => ts.unescapeLeadingUnderscores(name)).filter((name) => !exported.has(name));
  const also = required.map((specifier) => `\nexport type {} from ${JSON.stringify(specifier)};`).join("");
  if (names.length === 0) return code + also;
  // tslab takes the JavaScript of a namespace at the end for the cell's last expression: its names would be lost.
  const end = ts.isModuleDeclaration(file.statements[file.statements.length - 1]) ? ";" : "";
  return `${code}\n${end}export {${names.join(", ")}}${also}`;
}

/** What a file's lists of exports name, `export { a, b as c }`. */
export function exportedNames(file: TypeScript.SourceFile): Set<string> {
  return new Set(
    file.statements.flatMap((statement) => {
      if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return [];
      const { exportClause } = statement;
      if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
      return exportClause.elements.map(({ name }) => name.text);
    }),
  );
}

/** A file and those behind its imports; all where it adds to the types of others. */
export function dependencies(program: TypeScript.Program, file: TypeScript.SourceFile): string[] {
  if (isAugmenting(file.text)) return program.getSourceFiles().map(({ fileName }) => fileName);
  const resolved = (program as unknown as Resolved).getResolvedModuleFromModuleSpecifier;
  const found = new Set<TypeScript.SourceFile>();
  const visit = (importer: Inside): void => {
    found.add(importer);
    for (const specifier of importer.imports ?? []) {
      const path = resolved(specifier, importer)?.resolvedModule?.resolvedFileName;
      const imported = path === undefined ? undefined : program.getSourceFile(path);
      if (imported !== undefined && !found.has(imported)) visit(imported);
    }
  };
  visit(file);
  return [...found].map(({ fileName }) => fileName);
}
