/**
 * The stand-in for danfo's mathjs gives what mathjs gives, to the bit, and is what danfo computes with.
 */
import { createRequire } from "node:module";
import { dirname, resolve } from "node:path";

import fc from "fast-check";
import * as mathjs from "mathjs";
import { expect, test } from "vitest";

type Statistic = (values: readonly unknown[]) => unknown;

const FOLDER = resolve(__dirname, "../../src/estimates/mathjs-for-danfo");
const standIn = createRequire(__filename)(FOLDER) as Record<"mean" | "variance" | "std" | "median" | "mode", Statistic>;
const real = mathjs as unknown as typeof standIn;
const names = ["mean", "variance", "std", "median", "mode"] as const;

test.each(names)("%s is that of mathjs", (name) => {
  // Numbers further apart than mathjs's 1e-15 of "equal", by which it orders them.
  const value = fc.integer({ min: -1e6, max: 1e6 }).map((whole) => whole / 64);
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 30 }), (values) => {
      expect(standIn[name](values)).toEqual(real[name](values));
    }),
    { seed: 1 },
  );
});

test("by hand: of 1, 2, 2, 5", () => {
  const values = [1, 2, 2, 5];
  expect(names.map((name) => standIn[name](values))).toEqual([2.5, 3, Math.sqrt(3), 2, [2]]);
  expect(standIn.mode(["b", "a", "a", "b"])).toEqual(["a", "b"]);
  expect(names.map((name) => standIn[name]([7]))).toEqual([7, 0, 0, 7, [7]]);
  expect(standIn.median([3, NaN])).toBeNaN();
  expect(standIn.mean(["2", true, 3])).toBe(2);
});

test.each(names)("%s refuses an empty list, and all but mode what is no number", (name) => {
  expect(() => standIn[name]([])).toThrow("empty array");
  if (name !== "mode") expect(() => standIn[name](["a", 1])).toThrow("no number: a");
});

test("danfo requires the stand-in, a notebook mathjs itself", () => {
  const danfo = createRequire(require.resolve("danfojs-node"));
  expect(dirname(danfo.resolve("mathjs"))).toBe(FOLDER);
  expect(mathjs.version).toMatch(/^1[5-9]\./);
  expect(createRequire(__filename).resolve("mathjs")).not.toContain("for-danfo");
});
