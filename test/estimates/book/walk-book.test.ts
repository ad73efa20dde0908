import fc from "fast-check";
import { expect, test } from "vitest";

import { walkBook } from "../../../src/estimates/book/walk-book";

const walk = (price: number[], size: number[], mid: number, sizes: number[]): { filled: number; cost: number[] } => {
  const cost = new Float64Array(sizes.length).fill(Number.NaN);
  const filled = walkBook(Float64Array.from(price), Float64Array.from(size), mid, sizes, cost);
  return { filled, cost: [...cost] };
};

test("walkBook(asks) is the sum of fills times their distance from the mid", () => {
  const { filled, cost } = walk([101, 102, 105], [10, 20, 5], 100, [1, 10, 15, 30, 35, 36]);
  expect(filled).toBe(5);
  expect(cost).toEqual([1, 10, 20, 50, 75, Number.NaN]);
});

test("walkBook(bids) costs what the mirrored asks cost", () => {
  expect(walk([99, 98, 95], [10, 20, 5], 100, [1, 10, 15, 30, 35, 36])).toEqual(
    walk([101, 102, 105], [10, 20, 5], 100, [1, 10, 15, 30, 35, 36]),
  );
});

test("walkBook skips empty levels and fills nothing from an empty side", () => {
  expect(walk([101, Number.NaN, 103], [10, 0, 10], 100, [20])).toEqual({ filled: 1, cost: [40] });
  expect(walk([Number.NaN], [0], 100, [1])).toEqual({ filled: 0, cost: [Number.NaN] });
});

test("walkBook is convex in size and bounded by the first and last price", () => {
  const levels = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 100 })), {
    minLength: 1,
    maxLength: 12,
  });
  fc.assert(
    fc.property(levels, (book) => {
      let price = 100;
      const prices = book.map(([gap]) => (price += gap / 16));
      const size = book.map(([, shares]) => shares);
      const sizes = Array.from({ length: size.reduce((a, b) => a + b) }, (_, k) => k + 1);
      const { filled, cost } = walk(prices, size, 100, sizes);
      if (filled !== sizes.length) return false;
      return cost.every((value, k) => {
        const marginal = value - (cost[k - 1] ?? 0);
        return (
          marginal >= prices[0] - 100 &&
          marginal <= price - 100 &&
          (k === 0 || marginal >= cost[k - 1] - (cost[k - 2] ?? 0))
        );
      });
    }),
    { seed: 1, numRuns: 300 },
  );
});
