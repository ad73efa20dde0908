import { expect, test } from "vitest";

import { bisect } from "../../src/numeric/bisect";

test("bisect(low, high, isLow) ends at the two doubles on either side of the turn", () => {
  const { low, high } = bisect(1, 2, (z) => z * z < 2);
  expect(high - low).toBe(2 ** -52);
  expect([low * low < 2, high * high < 2]).toEqual([true, false]);
});

test("bisect(low, high, isLow) stays at an end where nothing turns", () => {
  expect(bisect(0, 1, () => true).high).toBe(1);
  expect(bisect(1, 2, () => false).low).toBe(1);
});
