import { describe, expect, test } from "vitest";

import { compareValues } from "../../../src/notebook/verify/compare-values";

const TIGHT = { relative: 1e-9, absolute: 0 };

describe("compareValues(was, is, tolerance)", () => {
  test("of the same values finds nothing, and counts their numbers", () => {
    const value = { a: [1, 2, [3, null]], b: "from 4 to 5.5", c: true };
    expect(compareValues(value, structuredClone(value), TIGHT)).toEqual({
      numbers: 5,
      differing: 0,
      residues: 0,
      worst: undefined,
    });
  });

  test("finds the worst of the numbers that differ, with its path and by how much", () => {
    const was = {
      data: [
        {
          z: [
            [1, 2],
            [3, 400],
          ],
        },
        { "a b": 5 },
      ],
    };
    const is = {
      data: [
        {
          z: [
            [1, 2.2],
            [3, 401],
          ],
        },
        { "a b": 5 },
      ],
    };
    const { numbers, differing, worst } = compareValues(was, is, TIGHT);
    expect([numbers, differing]).toEqual([5, 2]);
    expect(worst).toEqual({ path: "data[0].z[0][1]", was: 2, is: 2.2, relative: expect.closeTo(0.2 / 2.2, 12) });
    expect(compareValues({ "a b": { c: 1 } }, { "a b": { c: 2 } }, TIGHT).worst?.path).toBe(`["a b"].c`);
  });

  test("takes numbers within either tolerance as the same, and only those", () => {
    expect(compareValues(1, 1 + 1e-10, TIGHT).worst).toBeUndefined();
    expect(compareValues(1, 1 + 1e-8, TIGHT).worst).toBeDefined();
    expect(compareValues(0, 1e-300, TIGHT).worst?.relative).toBe(1);
    expect(compareValues(0, 1e-14, { relative: 0, absolute: 1e-12 }).worst).toBeUndefined();
    expect(compareValues(1e6, 1e6 + 1, { relative: 0, absolute: 1e-12 }).worst).toBeDefined();
    expect(compareValues(0, -0, { relative: 0, absolute: 0 }).worst).toBeUndefined();
  });

  test("compares numbers within text as numbers, whatever the text", () => {
    expect(compareValues("cost 1,234.5 USD", "cost 1,234.6 USD", TIGHT)).toMatchObject({
      numbers: 1,
      differing: 1,
      worst: { was: "1,234.5", is: "1,234.6" },
    });
    expect(compareValues("cost 1234.5 USD", "cost 1234.6 USD", { relative: 1e-3, absolute: 0 }).worst).toBeUndefined();
    expect(compareValues("λ = 2.5e-3, n = 7", "λ = 2.5e-4, n = 7", TIGHT)).toMatchObject({ numbers: 2, differing: 1 });
    expect(compareValues("x = -1", "x = 1", TIGHT).worst?.relative).toBe(2);
  });

  test.each([
    ["other words", "cost 1", "price 1"],
    ["more numbers", "1 2", "1 2 3"],
    ["hashes", "commit a1b2", "commit a1b3"],
    ["another type", 1, "1"],
    ["a gap", [1, null], [1, 2]],
    ["something new", { a: 1 }, { a: 1, b: 2 }],
    ["something gone", { a: 1, b: 2 }, { a: 1 }],
    ["lengths", [1, 2], [1, 2, 3]],
    ["nothing", undefined, { a: 1 }],
  ])("tells %s as a difference that is no matter of size", (_what, was, is) => {
    expect(compareValues(was, is, { relative: 10, absolute: 10 }).worst?.relative).toBe(Infinity);
  });

  test("puts a difference that is no matter of size before all others", () => {
    expect(compareValues([1, "a"], [2, "b"], TIGHT).worst?.path).toBe("[1]");
  });

  describe("of residues, numbers of rounding's size in text", () => {
    const text = (was: string, is: string, residue = 1e-12) => compareValues(was, is, { ...TIGHT, residue });

    test.each([
      ["a duality gap of 9.87e-30", "a duality gap of 9.86e-30"],
      ["differs by 1.1e-13 %", "differs by 8.9e-14 %"],
      ["gap 0", "gap 1e-17"],
      ["x1   1.136868e-13  2\n-----------------", "x1    9.1e-14  2\n----------------"],
      ["<td>-1.1e-16</td>", "<td>2.2e-16</td>"],
    ])("%j and %j say the same, and are counted", (was, is) => {
      expect(text(was, is)).toMatchObject({ differing: 0, residues: 1, worst: undefined });
      // The control: without the bound they differ.
      expect(text(was, is, 0)).toMatchObject({ differing: 1, residues: 0 });
    });

    test.each([
      ["gap 1e-13", "gap 1e-11"],
      ["cost 1.1", "cost 1.2"],
      ["gap 1e-13 a", "gap 2e-13 b"],
      ["a  1e-13", "b 1.1e-13"],
    ])("%j and %j differ", (was, is) => {
      expect(text(was, is).worst).toBeDefined();
    });
  });
});
