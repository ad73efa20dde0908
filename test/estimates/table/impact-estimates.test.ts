import { expect, test } from "vitest";

import { BIN_STATUSES, curveOrigin } from "../../../src/estimates/table/impact-estimates";

test("curveOrigin(status) tells curves seen in their bin from those lent by neighbours and those not there", () => {
  const origins = Object.fromEntries(BIN_STATUSES.map((status) => [status, curveOrigin(status)]));
  expect(origins).toEqual({
    ok: "fitted",
    "few-snapshots": "fitted",
    flat: "fitted",
    "poor-fit": "fitted",
    persistent: "fitted",
    extrapolated: "fitted",
    filled: "filled",
    "filled-errors": "fitted",
    "no-data": "none",
    partial: "none",
    "too-few-sizes": "none",
  });
  expect(curveOrigin("")).toBe("fitted");
});
