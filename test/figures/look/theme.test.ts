import { expect, test } from "vitest";

import { COLORS, COLORWAY, categoryColors, strokesOf } from "../../../src/figures/look/theme";

test("categoryColors(count) is the palette, or as many different colours as there are categories", () => {
  expect(categoryColors(3)).toEqual(COLORWAY.slice(0, 3));
  for (const count of [7, 8, 10, 40]) {
    const colors = categoryColors(count);
    expect([colors.length, new Set(colors).size]).toEqual([count, count]);
    expect(colors.every((color) => /^#[\da-f]{6}$/i.test(color))).toBe(true);
  }
  expect([categoryColors(9)[0], categoryColors(9)[4], categoryColors(9)[8]]).toEqual(["#440154", "#21918c", "#fde725"]);
});

test("strokesOf(names): TWAP has its colour wherever it stands, and no other line has it", () => {
  const colors = strokesOf(["promised", "paid", "constructor", "TWAP"]).map(({ color }) => color);
  expect(colors[3]).toBe(COLORS.twap);
  expect(new Set(colors).size).toBe(4);
  expect(strokesOf(["optimum", "TWAP"]).map(({ color }) => color)).toEqual(COLORWAY.slice(0, 2));
});
