/**
 * The cells to run after a parameter has changed, told from what cells read and write.
 */
import type { CellUse } from "../../../help/outline";

/**
 * In the notebook's order: the cell that declares the parameter, those that read it, those that read what these
 * write, and so on; what an earlier run has left to do, `owed`; and before them, of what they read, the cells that
 * have not run yet.
 *
 * @param variable `cell/name` of the parameter.
 * @param hasRun whether a cell has run in the kernel that there is.
 */
export function cellsToRun(
  uses: readonly CellUse[],
  variable: string,
  hasRun: (cell: string) => boolean,
  owed: Iterable<string> = [],
): string[] {
  const [declaring] = variable.split("/");
  const own = uses.find(({ cell }) => cell === declaring);
  const run = own === undefined ? new Set<string>() : readersOf(uses, madeOf(own, variable));
  if (own !== undefined) run.add(declaring);
  for (const cell of owed) run.add(cell);
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

/** The cells that read what a cell writes, those that read what these write, and so on. */
export function dependentsOf(uses: readonly CellUse[], cell: string): Set<string> {
  const dependents = readersOf(uses, uses.find((use) => use.cell === cell)?.writes ?? []);
  dependents.delete(cell);
  return dependents;
}

/** In the notebook's order, as its values flow. */
function readersOf(uses: readonly CellUse[], variables: Iterable<string>): Set<string> {
  const changed = new Set(variables);
  const readers = new Set<string>();
  for (const { cell, reads, writes } of uses) {
    if (!reads.some((name) => changed.has(name))) continue;
    readers.add(cell);
    for (const name of writes) changed.add(name);
  }
  return readers;
}

/** One of a cell's variables, and what the cell makes of it; the parameters beside it are what they were. */
function madeOf({ within }: CellUse, variable: string): Set<string> {
  // A set that is gone through goes on to what is added meanwhile.
  const made = new Set([variable]);
  for (const name of made) for (const [from, to] of within) if (from === name) made.add(to);
  return made;
}
