/**
 * How a sweep is cut into tasks: by the grid and the number of bins alone, so that whoever runs them, the
 * numbers are the same. A row of sizes whose work is that of seconds is cut into pieces, each of which
 * starts cold. That takes as long as some ten points more, so a piece has no fewer than half of the least
 * number of points, and most rows, 200 sizes of a day's minutes, are one piece.
 */
import { taskSize } from "../work/task-size";

/** Sizes `first` to `first + count - 1` of one row. */
export interface SweepPiece {
  readonly row: number;
  readonly first: number;
  readonly count: number;
}

/** Points a piece: about 20 ms. */
const PIECE = { work: 1_000_000, least: 64, most: 4096 };

/** The pieces of `rows` rows of `columns` sizes each, row by row, those of a row as long as each other within one. */
export function cutRows(rows: number, columns: number, bins: number): SweepPiece[] {
  const most = taskSize(bins, PIECE);
  const cuts = Math.ceil(columns / most);
  const edge = (cut: number): number => Math.floor((cut * columns) / cuts);
  return Array.from({ length: rows * cuts }, (_, part) => {
    const cut = part % cuts;
    return { row: Math.floor(part / cuts), first: edge(cut), count: edge(cut + 1) - edge(cut) };
  });
}
