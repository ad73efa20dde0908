import { expect, test } from "vitest";

import { DUST, NO_GAIN, ROUNDING, SAME_PRICE, SHORT, STILL } from "../../../src/solver/capped/tolerances";
import { TOLERANCES } from "../../../src/solver/model/allocation";

const rises = (values: readonly number[]): boolean => values.every((value, k) => k === 0 || values[k - 1] < value);

test.each([
  ["volumes at rest", [Number.EPSILON, STILL, ROUNDING, DUST, SHORT]],
  ["gains", [DUST, NO_GAIN, TOLERANCES.dualityGap]],
  ["prices", [ROUNDING, SAME_PRICE, TOLERANCES.stationarity]],
])("the tolerances under caps keep their order: %s", (_, values) => {
  expect(rises(values)).toBe(true);
  expect(rises([...values].reverse())).toBe(false);
});

test("an allocation that falls SHORT of its size is still feasible", () => {
  expect(SHORT).toBeLessThanOrEqual(TOLERANCES.feasibility);
});
