/** What is learnt of a cell on its way through tslab's converter. */
import type { SourceFile } from "typescript";

import { valueNames } from "./declaration-text";
import { hasTopLevelAwait } from "./top-level-await";
import { ts } from "./typescript";

export interface CellPass {
  /** The values of earlier cells. */
  readonly earlier: ReadonlySet<string>;
  /** Its enums and namespaces. */
  readonly fresh: Set<string>;
  showsLast: boolean;
  waits: boolean;
  /** What it declares, as declarations and, the values, by name. */
  declarations: string;
  declared: ReadonlySet<string>;
  /** The ES module it becomes. */
  module: string | undefined;
}

/** Nothing yet, but for what the cells before it declare. */
export function newPass(declarations: string): CellPass {
  return {
    earlier: valueNames(declarations),
    fresh: new Set(),
    showsLast: false,
    waits: false,
    declarations: "",
    declared: new Set(),
    module: undefined,
  };
}

/** Notes what of a cell only its TypeScript says. */
export function look(pass: CellPass, file: SourceFile): void {
  const statements = file.statements.filter((statement) => !ts.isExportDeclaration(statement));
  const last = statements[statements.length - 1];
  for (const statement of statements)
    if (ts.isEnumDeclaration(statement) || ts.isModuleDeclaration(statement)) pass.fresh.add(statement.name.text);
  pass.showsLast = last !== undefined && ts.isExpressionStatement(last);
  pass.waits = hasTopLevelAwait(file);
}
