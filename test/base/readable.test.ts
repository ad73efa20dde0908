import fc from "fast-check";
import { expect, test } from "vitest";

import { readable, readableFixed } from "../../src/base/readable";

test.each<[number, number, string]>([
  [0, 3, "0"],
  [-0, 3, "0"],
  [7, 3, "7"],
  [999.5, 3, "1,000"],
  [1234567.891, 3, "1,230,000"],
  [1234567.891, 9, "1,234,567.89"],
  [-1234.5, 15, "-1,234.5"],
  [0.00012345, 3, "0.000123"],
  [0.1, 17, "0.1"],
  [-5e-324, 2, `-0.${"0".repeat(323)}5`],
  [1.7976931348623157e308, 2, `180${",000".repeat(102)}`],
  [1e21, 15, "1,000,000,000,000,000,000,000"],
  [NaN, 3, "NaN"],
  [-Infinity, 3, "-Infinity"],
])("readable(%s, %i) is %s", (value, digits, text) => {
  expect(readable(value, digits)).toBe(text);
});

/** Of a tie, and of subnormals, toLocaleString rounds the shortest digits, not the number. */
const isTie = (value: number, digits: number): boolean =>
  new RegExp(`^-?[\\d.]{${digits === 1 ? 1 : digits + 1}}[.]?5e`).test(value.toExponential());
const normal = fc.double({ min: -1e15, max: 1e15, noNaN: true }).filter((value) => !(Math.abs(value) < 1e-300));

test("it says what toLocaleString says in English", () => {
  fc.assert(
    fc.property(normal, fc.integer({ min: 1, max: 15 }), (value, digits) => {
      fc.pre(!isTie(value, digits));
      const theirs = value.toLocaleString("en-US", { maximumSignificantDigits: digits });
      expect(readable(value, digits)).toBe(theirs === "-0" ? "0" : theirs);
      expect(Number(readable(value, 17).replace(/,/g, ""))).toBe(value + 0);
    }),
    { numRuns: 500, seed: 1 },
  );
});

test.each<[number, number, string]>([
  [1234.5, 2, "1,234.50"],
  [-9876543.21, 0, "-9,876,543"],
  [0.004, 2, "0.00"],
  [999999.999, 2, "1,000,000.00"],
])("readableFixed(%s, %i) is %s", (value, decimals, text) => {
  expect(readableFixed(value, decimals)).toBe(text);
});
