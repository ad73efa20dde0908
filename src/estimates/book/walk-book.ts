/**
 * Walking a book: buying q shares at once takes the best asks until q is filled and costs, over the
 * mid price,
 *
 *     c(q) = sum_k fill_k * (ask_k - mid),   sum_k fill_k = q
 *
 * (selling: fill_k * (mid - bid_k)): currency, the total cost of q, convex and piecewise linear in q.
 */

/**
 * The walking cost of each of `sizes` on one side of a book.
 *
 * @param price, size  the side's levels, best first; an empty level (NaN price or size 0) is skipped
 * @param mid    the mid price; `price` may lie on either side of it
 * @param sizes  ascending, shares
 * @param cost   receives c(sizes[k]); untouched from the first size that could not be filled
 * @param from   where in `sizes` to start; the cost of smaller ones is left as it is
 * @returns how many of `sizes` could be filled whole
 */
export function walkBook(
  price: Float64Array,
  size: Float64Array,
  mid: number,
  sizes: ArrayLike<number>,
  cost: Float64Array,
  from = 0,
): number {
  let k = from;
  let filled = 0;
  let spent = 0;
  for (let level = 0; level < price.length; level++) {
    const offset = Math.abs(price[level] - mid);
    const available = size[level];
    if (!(available > 0 && offset >= 0)) continue;
    const upTo = filled + available;
    while (k < sizes.length && sizes[k] <= upTo) {
      cost[k] = spent + (sizes[k] - filled) * offset;
      k++;
    }
    if (k === sizes.length) return k;
    spent += available * offset;
    filled = upTo;
  }
  return k;
}
