/** What cannot be compared: orders all of whose ways to be traded cost more than doubles hold. */
import { InputError } from "../../base/input-error";

/** Of a price or a cost: above it sums and products of them may be no doubles. */
export const LARGEST_LOG = 700;

export function costBeyondDoubles(size: number): InputError {
  return new InputError("size", "must cost less than doubles hold (1e304): count sizes or costs in another unit", size);
}
