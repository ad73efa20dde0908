import { expect, test } from "vitest";

import { quantiles } from "../../src/numeric/quantiles";

test("quantiles(sample, p) is linear between order statistics, as R's type 7", () => {
  expect(quantiles([4, 1, 3, 2], [0, 0.25, 0.5, 0.9, 1])).toEqual([1, 1.75, 2.5, 3.7, 4]);
  expect(quantiles([7], [0.05, 0.95])).toEqual([7, 7]);
  expect(quantiles([], [0.5])).toEqual([NaN]);
});

test("quantiles(sample, p) leaves the sample as it is, and refuses what is no probability", () => {
  const sample = Float64Array.of(2, 1);
  quantiles(sample, [0.5]);
  expect(Array.from(sample)).toEqual([2, 1]);
  expect(() => quantiles(sample, [0.5, 5])).toThrow("probabilities[1] must be from 0 to 1, got 5");
});
