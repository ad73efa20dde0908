/** Sample quantiles. */
import { must } from "../base/input-error";

/**
 * The quantiles of a sample at probabilities p, linear between order statistics: the value at (n - 1) p
 * (Hyndman and Fan's type 7, The American Statistician 50, 1996; what R and numpy do). NaN for no sample.
 */
export function quantiles(sample: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const sorted = new Float64Array(sample).sort();
  return probabilities.map((p, k) => {
    must(p >= 0 && p <= 1, "probabilities", "must be from 0 to 1", p, k);
    const at = (sorted.length - 1) * p;
    const low = Math.floor(at);
    const high = Math.ceil(at);
    return low === high ? (sorted[low] ?? NaN) : sorted[low] + (at - low) * (sorted[high] - sorted[low]);
  });
}
