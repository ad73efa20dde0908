import { expect, test } from "vitest";

import { cutBelow, savingAxis } from "../../../src/figures/look/far-below";

test("cutBelow(savings): values far below leave the others a fifth of the axis; 0 and half of them stay", () => {
  expect(cutBelow([])).toBeUndefined();
  expect(cutBelow([12, 10, 8, -30])).toBeUndefined();
  expect(cutBelow([12, 10, 8, -1400])).toBe(0);
  expect(cutBelow([12, -3, 8, -1400, -90])).toBe(-3);
  expect(cutBelow([12, -3, 8, -1400, NaN])).toBe(-3);
  // Where most are far off, they are what there is to see.
  expect(cutBelow([-1400, -1300, 5])).toBeUndefined();
  // Savings of a hair are no axis to make room for.
  expect(cutBelow([0.01, 0.02, -3])).toBeUndefined();
});

test("savingAxis(title, savings, kept) says where it is cut", () => {
  expect(savingAxis("saving", [12, -30], cutBelow([12, -30]))).toEqual({ title: { text: "saving (%)" } });
  expect(savingAxis("saving", [10, 8, -1400], cutBelow([10, 8, -1400]))).toEqual({
    title: { text: "saving (%), cut at 0" },
    range: [-0.8, 10.8],
  });
});
