/** What cannot be compared: orders all of whose ways to be traded cost more than doubles hold. */
import { InputError } from "../../base/input-error";
import { exp, log } from "../../numeric/elementary";

/** Of a price or a cost: above it sums and products of them may be no doubles. */
export const LARGEST_LOG = 700;

export function costBeyondDoubles(size: number): InputError {
  return new InputError("size", "must cost less than doubles hold (1e304): count sizes or costs in another unit", size);
}

/** The most that a bin may trade at a cost within the doubles, x^beta within them too. */
export function volumeWithinDoubles(alpha: number, beta: number): number {
  return exp(Math.min(LARGEST_LOG, LARGEST_LOG - log(alpha)) / beta);
}
