import { expect, test } from "vitest";

import { ecdf, histogram } from "../../../src/figures/look/sample";

test("ecdf(sample, count) rises to 100 % at the largest value, in steps of the sample's own values", () => {
  expect(ecdf([3, 1, 2, 4])).toEqual({ x: [1, 2, 3, 4], y: [25, 50, 75, 100] });
  const many = ecdf(
    Array.from({ length: 1000 }, (_, k) => (k * 7) % 1000),
    10,
  );
  expect(many.x).toEqual([99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
  expect(many.y).toEqual([10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
});

test("histogram(sample, low, high, count) has shares in % and leaves out what is outside", () => {
  expect(histogram([0.1, 0.2, 0.9, 5], 0, 1, 2)).toEqual({ x: [0.25, 0.75], y: [50, 25] });
});
