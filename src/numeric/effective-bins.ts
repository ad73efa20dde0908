/** How many bins an order is spread over. */

/** 1 / sum (x_i / S)^2: N for an even spread, 1 where one bin takes all (Herfindahl's index, inverted). */
export function effectiveBins(x: ArrayLike<number>, size: number): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) {
    const share = x[i] / size;
    squares += share * share;
  }
  return 1 / squares;
}
