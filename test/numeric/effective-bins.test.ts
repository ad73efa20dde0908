import { expect, test } from "vitest";

import { effectiveBins } from "../../src/numeric/effective-bins";

test("effectiveBins(x, S) counts an even spread in full, one full bin as one, and shares in between", () => {
  expect(effectiveBins(Float64Array.of(25, 25, 25, 25), 100)).toBe(4);
  expect(effectiveBins(Float64Array.of(0, 7, 0), 7)).toBe(1);
  expect(effectiveBins(Float64Array.of(30, 10), 40)).toBe(1.6);
});

test("effectiveBins(x, S) near the ends of the doubles, and of an odd number of bins", () => {
  for (const size of [1e-310, 1e-160, 1, 1e150, 1e300]) {
    const bins = effectiveBins(Float64Array.of(size / 2, size / 4, size / 4), size);
    expect(Math.abs(bins - 1 / (1 / 4 + 1 / 8))).toBeLessThan(1e-12);
  }
  expect(effectiveBins([3, 4, 5], 12)).toBe(144 / 50);
});
