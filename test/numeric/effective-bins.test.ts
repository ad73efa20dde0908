import { expect, test } from "vitest";

import { effectiveBins } from "../../src/numeric/effective-bins";

test("effectiveBins(x, S) counts an even spread in full, one full bin as one, and shares in between", () => {
  expect(effectiveBins(Float64Array.of(25, 25, 25, 25), 100)).toBe(4);
  expect(effectiveBins(Float64Array.of(0, 7, 0), 7)).toBe(1);
  expect(effectiveBins(Float64Array.of(30, 10), 40)).toBe(1.6);
});
