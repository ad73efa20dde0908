import { expect, test } from "vitest";

import { statementsDiffer, unitsDiffer } from "../../src/base/statements-differ";
import { allocateAverage } from "../../src/solver/allocate-average";

const of = (notes: Record<string, string>) => ({ alpha: [1, 2], beta: [1.5, 1.5], notes });
const dollars = of({ currency: "USD" });

test("statementsDiffer(days) and unitsDiffer(models) say what two of them state otherwise", () => {
  const days = [dollars, of({}), of({ currency: "unknown" }), of({ currency: "EUR" })];
  expect(statementsDiffer(days)).toBe("currency USD on day 1 and EUR on day 4");
  expect(statementsDiffer(days.slice(0, 3))).toBeUndefined();
  const sides = ["buy", "sell"].map((side) => ({ ...dollars, side: [side] }));
  expect([statementsDiffer(sides), unitsDiffer(sides)]).toEqual(["side buy on day 1 and sell on day 2", undefined]);
});

test("allocateAverage(models) refuses models of several currencies, whose mean is of none", () => {
  expect(() => allocateAverage([dollars, of({}), of({ currency: "EUR" })], 10)).toThrow(
    'models must be of one currency and unit of sizes, got "currency USD on model 1 and EUR on model 3"',
  );
  expect(allocateAverage([dollars, of({})], 10).notes).toEqual({ currency: "USD" });
});
