/**
 * What the next cell may name. tslab hands the declarations of all cells so far, as text, from one
 * compilation to the next. After a cell that failed half way or was interrupted, the names it got to
 * stay, so that the partial results of a long loop can be looked at.
 */
import { ts } from "./typescript";

/** `declarations` without the variables the failed cell declares but never set. */
export function reachedDeclarations(
  declarations: string,
  output: string,
  locals: Readonly<Record<string, unknown>>,
): string {
  const missing = new Set([...declaredNames(output)].filter((name) => locals[name] === undefined));
  if (missing.size === 0) return declarations;
  const file = ts.createSourceFile("declarations.d.ts", declarations, ts.ScriptTarget.Latest, true);
  return file.statements
    .map((statement) => {
      if (!ts.isVariableStatement(statement)) return statement.getText(file);
      const { declarationList: list } = statement;
      const kept = list.declarations.filter(({ name }) => !ts.isIdentifier(name) || !missing.has(name.text));
      if (kept.length === 0) return "";
      const keyword = list.flags & ts.NodeFlags.Const ? "const" : "let";
      return `declare ${keyword} ${kept.map((declaration) => declaration.getText(file)).join(", ")};`;
    })
    .join("\n");
}

/** The names a compiled cell exports: its first lines set them all, `exports.b = exports.a = void 0;`. */
function declaredNames(output: string): Set<string> {
  const lines = output.match(/^(?:exports\.[\w$]+ = )+void 0;$/gm) ?? [];
  return new Set(lines.flatMap((line) => [...line.matchAll(/exports\.([\w$]+) = /g)].map(([, name]) => name)));
}
