/**
 * An interval for what independent values are symmetric about, each by a law of its own: spreads may differ from value
 * to value and tails be heavy, where Student's t, which takes all for one normal law, holds too often. The means of all
 * subsets of n values but the empty one divide the line into 2^n parts, each of which holds the centre with
 * probability 2^-n (Hartigan, J. Am. Stat. Assoc. 64, 1969): about the centre, the sum of all values is equally likely
 * at every rank among the 2^n sums with some of the signs changed, and it is above one of them where the mean of what
 * was changed is above the centre. An interval is of the parts in the middle.
 *
 * Changes of sign that are a group will do. Of more than 12 values it has 2^12: which of the first 12 are in a subset
 * is free, and each other one is in where an odd number of some of those are; of which, random bits chose once.
 */
import { placeInOrder } from "./order-statistics";
import { createRandom } from "./random";

/** Values that are in a subset or not by themselves: 4096 parts, of which 95 % leave 102 on each side. */
const FREE = 12;

/**
 * The ends of the interval that holds the centre with this probability, linear between two means where a part must be
 * cut; undefined where even the outermost means are too near.
 */
export function typicalEnds(values: Float64Array, confidence: number): readonly [number, number] | undefined {
  const free = Math.min(FREE, values.length);
  const parts = 1 << free;
  const outside = ((1 - confidence) / 2) * parts;
  const at = Math.floor(outside);
  if (at < 1 || 2 * at + 1 >= parts) return undefined;
  const means = subsetMeans(values, free);
  placeInOrder(means, [at - 1, at, parts - 2 - at, parts - 1 - at]);
  const cut = (out: number, inside: number): number => means[out] + (outside - at) * (means[inside] - means[out]);
  return [cut(at - 1, at), cut(parts - 1 - at, parts - 2 - at)];
}

/** Subsets are words, a bit for each of the first values. */
function subsetMeans(values: Float64Array, free: number): Float64Array {
  const sums = new Float64Array(1 << free);
  const sizes = new Float64Array(sums.length);
  for (let k = 0; k < free; k++) {
    const bit = 1 << k;
    for (let subset = 0; subset < bit; subset++) {
      sums[bit + subset] = sums[subset] + values[k];
      sizes[bit + subset] = sizes[subset] + 1;
    }
  }
  const random = createRandom(0);
  for (let k = free; k < values.length; k++) {
    const by = 1 + random.integer(sums.length - 1);
    for (let subset = 0; subset < sums.length; subset++) {
      if (ONES[subset & by] % 2 === 0) continue;
      sums[subset] += values[k];
      sizes[subset]++;
    }
  }
  return sums.map((sum, subset) => sum / sizes[subset]).subarray(1);
}

/** How many ones a word has. */
const ONES = new Uint8Array(1 << FREE);
for (let word = 1; word < ONES.length; word++) ONES[word] = ONES[word >> 1] + (word & 1);
