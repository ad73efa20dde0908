/** What a bin's walks cost at each size, for a cost table: the mean, its error, and how long it could be filled. */
import { cosineSums, frequenciesFor, intervalInflation, longRunCovariance } from "../../numeric/long-run-covariance";
import { BLOCKS, type BinCosts } from "./side-costs";

/** By size, ascending. */
export interface WalkedCosts {
  readonly size: Float64Array;
  readonly cost: Float64Array;
  readonly error: Float64Array;
  readonly fillable: Float64Array;
}

/** The least share of a bin for which a size must be fillable to be kept. */
const LEAST = 0.5;

/** Of a bin of `seconds`, on the grid `sizes`. */
export function walkedCosts(costs: BinCosts, sizes: ArrayLike<number>, seconds: number): WalkedCosts {
  const kept: number[] = [];
  for (let k = costs.from; k < costs.to; k++)
    if (costs.fillable[k] >= LEAST * seconds && costs.mean[k] > 0) kept.push(k);
  const column = (of: (k: number) => number): Float64Array => Float64Array.from(kept, of);
  return {
    size: column((k) => sizes[k]),
    cost: column((k) => costs.mean[k]),
    error: column((k) => errorOf(costs, k)),
    fillable: column((k) => Math.min(1, costs.fillable[k] / seconds)),
  };
}

/** The long-run standard error of a mean cost within the bin. */
function errorOf({ states, mean, deviation, fillable }: BinCosts, k: number): number {
  const frequencies = frequenciesFor(states);
  if (frequencies < 2) return Number.NaN;
  const moved = Float64Array.from({ length: BLOCKS }, (_, block) => deviation[block * mean.length + k] / fillable[k]);
  const sums = cosineSums(moved, frequencies);
  const { ss } = longRunCovariance(sums, sums, new Float64Array(frequencies).fill(1));
  return Math.sqrt(ss) * intervalInflation(frequencies);
}
