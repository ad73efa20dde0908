/**
 * The cells to run after a parameter has changed, told from what cells read and write.
 */
import type { CellUse } from "../../../help/outline";

/**
 * In the notebook's order: the cell that declares the parameter, those that read it, those that read what these
 * write, and so on; and before them, of what they read, the cells that have not run yet.
 *
 * @param variable `cell/name` of the parameter.
 * @param hasRun whether a cell has run in the kernel that there is.
 */
export function cellsToRun(uses: readonly CellUse[], variable: string, hasRun: (cell: string) => boolean): string[] {
  const [declaring] = variable.split("/");
  const changed = new Set([variable]);
  const run = new Set<string>();
  for (const { cell, reads, writes } of uses) {
    if (cell !== declaring && !reads.some((name) => changed.has(name))) continue;
    run.add(cell);
    // The parameters beside it are what they were.
    if (cell !== declaring) for (const name of writes) changed.add(name);
  }
  const byCell = new Map(uses.map((use) => [use.cell, use]));
  const need = (cell: string): void => {
    for (const name of byCell.get(cell)?.reads ?? []) {
      for (const { cell: source, writes } of uses) {
        if (source === cell || run.has(source) || hasRun(source) || !writes.includes(name)) continue;
        run.add(source);
        need(source);
      }
    }
  };
  [...run].forEach(need);
  return uses.map(({ cell }) => cell).filter((cell) => run.has(cell));
}
