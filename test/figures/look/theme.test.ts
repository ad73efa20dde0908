import { expect, test } from "vitest";

import { COLORWAY, categoryColors } from "../../../src/figures/look/theme";

test("categoryColors(count) is the palette, or as many different colours as there are categories", () => {
  expect(categoryColors(3)).toEqual(COLORWAY.slice(0, 3));
  for (const count of [7, 8, 10, 40]) {
    const colors = categoryColors(count);
    expect([colors.length, new Set(colors).size]).toEqual([count, count]);
    expect(colors.every((color) => /^#[\da-f]{6}$/i.test(color))).toBe(true);
  }
  expect([categoryColors(9)[0], categoryColors(9)[4], categoryColors(9)[8]]).toEqual(["#440154", "#21918c", "#fde725"]);
});
