/**
 * Type-checks the cells of notebooks as the kernel would, against the source they import as it is
 * now, without running any. One wrong cell does not hide the next: what it declares is then `any`.
 */
import { dirname, resolve } from "node:path";

import { declarationsPast } from "../../kernel/cells/language/any-declarations";
import { mapCell } from "../../kernel/cells/language/cell-text";
import { Compiler } from "../../kernel/cells/compile/compiler";
import { PackageFiles } from "../../kernel/cells/compile/package-files";
import { DISPLAY_DECLARATION } from "../../kernel/show/display";
import { projectRoot } from "../../kernel/project-root";
import { listTypeErrors } from "../../kernel/cells/errors/type-errors";
import { checkLanguage, hasTag, readNotebook } from "../notebook-document";
import { parameterProblems, readParameters } from "../parameters/parameters-cell";

export interface NotebookCheck {
  readonly path: string;
  /** How many cells were checked. */
  readonly cells: number;
  readonly problems: readonly Problem[];
}

export interface Problem {
  /** The cell that met it, from 1; null where it is none of one cell. */
  readonly cell: number | null;
  /** Its place and TypeScript's message: `notebooks/01.ipynb, cell 3, line 2, column 5: TS2345 ...`. */
  readonly message: string;
  /** The lines around it. */
  readonly lines: readonly string[];
}

/**
 * @param onChecked called with each notebook's result as soon as it is known
 * @throws InputError where a file is no notebook
 */
export function checkNotebooks(
  paths: readonly string[],
  onChecked: (check: NotebookCheck) => void = () => undefined,
): NotebookCheck[] {
  const compilers = new Map<string, Compiler>();
  const packages = new PackageFiles();
  const compilerOf = (root: string): Compiler => {
    // One a project: what notebooks import is checked once.
    const compiler = compilers.get(root) ?? new Compiler(root, {}, packages);
    compilers.set(root, compiler);
    return compiler;
  };
  try {
    return paths.map((path) => {
      const check = checkNotebook(path, compilerOf(projectRoot(resolve(dirname(path)))));
      onChecked(check);
      return check;
    });
  } finally {
    for (const compiler of compilers.values()) compiler.close();
  }
}

function checkNotebook(path: string, compiler: Compiler): NotebookCheck {
  const folder = resolve(dirname(path));
  const root = projectRoot(folder);
  const notebook = readNotebook(path);
  checkLanguage(notebook, path);
  // An error in a file that several cells import is told once.
  const problems = new Map<string, Problem>();
  const add = (problem: Problem): unknown => problems.has(problem.message) || problems.set(problem.message, problem);
  for (const { message } of parameterProblems(readParameters(notebook, path), path))
    add({ cell: null, message, lines: [] });
  let declarations = DISPLAY_DECLARATION;
  let cells = 0;
  for (const [i, cell] of notebook.cells.entries()) {
    if (cell.cell_type !== "code" || cell.source.trim() === "" || hasTag(cell, "skip-execution")) continue;
    cells++;
    const { text, original } = mapCell(cell.source, folder, root);
    const compiled = compiler.compile(declarations, text);
    if (compiled.reports.length === 0) declarations = compiled.declOutput ?? "";
    else {
      declarations = declarationsPast(declarations, text);
      if (hasTag(cell, "raises-exception")) continue;
      const label = `${path}, cell ${i + 1}`;
      for (const { title, lines } of listTypeErrors(compiled.reports, { label, text: cell.source, original }, root)) {
        add({ cell: i + 1, message: title, lines });
      }
    }
  }
  return { path, cells, problems: [...problems.values()] };
}
