import { expect, test } from "vitest";

import { binsOfHalf, span, whereItGoes } from "../../../src/figures/look/findings";

test("binsOfHalf(x) is the fewest bins that carry half of it", () => {
  expect(binsOfHalf([1, 1, 1, 1])).toBe(2);
  expect(binsOfHalf([4, 1, 1, 1])).toBe(1);
  expect(binsOfHalf([3, 3, 1, 1, 1])).toBe(2);
  expect(binsOfHalf([0.1, 0.2, 0.3])).toBe(1);
});

test.each([
  [[5, 5, 0], "Half of S trades in 1 of 3 bins"],
  [[0, 7], "All of S trades in one of 2 bins"],
  [[0.001, 7], "Nearly all of S trades in one of 2 bins"],
  [[0, 0], "Nothing of S trades"],
])("whereItGoes(%j) says %s", (x, says) => {
  expect(whereItGoes(x, "S")).toBe(says);
});

test("span(least, most) is one number where both read alike", () => {
  expect([span(0.1, 2500), span(1, 1.0001), span(-1, 2)]).toEqual(["0.1 to 2,500", "1", "−1 to 2"]);
});
