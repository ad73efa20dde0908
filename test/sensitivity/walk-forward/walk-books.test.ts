import { expect, test } from "vitest";

import { walkSeeds, type BookDays } from "../../support/walk-books";

/** The long form, 200 seeds, is in walk-books.long.test.ts. */
const SEEDS = 8;
const TRUTH: Omit<BookDays, "seed"> = { days: 13, bins: 6, between: 0.2, daily: 0.1 };

test("generated books: paid minus bound is recovered within its interval, of TWAP and of plans", async () => {
  const { twap, plain } = await walkSeeds(TRUTH, SEEDS);
  for (const { rate, known } of [twap, plain]) {
    expect(rate).toBeGreaterThanOrEqual(1 - 1 / SEEDS);
    for (const over of known) expect(over).toBeGreaterThan(0);
  }
  // The control: TWAP's mean is not that of the plans.
  twap.known.forEach((over, seed) => expect(over).toBeGreaterThan(2 * plain.known[seed]));
});

test("generated books with equal bins: the saving is zero within its interval", async () => {
  const { plain } = await walkSeeds({ ...TRUTH, between: 0, daily: 0 }, SEEDS);
  expect(plain.zero).toBeGreaterThanOrEqual(1 - 2 / SEEDS);
  // No plan saves where there is nothing to save; trading on noise costs a thousandth.
  for (const saving of plain.knownSaving) {
    expect(saving).toBeLessThanOrEqual(0);
    expect(saving).toBeGreaterThan(-0.005);
  }
  expect((await walkSeeds(TRUTH, 2)).plain.zero).toBe(0); // the control
});
