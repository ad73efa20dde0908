import { expect, test } from "vitest";

import { sum } from "../../src/numeric/sum";

test("sum(x) keeps what a plain loop loses", () => {
  const x = new Float64Array(1_000_000).fill(0.1);
  let plain = 0;
  for (const value of x) plain += value;
  expect(Math.abs(sum(x) - 100_000)).toBeLessThan(1e-9);
  expect(Math.abs(plain - 100_000)).toBeGreaterThan(1e-6);
});

test("sum(x) of nothing is 0, of terms that cancel is what is left", () => {
  expect(sum([])).toBe(0);
  expect(sum([1, ...new Array(127).fill(0), 1e100, ...new Array(127).fill(0), -1e100])).toBe(1);
});
