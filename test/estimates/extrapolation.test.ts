import { expect, test } from "vitest";

import { describeExtrapolation, extrapolation, outsideByBin } from "../../src/estimates/extrapolation";
import type { ImpactEstimates } from "../../src/estimates/table/impact-estimates";

/** Quadratic, 3/2 power and quadratic bins, fitted from 10 to 100 shares; the last does not say. */
const estimates = {
  alpha: Float64Array.of(1, 2, 1),
  beta: Float64Array.of(2, 1.5, 2),
  minSize: Float64Array.of(10, 10, NaN),
  maxSize: Float64Array.of(100, 100, NaN),
} as unknown as ImpactEstimates;

test("extrapolation(estimates, x) says what share of size and cost lies beyond the fitted sizes, and how far", () => {
  // 400 shares cost 160,000, 4 cost 16, 96 cost 9,216.
  const { above, below, cost } = extrapolation(estimates, [400, 4, 96]);
  expect(cost).toBe(160_000 + 16 + 9_216);
  expect(above).toEqual({ bins: [0], share: 0.8, costShare: 160_000 / cost, farthest: 4 });
  expect(below).toEqual({ bins: [1], share: 4 / 500, costShare: 16 / cost, farthest: 2.5 });
});

test("extrapolation(estimates, x).ceiling lets what lies below minSize pay minSize's cost a share", () => {
  const { ceiling, cost } = extrapolation(estimates, [5, 4, 1]);
  // 10 shares cost 100 in the first bin and 2 * 10^1.5 in the second.
  expect(ceiling).toBeCloseTo(5 * 10 + 4 * 2 * Math.sqrt(10) + 1, 12);
  expect(ceiling).toBeGreaterThan(cost);
  // Within the range there is nothing to lift, and a concave curve is dearer than the chord already.
  expect(extrapolation(estimates, [10, 100, 0])).toMatchObject({
    below: { bins: [], share: 0, farthest: 1 },
    ceiling: 100 + 2000,
  });
  const concave = { ...estimates, beta: Float64Array.of(0.5, 0.5, 0.5) };
  expect(extrapolation(concave, [4, 0, 0])).toMatchObject({ cost: 2, ceiling: 2 });
});

test(
  "extrapolation(estimates, x) does not count a bin that " + "does not trade, and refuses an x that trades nothing",
  () => {
    expect(extrapolation(estimates, [0, 50, 0]).below.bins).toEqual([]);
    expect(() => extrapolation(estimates, [0, 0, 0])).toThrow("x must trade something");
    expect(() => extrapolation(estimates, [1, 2])).toThrow("x must have one value a bin (3)");
  },
);

test("extrapolation(estimates, x).persistent is what trades where a bin held few independent looks", () => {
  const slow = { ...estimates, status: ["ok", "persistent", "persistent"] } as unknown as ImpactEstimates;
  const found = extrapolation(slow, [50, 0, 50]);
  expect(found.persistent).toEqual({ bins: [2], share: 0.5, costShare: 0.5 });
  const [sentence, ...others] = describeExtrapolation(found, {});
  expect(sentence).toMatch(
    /^50 % of the order, in 1 bin, trades by curves with few independent looks in a bin \(persi/,
  );
  expect(others).toEqual([]);
  expect(outsideByBin(found)).toEqual(new Map([[2, "persistent"]]));
  expect(describeExtrapolation(extrapolation(estimates, [50, 0, 50]), {})).toEqual([]);
});
