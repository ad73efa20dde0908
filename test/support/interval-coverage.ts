/** How often the intervals of Sobol's indices hold the truth, how wide they are, and how far the indices are off. */
import { sobolIndices } from "../../src/sensitivity/global/sobol-indices";
import type { SobolOptions } from "../../src/sensitivity/global/sobol-options";
import type { TestFunction } from "./test-functions";

export interface Coverage {
  /** In how many of the seeds each index, first-order, total, then of pairs, is within its interval. */
  readonly rates: number[];
  /** The same of intervals half as wide about their middles: what a test of rates must be able to tell. */
  readonly halved: number[];
  readonly halfWidth: number;
  /** Mean width of every index's interval, over that of a normal one of the errors' own spread. */
  readonly widths: number[];
  /** Root mean squares of the errors of the first-order indices, and of the total ones. */
  readonly rmse: { readonly first: number; readonly total: number };
}

/** One scrambled net: what a study without intervals from replicates would take. */
export const ONE_NET: SobolOptions = { replicates: 1, intervals: "bootstrap", resamples: 100 };

export function coverage(
  { f, inputs, first, total, second }: TestFunction,
  options: SobolOptions,
  seeds: number,
  from = 0,
): Coverage {
  const d = inputs.length;
  const truth = [...first, ...total];
  if (options.secondOrder === true)
    for (let i = 0; i < d; i++) for (let j = i + 1; j < d; j++) truth.push(second[`${i},${j}`] ?? 0);
  const hits = truth.map(() => 0);
  const halvedHits = truth.map(() => 0);
  const half = truth.map(() => 0);
  const squares = truth.map(() => 0);
  for (let seed = from; seed < from + seeds; seed++) {
    const result = sobolIndices(f, inputs, { ...options, seed });
    const pairs = result.second?.map(({ index }) => index) ?? [];
    [...result.first, ...result.total, ...pairs].forEach(({ value, low, high }, k) => {
      if (low <= truth[k] && truth[k] <= high) hits[k]++;
      if (Math.abs(truth[k] - (low + high) / 2) <= (high - low) / 4) halvedHits[k]++;
      half[k] += (high - low) / 2 / seeds;
      squares[k] += (value - truth[k]) ** 2 / seeds;
    });
  }
  const rootMean = (from: number): number => Math.sqrt(squares.slice(from, from + d).reduce((a, b) => a + b) / d);
  return {
    rates: hits.map((hit) => hit / seeds),
    halved: halvedHits.map((hit) => hit / seeds),
    halfWidth: half.reduce((a, b) => a + b) / truth.length,
    widths: half.map((width, k) => width / (1.96 * Math.sqrt(squares[k]))),
    rmse: { first: rootMean(0), total: rootMean(d) },
  };
}
