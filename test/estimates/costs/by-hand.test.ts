import { expect, test } from "vitest";

import { estimateWithCosts } from "../../../src/estimates/fit/estimate-impact";
import { costByHand, uglyBook, type HandWalk } from "../../support/raw-walk";

test.each([
  [1, 10, 0.01, 60, 1200],
  [2, 5, 0.5, 5, 90],
  [3, 1, 0.01, 30, 600],
])(
  "estimateWithCosts: every cost of an ugly book (seed %d, %d levels, tick %d, bins of %d s) is a plain walk's",
  async (seed, levels, tick, width, seconds) => {
    const books = uglyBook(seed, seconds, levels, tick);
    const how = { binWidth: `${width}s`, maxAge: "20s", longestGap: "60s" };
    const { costs } = await estimateWithCosts(books, { side: "both", ...how });
    expect(costs.map(({ side }) => side)).toEqual(["buy", "sell", "round-trip"]);
    let compared = 0;
    let wrong = 0;
    for (const { side, rows } of costs) {
      const rule: HandWalk = { side, width, maxAge: 20, longestGap: 60 };
      for (const { bin, size, cost, fillable } of rows) {
        for (let k = 0; k < size.length; k += 3) {
          const hand = costByHand(books, bin, size[k], rule);
          expect(Math.abs(cost[k] / hand.cost - 1)).toBeLessThan(1e-10);
          expect(Math.abs(fillable[k] - hand.fillable)).toBeLessThan(1e-9);
          // The control: another rule for how long a state is in force.
          const old = costByHand(books, bin, size[k], { ...rule, maxAge: 1 });
          if (Math.abs(cost[k] / old.cost - 1) > 1e-4) wrong++;
          compared++;
        }
      }
    }
    expect(compared).toBeGreaterThan(100);
    expect(wrong).toBeGreaterThan(compared / 4);
  },
);
