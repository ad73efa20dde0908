import { expect, test } from "vitest";

import { closeness } from "../../support/closeness";

test("allocate of 450 seeded problems with concave bins under integer caps", { timeout: 600_000 }, () => {
  const found = Array.from({ length: 450 }, (_, seed) => closeness(seed));
  expect(found.filter(({ sound }) => !sound)).toEqual([]);
  expect(found.filter(({ status }) => status !== "optimal").length).toBeLessThanOrEqual(5);
  expect(found.reduce((most, { gap }) => Math.max(most, gap), 0)).toBeLessThan(1e-3);
});
