/**
 * What a cell declares, as text for the next cells: TypeScript's declarations of it, and those that
 * TypeScript leaves out, `var`s in loops and blocks. A type that a declaration file could not repeat
 * word for word, a class without a name with private members, is told as near as it can be.
 */
import type { __String, CancellationToken, Program, SourceFile, Symbol, WriteFileCallback } from "typescript";

import { nestedVariables } from "./declaration-text";
import { ts } from "./typescript";

/** TypeScript's `emit` with its last parameter, which is not public: to go on where something cannot be told. */
type Emit = (
  file: SourceFile,
  write: WriteFileCallback,
  token: CancellationToken | undefined,
  declarationsOnly: boolean,
  transformers: undefined,
  force: boolean,
) => void;

/** What `emit` asks where it names a type of another module, not public either. */
interface Resolving {
  getModuleResolutionCache: () => object | undefined;
}

export function cellDeclarations(program: Program, file: SourceFile): string {
  let text = "";
  const write: WriteFileCallback = (name, data) => (text = name.endsWith(".d.ts") ? data : text);
  const resolving = program as Program & Resolving;
  const { getModuleResolutionCache } = resolving;
  // With it TypeScript looks for everything in package.json on disk, for every cell, lest there be a link to a package
  // that no file imports. Those that some file imports it knows.
  resolving.getModuleResolutionCache = () => undefined;
  try {
    (program.emit as Emit)(file, write, undefined, true, undefined, true);
  } finally {
    resolving.getModuleResolutionCache = getModuleResolutionCache;
  }
  const { locals } = file as { locals?: ReadonlyMap<__String, Symbol> };
  const checker = program.getTypeChecker();
  const flags = ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseFullyQualifiedType;
  const nested = file.statements.filter((statement) => !ts.isVariableStatement(statement)).flatMap(nestedVariables);
  for (const name of new Set(nested.map((identifier) => identifier.text))) {
    const variable = locals?.get(ts.escapeLeadingUnderscores(name));
    if (variable === undefined) continue;
    text += `declare var ${name}: ${checker.typeToString(checker.getTypeOfSymbol(variable), file, flags)};\n`;
  }
  return text;
}
