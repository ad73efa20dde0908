/** Sample quantiles. */
import { must } from "../base/input-error";
import { placeInOrder } from "./order-statistics";

/**
 * The quantiles of a sample at probabilities p, linear between order statistics: the value at (n - 1) p
 * (Hyndman and Fan's type 7, The American Statistician 50, 1996; what R and numpy do). NaN for no sample.
 */
export function quantiles(sample: ArrayLike<number>, probabilities: readonly number[]): number[] {
  const ordered = new Float64Array(sample);
  const places = probabilities.map((p, k) => {
    must(p >= 0 && p <= 1, "probabilities", "must be from 0 to 1", p, k);
    return (ordered.length - 1) * p;
  });
  placeInOrder(
    ordered,
    [...new Set(places.flatMap((at) => [Math.floor(at), Math.ceil(at)]))].sort((a, b) => a - b),
  );
  return places.map((at) => {
    const low = Math.floor(at);
    const high = Math.ceil(at);
    return low === high ? (ordered[low] ?? NaN) : ordered[low] + (at - low) * (ordered[high] - ordered[low]);
  });
}
