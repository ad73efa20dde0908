import { expect, test } from "vitest";

import { walkBooks, type BookDays, type Regret } from "../../support/walk-books";

/** The long form, 200 seeds, is in walk-books.long.test.ts. */
const SEEDS = 8;
const TRUTH: Omit<BookDays, "seed"> = { days: 13, bins: 6, between: 0.2, daily: 0.1 };

async function walked(truth: Omit<BookDays, "seed">): Promise<Record<"twap" | "plain", Regret>[]> {
  const seeds: Record<"twap" | "plain", Regret>[] = [];
  for (let seed = 0; seed < SEEDS; seed++) {
    const all = await walkBooks({ ...truth, seed }, ["plain"]);
    seeds.push({ twap: all.get("TWAP") as Regret, plain: all.get("plain") as Regret });
  }
  return seeds;
}

test("generated books: paid minus bound is recovered within its interval, of TWAP and of plans", async () => {
  const seeds = await walked(TRUTH);
  for (const name of ["twap", "plain"] as const) {
    const mean = seeds.reduce((sum, all) => sum + all[name].known, 0) / SEEDS;
    const held = seeds.filter(({ [name]: { interval } }) => interval.low <= mean && mean <= interval.high);
    expect(held.length).toBeGreaterThanOrEqual(SEEDS - 1);
    for (const { [name]: regret } of seeds) expect(regret.known).toBeGreaterThan(0);
  }
  // The control: TWAP's mean is not that of the plans.
  for (const { twap, plain } of seeds) expect(twap.known).toBeGreaterThan(2 * plain.known);
});
