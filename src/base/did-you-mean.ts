/**
 * The name most like a wanted one, for an error message.
 */

/** The candidate nearest to `wanted` by edits, case and marks aside; undefined where none is near. */
export function didYouMean(wanted: string, candidates: readonly string[]): string | undefined {
  const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, "");
  const near = candidates
    .map((name) => ({ name, edits: distance(plain(name), plain(wanted)), within: plain(name).includes(plain(wanted)) }))
    .filter(({ edits, within }) => within || edits <= Math.ceil(wanted.length / 3))
    .sort((a, b) => a.edits - b.edits);
  return near[0]?.name;
}

/** Levenshtein's distance: insertions, deletions and substitutions from one text to the other. */
export function distance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, j) => j);
  for (let i = 1; i <= from.length; i++) {
    const next = [i];
    for (let j = 1; j <= to.length; j++) {
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (from[i - 1] === to[j - 1] ? 0 : 1));
    }
    row = next;
  }
  return row[to.length];
}
