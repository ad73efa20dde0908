/** How many bins an order is spread over. */

/** Sizes whose squares are far from the ends of the doubles. */
const [LEAST, MOST] = [1e-100, 1e100];

/**
 * S^2 / sum x_i^2 = 1 / sum (x_i / S)^2: N for an even spread, 1 where one bin takes all (Herfindahl's index,
 * inverted).
 */
export function effectiveBins(x: ArrayLike<number>, size: number): number {
  if (!(size > LEAST && size < MOST)) {
    const shares = Float64Array.from(x, (xi) => xi / size);
    return effectiveBins(shares, 1);
  }
  // In two sums, and without a division a bin: a sweep does this at every point.
  let even = 0;
  let odd = 0;
  const pairs = x.length - (x.length & 1);
  for (let i = 0; i < pairs; i += 2) {
    even += x[i] * x[i];
    odd += x[i + 1] * x[i + 1];
  }
  const last = x.length > pairs ? x[pairs] : 0;
  return (size * size) / (even + odd + last * last);
}
