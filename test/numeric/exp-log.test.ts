import fc from "fast-check";
import type { BigNumber } from "mathjs";
import { expect, test } from "vitest";

import { exactBig } from "../../src/numeric/big";
import { exp, log } from "../../src/numeric/exp-log";

const EPSILON = Number.EPSILON;

/** |approximation - exact| in units of `scale * epsilon`, the exact value taken in 60 digits. */
function ulps(approximation: number, exact: BigNumber, scale: number): number {
  return exactBig(approximation).minus(exact).abs().toNumber() / (scale * EPSILON);
}

test("exp(x) is within 2 ulp of the 60-digit value over the whole range", () => {
  fc.assert(
    fc.property(fc.double({ min: -707, max: 708, noNaN: true }), (x) => {
      const exact = exactBig(x).exp();
      expect(ulps(exp(x), exact, exact.toNumber())).toBeLessThan(2);
    }),
    { numRuns: 2000 },
  );
});

test("log(x) is within 2 ulp of max(1, |log x|) over the whole range", () => {
  fc.assert(
    fc.property(
      fc.double({ min: 1e-307, max: 1e308, noNaN: true }),
      fc.double({ min: 0.5, max: 2, noNaN: true }),
      (x, y) => {
        for (const value of [x, y]) {
          const exact = exactBig(value).ln();
          expect(ulps(log(value), exact, Math.max(1, Math.abs(exact.toNumber())))).toBeLessThan(2);
        }
      },
    ),
    { numRuns: 2000 },
  );
});

test("the measure of error can fail: a series one term short is found out", () => {
  const x = 0.3;
  const short = 1 + x + (x * x) / 2 + (x * x * x) / 6;
  expect(ulps(short, exactBig(x).exp(), 1)).toBeGreaterThan(1e6);
});

test.each([0, -0, 1, -745, -746, -1e9, 709.5, 710, 1e9, Infinity, -Infinity, NaN, 5e-324])(
  "exp(%s) is Math.exp's",
  (x) => {
    expect(exp(x)).toBe(Math.exp(x));
  },
);

test.each([0, -0, -1, 1, 5e-324, 1e-310, Number.MAX_VALUE, Infinity, NaN, 2 ** -1022, 2 ** 1023])(
  "log(%s) is Math.log's to 1e-15",
  (x) => {
    const expected = Math.log(x);
    if (Number.isFinite(expected))
      expect(Math.abs(log(x) - expected)).toBeLessThanOrEqual(1e-15 * Math.max(1, Math.abs(expected)));
    else expect(log(x)).toBe(expected);
  },
);
