/** How often the intervals of Sobol's indices hold the truth. */
import { sobolIndices } from "../../src/sensitivity/global/sobol-indices";
import type { SobolOptions } from "../../src/sensitivity/global/sobol-options";
import type { TestFunction } from "./test-functions";

/** In how many of the seeds each index, first-order then total, is within its interval; and the mean half-width. */
export function coverage(
  { f, inputs, first, total }: TestFunction,
  options: SobolOptions,
  seeds: number,
): { rates: number[]; halfWidth: number } {
  const truth = [...first, ...total];
  const hits = truth.map(() => 0);
  let halfWidth = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const result = sobolIndices(f, inputs, { ...options, seed });
    [...result.first, ...result.total].forEach(({ low, high }, k) => {
      if (low <= truth[k] && truth[k] <= high) hits[k]++;
      halfWidth += (high - low) / 2 / truth.length / seeds;
    });
  }
  return { rates: hits.map((hit) => hit / seeds), halfWidth };
}
