import { inspect } from "node:util";

import { describe, expect, test } from "vitest";

import { bounded, brief, briefRange, summaryFormats, withSummaries, withSummary } from "../../src/base/summary";

const DISPLAY = Symbol.for("Jupyter.display");

describe("withSummary(result, summary)", () => {
  const result = withSummary({ a: 1 }, ({ a }) => ({ title: `a is ${a}`, rows: [["a", String(a)]] }));

  test("shows the result by the symbol that kernels look for", () => {
    const shown = (result as unknown as Record<symbol, () => Record<string, string>>)[DISPLAY]();
    expect(shown["text/plain"]).toBe("a is 1\n\na  1");
    expect(shown["text/html"]).toContain("<strong>a is 1</strong>");
  });

  test("leaves what is spread, copied, written or compared as it was", () => {
    expect(result).toStrictEqual({ a: 1 });
    expect(JSON.stringify(result)).toBe('{"a":1}');
    expect(DISPLAY in { ...result }).toBe(false);
    expect(structuredClone(result)).toStrictEqual({ a: 1 });
  });
});

test("withSummaries(constructor, summary) shows all that it makes, and leaves them as they were", () => {
  class Made {
    constructor(readonly a: number) {}
  }
  const before = new Made(1);
  expect(before).not.toStrictEqual({ a: 1 });
  withSummaries(Made, ({ a }) => ({ title: `a is ${a}`, rows: [] }));
  const made = new Made(2);
  expect((made as unknown as Record<symbol, () => Record<string, string>>)[DISPLAY]()["text/plain"]).toBe("a is 2\n");
  expect(made).toStrictEqual({ a: 2 });
  expect(inspect(made)).toBe("{ a: 2 }");
  expect(DISPLAY in { ...made }).toBe(false);
});

test("summaryFormats escapes what a name may hold, and aligns columns", () => {
  const formats = summaryFormats({
    title: "<b>",
    head: ["x", "y"],
    rows: [
      ["long & name", "1"],
      ["s", "23"],
    ],
  });
  expect(formats["text/html"]).toContain("&lt;b&gt;");
  expect(formats["text/html"]).toContain("long &amp; name");
  expect(formats["text/plain"]).toBe("<b>\n\nx            y\nlong & name  1\ns            23");
});

test("bounded(residual) is the power of ten above it", () => {
  expect([0, 1e-16, 1.1e-16, 9.99e-16, -3e-9, Infinity].map(bounded)).toEqual([
    "0",
    "at most 1e-16",
    "at most 1e-15",
    "at most 1e-15",
    "at most 1e-8",
    "Infinity",
  ]);
});

test("brief(value) has four digits; a range of one number is that number", () => {
  expect([brief(1234567), brief(-0.00012345), brief(NaN)]).toEqual(["1,235,000", "−0.0001234", "-"]);
  expect([briefRange(1, 2), briefRange(1, 1.00001)]).toEqual(["1 to 2", "1"]);
});
