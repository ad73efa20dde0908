import fc from "fast-check";
import { expect, test } from "vitest";

import { parseNumber } from "../../../src/estimates/book/parse-number";

const parse = (text: string): number | undefined => {
  const bytes = Buffer.from(`x,${text},x`);
  return parseNumber(bytes, 2, bytes.length - 2);
};

test("parseNumber(bytes, start, end) is Number() to the last bit on decimals of any length", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^-?\d{1,20}(\.\d{1,25})?(e-?\d{1,2})?$/), (text) =>
      Object.is(parse(text), Number(text)),
    ),
    { seed: 4, numRuns: 20_000 },
  );
});

test("parseNumber reads back every double that is printed", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) =>
      Object.is(parse(Object.is(value, -0) ? "-0" : String(value)), value),
    ),
    { seed: 5, numRuns: 20_000 },
  );
});

test.each(["", "NaN", "null", "NA", " ", "\r"])("parseNumber(%j) is NaN: an empty cell", (text) => {
  expect(parse(text)).toBeNaN();
});

test.each([
  ['"30.1"', 30.1],
  [" 30.1 ", 30.1],
  ["30.1\r", 30.1],
  ["30.", 30],
  [".5", 0.5],
  ["+7", 7],
])("parseNumber(%j) is %d", (text, value) => {
  expect(parse(text)).toBe(value);
});

test.each([".", "-", "1.2.3", "0x10", "12abc", "1e", "--1", "1_000", "Infinity", "1e999", "30,1"])(
  "parseNumber(%j) is no number",
  (text) => {
    expect(parse(text)).toBeUndefined();
  },
);
