/** Results that come in any order, taken in the order of their tasks: what is added up so has the same bits always. */
import type { Part } from "./run-tasks";

/**
 * What takes parts in any order and hands them to `accept` by their number, from 0. Only those that came before their
 * turn are held.
 */
export function inOrder<P extends Part>(accept: (part: P) => void): (part: P) => void {
  const early = new Map<number, P>();
  let next = 0;
  return (part) => {
    early.set(part.part, part);
    for (let turn = early.get(next); turn !== undefined; turn = early.get(next)) {
      early.delete(next++);
      accept(turn);
    }
  };
}
