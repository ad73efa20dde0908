import { expect, test } from "vitest";

import { payFor } from "../../../src/estimates/costs/cost-table";
import { estimateWithCosts } from "../../../src/estimates/fit/estimate-impact";
import type { WalkDay } from "../../../src/sensitivity/walk-forward/folds";
import { walkForward, type WalkForward } from "../../../src/sensitivity/walk-forward/walk-forward";
import { costByHand, uglyBook } from "../../support/raw-walk";
import { costRow, walkDays } from "../../support/walk-days";

const TRUTH = { days: 4, bins: 8, seed: 3, between: 0.4, daily: 0.2, error: 0.2 };
const FEW = { draws: 8, resamples: 100 };

const plansOf = ({ folds }: WalkForward, fold: number): Record<string, number[]> =>
  Object.fromEntries(folds[fold].plans.map(({ strategy, x }) => [strategy, Array.from(x)]));

/** Everything of the bins from `from` on changed, in no way that keeps their order by cheapness. */
function changed(day: WalkDay, from: number): WalkDay {
  const { estimates, costs } = day;
  const after = (column: Float64Array, by: (value: number, i: number) => number): Float64Array =>
    column.map((value, i) => (i < from ? value : by(value, i)));
  return {
    estimates: {
      ...estimates,
      alpha: after(estimates.alpha, (a, i) => a * (1 + ((7 * i) % 5))),
      beta: after(estimates.beta, (b) => b + 0.2),
      seLogAlpha: after(estimates.seLogAlpha, (se) => 3 * se),
      seBeta: after(estimates.seBeta, (se) => se / 2),
      volume: after(estimates.volume, (_, i) => 1 + i * i),
      maxSize: after(estimates.maxSize, (_, i) => 60 + 40 * (i % 2)),
    },
    costs: { ...costs, rows: costs.rows.map((row, i) => (i < from ? row : costRow(row.bin, -3 + (i % 3)))) },
  };
}

test.each([[{}], [{ participation: 0.3 }], [{ cap: 120, lot: 5 }]])(
  "by day, nothing of the day that pays is in a plan, %o",
  (constraints) => {
    const days = walkDays(TRUTH).map(({ estimates, costs }): WalkDay => ({
      estimates: { ...estimates, volume: estimates.volume.map((_, i) => 400 + 100 * (i % 3)) },
      costs,
    }));
    const walk = (all: WalkDay[]): WalkForward => walkForward(all, 600, { ...FEW, ...constraints });
    const [plain, future, past] = [days, days.with(3, changed(days[3], 0)), days.with(2, changed(days[2], 0))].map(
      walk,
    );
    expect(plansOf(future, 2)).toEqual(plansOf(plain, 2));
    expect(future.folds[2].plans.map(({ paid }) => paid)).not.toEqual(plain.folds[2].plans.map(({ paid }) => paid));
    // The control: the same in a day that is known.
    for (const name of ["volume", "plain", "shrunk", "averaged", "capped"])
      expect(plansOf(past, 2)[name]).not.toEqual(plansOf(plain, 2)[name]);
  },
);

test("by part, nothing of the part that pays is in a plan, in curves that neighbours lent either", () => {
  const [day] = walkDays({ ...TRUTH, days: 1, bins: 14 });
  const walk = (one: WalkDay): WalkForward => walkForward([one], 600, { ...FEW, parts: 2 });
  const [plain, future, past] = [day, changed(day, 7), changed(day, 6)].map(walk);
  expect(plansOf(future, 0)).toEqual(plansOf(plain, 0));
  expect(plansOf(past, 0).plain).not.toEqual(plansOf(plain, 0).plain); // the control
  // Bin 6 has no curve of its own: the one that it was lent is half bin 7's.
  const lent = (one: WalkDay): WalkDay => {
    const { alpha, status } = one.estimates;
    const filled = alpha.map((a, i) => (i === 6 ? Math.sqrt(alpha[5] * alpha[7]) : a));
    return { ...one, estimates: { ...one.estimates, alpha: filled, status: status.with(6, "filled") } };
  };
  const [own, other] = [lent(day), lent(changed(day, 7))];
  expect(other.estimates.alpha[6]).not.toBe(own.estimates.alpha[6]);
  expect(plansOf(walk(other), 0)).toEqual(plansOf(walk(own), 0));
  expect([walk(own).folds[0].bins, walk(own).folds[0].lacking]).toEqual([6, 1]);
});

test("what is paid is what a plain walk of the raw book costs, at the sizes allocated", async () => {
  const books = uglyBook(7, 481, 10, 0.01);
  const how = { side: "buy", binWidth: "30s", maxAge: "20s", longestGap: "60s", fillable: 0.6 } as const;
  const { estimates, costs } = await estimateWithCosts(books, how);
  const { folds } = walkForward([{ estimates, costs: costs[0] }], 8 * 600, { ...FEW, parts: 2, fillable: 0.6 });
  const seen = [...estimates.bin.keys()].filter((i) => i < folds[0].bins + folds[0].lacking && estimates.alpha[i] > 0);
  const half = Math.floor(estimates.bin.length / 2);
  const rule = { side: "buy", width: 30, maxAge: 20, longestGap: 60 } as const;
  let told = 0;
  for (const { x, paid, unfilled } of folds[0].plans) {
    let [hand, known, left] = [0, 0, 0];
    seen.forEach((i, k) => {
      const row = costs[0].rows.find(({ bin }) => bin === estimates.bin[i + half]);
      const { filled } = payFor(row, x[k], 0.6);
      left += x[k] - filled;
      if (!(filled > 0)) return;
      hand += costByHand(books, estimates.bin[i + half], filled, rule).cost;
      known += costByHand(books, estimates.bin[i], filled, rule).cost;
    });
    expect(unfilled).toBeCloseTo(left, 9);
    // Sizes between those walked are on the power law through them, not on the book's own steps.
    expect(Math.abs(paid / hand - 1)).toBeLessThan(0.005);
    if (Math.abs(paid / known - 1) > 0.02) told++; // the control: the part that was known
  }
  expect(folds[0].plans.length).toBeGreaterThan(3);
  expect(told).toBe(folds[0].plans.length);
});
