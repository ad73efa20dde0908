import { expect, test } from "vitest";

import { curvesByHand } from "../../support/book-by-hand";
import { checkDamaged } from "../../support/check-damaged";
import { csv, LADDER_COSTS, LADDER_SIZES, powerLaw, snapshotRow, times } from "../../support/ladder-book";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

test("a damaged book ends in the numbers of the reader by hand or in one sentence, at once", async () => {
  const { inputs, numbers, sentences, faults, slowest } = await checkDamaged(folder, 0, 200);
  expect(faults).toEqual([]);
  expect([inputs, numbers > 40, sentences > 40, slowest < 1]).toEqual([200, true, true, true]);
});

test("the reader by hand gets the ladder's curve, and another where a price is another", () => {
  const rows = times("2024-01-02T14:30:00Z", 7, 10).map((time) => snapshotRow(time));
  const { alpha, beta } = powerLaw(LADDER_SIZES, LADDER_COSTS);
  const [minute] = curvesByHand(csv(rows), LADDER_SIZES, "snapshots");
  expect(minute).toEqual({
    bin: "2024-01-02T14:30:00Z",
    alpha: expect.closeTo(alpha, 10),
    beta: expect.closeTo(beta, 12),
  });
  rows[3] = { ...rows[3], ask_px_1: "102.5" };
  expect(curvesByHand(csv(rows), LADDER_SIZES, "snapshots")[0].alpha).not.toBeCloseTo(alpha, 4);
});
