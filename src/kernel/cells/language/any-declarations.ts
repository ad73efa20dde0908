/**
 * What stands in for a cell with type errors where those after it are checked all the same: its names, as `any`.
 */
import { declaredNames, isAugmentation } from "./declaration-text";
import { setAside } from "./declarations";
import { ts } from "./typescript";

/** What a cell with errors declares or imports, as `any`. */
export function anyDeclarations(code: string): string {
  const file = ts.createSourceFile("cell.ts", code, ts.ScriptTarget.Latest, true);
  const own = file.statements.filter((statement) => !isAugmentation(statement));
  const names = new Set(declaredNames(own).map(({ name }) => name));
  return [...names].map((name) => `declare let ${name}: any;\ntype ${name} = any;\n`).join("");
}

/** What the cell after one with errors may name: what there was before, but for the names of that one. */
export function declarationsPast(declarations: string, code: string): string {
  return setAside(declarations, code).text + anyDeclarations(code);
}
