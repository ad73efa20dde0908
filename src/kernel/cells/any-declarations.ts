/**
 * What stands in for a cell with type errors where those after it are checked all the same: its names, as `any`.
 */
import type { BindingName, Statement } from "typescript";

import { ts } from "./typescript";

/** What a cell with errors declares or imports, as `any`. */
export function anyDeclarations(code: string): string {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const names = new Set(file.statements.flatMap(declaredNames));
  return [...names].map((name) => `declare let ${name}: any;\ntype ${name} = any;\n`).join("");
}

function declaredNames(statement: Statement): string[] {
  if (ts.isVariableStatement(statement))
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(name));
  if (ts.isImportDeclaration(statement)) {
    const { name, namedBindings } = statement.importClause ?? {};
    const named =
      namedBindings === undefined
        ? []
        : ts.isNamespaceImport(namedBindings)
          ? [namedBindings]
          : [...namedBindings.elements];
    return [...(name === undefined ? [] : [name.text]), ...named.map((element) => element.name.text)];
  }
  const { name } = statement as { name?: { text?: string } };
  return name?.text === undefined ? [] : [name.text];
}

function boundNames(name: BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return [...name.elements].flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(element.name)));
}
