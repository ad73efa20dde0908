import { expect, test } from "vitest";

import { taskSize } from "../../src/work/task-size";

const SIZE = { work: 250_000, least: 16, most: 250 };

test.each([
  [1, 250],
  [1000, 250],
  [1001, 249],
  [10_000, 25],
  [15_625, 16],
  [1_000_000, 16],
])("taskSize(bins, size) of %i bins is %i", (bins, size) => {
  expect(taskSize(bins, SIZE)).toBe(size);
});
