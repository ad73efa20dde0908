import { expect, test } from "vitest";

import { walkSeeds, type BookDays } from "../../support/walk-books";

/** The short form, 8 seeds, is in walk-books.test.ts. */
const SEEDS = 200;
const TRUTH: Omit<BookDays, "seed"> = { days: 19, bins: 6, between: 0.2, daily: 0.1 };

test("generated books: paid minus bound is recovered within its interval at the nominal rate", async () => {
  const { twap, plain } = await walkSeeds(TRUTH, SEEDS);
  // 95 % plus and minus 3.2 standard errors of a rate over 200 seeds.
  for (const { rate } of [twap, plain]) {
    expect(rate).toBeGreaterThan(0.9);
    expect(rate).toBeLessThan(0.999);
  }
  const narrow = await walkSeeds(TRUTH, 40, 0.6);
  for (const { rate } of [narrow.twap, narrow.plain]) expect(rate).toBeLessThan(0.85); // the control
});

test("generated books with equal bins: the saving is zero within its interval", async () => {
  const { twap, plain } = await walkSeeds({ ...TRUTH, between: 0, daily: 0 }, SEEDS);
  expect(twap.rate).toBeGreaterThan(0.9);
  // Trading on noise costs a plan about half of the interval's half-width.
  expect(plain.zero).toBeGreaterThan(0.8);
  for (const saving of plain.knownSaving) expect(saving).toBeLessThanOrEqual(0);
});
