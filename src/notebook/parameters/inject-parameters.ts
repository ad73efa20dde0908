/**
 * Injects values the way papermill does: a cell of its own, tagged `injected-parameters`, right after
 * the one that declares the defaults. A later declaration shadows an earlier one in the kernel.
 */
import { hasTag, type Cell, type Notebook } from "../notebook-document";
import type { ParameterSet } from "./parameter-sets";
import { describeType } from "./parameter-type";
import type { Parameter } from "./parameters-cell";

const TAG = "injected-parameters";

/** The notebook with a cell that declares the given values; without one where none is given. */
export function injectParameters(notebook: Notebook, parameters: readonly Parameter[], set: ParameterSet): Notebook {
  const cells = notebook.cells.filter((cell) => !hasTag(cell, TAG));
  const given = parameters.filter(({ name }) => name in set);
  if (given.length === 0) return { ...notebook, cells };
  const lines = given.map(({ name, type }) => `const ${name}: ${describeType(type)} = ${JSON.stringify(set[name])};`);
  const cell: Cell = {
    id: freeId(cells),
    cell_type: "code",
    source: ["// Parameters", ...lines].join("\n"),
    metadata: { tags: [TAG] },
    outputs: [],
    execution_count: null,
  };
  const after = cells.findIndex((other) => hasTag(other, "parameters")) + 1;
  return { ...notebook, cells: [...cells.slice(0, after), cell, ...cells.slice(after)] };
}

function freeId(cells: readonly Cell[]): string {
  let id = TAG;
  for (let n = 2; cells.some((cell) => cell.id === id); n++) id = `${TAG}-${n}`;
  return id;
}
