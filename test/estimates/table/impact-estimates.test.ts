import { expect, test } from "vitest";

import { syntheticEquityDay } from "../../../src/estimates/synthetic/synthetic-equity-day";
import { BIN_STATUSES, curveOrigin, takeRows } from "../../../src/estimates/table/impact-estimates";

test("takeRows(estimates, rows) refuses a row that is not there", () => {
  const day = syntheticEquityDay(1);
  for (const row of [390, -1, 0.5, "0" as unknown as number])
    expect(() => takeRows(day, [0, row])).toThrow("rows[1] must be a row's index, 0 to 389");
  expect(takeRows(day, [389, 0]).bin).toEqual(["15:59", "09:30"]);
});

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
