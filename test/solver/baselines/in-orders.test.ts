import { expect, test } from "vitest";

import { allBaselines } from "../../../src/solver/baselines/all-baselines";
import { proportional, singleBest, twap } from "../../../src/solver/baselines/baselines";
import { inOrders } from "../../../src/solver/baselines/in-orders";
import { allocate } from "../../../src/solver/allocate";
import { breachOf } from "../../../src/solver/model/breach";
import { largestThatFits } from "../../../src/solver/model/room";
import { createRandom } from "../../../src/numeric/random";

const flat = (n: number) => ({ alpha: Array<number>(n).fill(1), beta: Array<number>(n).fill(1.5) });

test("twap(model, S, { lot }): what is no whole lot waits for the next bin, evenly over the day", () => {
  expect(Array.from(twap(flat(8), 400, { lot: 100 }).x)).toEqual([100, 0, 100, 0, 100, 0, 100, 0]);
  expect(Array.from(twap(flat(4), 1000, { lot: 100 }).x)).toEqual([300, 200, 300, 200]);
  // The odd rest joins the largest bin, of equals the first.
  expect(Array.from(twap(flat(4), 837, { lot: 100 }).x)).toEqual([237, 200, 200, 200]);
});

test("{ minTrade }: a bin trades once enough is owed, and what is left joins the last that trades", () => {
  expect(Array.from(twap(flat(6), 600, { minTrade: 250 }).x)).toEqual([0, 0, 300, 0, 0, 300]);
  expect(Array.from(twap(flat(6), 600, { minTrade: 400 }).x)).toEqual([0, 0, 0, 600, 0, 0]);
  expect(Array.from(proportional(flat(3), 900, [1, 5, 3], { lot: 100, minTrade: 200 }).x)).toEqual([0, 600, 300]);
});

test("{ cap, lot }: a strategy of one bin fills others to whole lots within their caps", () => {
  const model = { alpha: [1, 2, 3], beta: [1.5, 1.5, 1.5] };
  expect(Array.from(singleBest(model, 700, { cap: 370, lot: 100 }).x)).toEqual([300, 300, 100]);
});

test("every baseline keeps to lots, smallest trades and caps, sums to the size, and never beats the optimum", () => {
  const random = createRandom(7);
  let tried = 0;
  let convex = 0;
  let without = 0;
  for (let k = 0; k < 600; k++) {
    const n = 1 + random.integer(9);
    const of = (value: () => number): number[] => Array.from({ length: n }, value);
    const model = { alpha: of(() => 0.1 + random.uniform()), beta: of(() => 1.1 + random.uniform()) };
    const lot = random.uniform() < 0.8 ? [1, 7, 100][random.integer(3)] : undefined;
    const minTrade = random.uniform() < 0.5 ? random.integer(400) : 0;
    const size = 1 + random.integer(3000);
    const cap = random.uniform() < 0.5 ? of(() => random.integer(1500)) : undefined;
    const terms = { cap: cap && Float64Array.from(cap), lot, minTrade };
    if (largestThatFits(terms, n, size) < size || minTrade > size) continue;
    const constraints = { cap, lot, minTrade };
    const volume = of(() => random.integer(5) + (tried % 2));
    const all = allBaselines(model, size, volume.some((v) => v > 0) ? volume : undefined, constraints);
    // A rule may find no room where a smallest trade leaves little: the others stand.
    const baselines = all.filter(({ cost }) => !Number.isNaN(cost));
    if (baselines.length < all.length) {
      expect(minTrade).toBeGreaterThan(0);
      without++;
      if (Number.isNaN(all.find(({ name }) => name === "TWAP")?.cost))
        expect(() => twap(model, size, constraints)).toThrow(
          /^options\.minTrade must leave a textbook strategy room for all of the order, and it leaves \d+ over/,
        );
    }
    tried++;
    const best = minTrade === 0 ? allocate(model, size, constraints).cost : 0;
    if (minTrade === 0) convex++;
    for (const { x, cost } of baselines) {
      expect(breachOf(model, x, constraints)).toBeUndefined();
      expect(Math.abs(x.reduce((a, b) => a + b, 0) - size)).toBeLessThan(1e-9 * size);
      expect(cost).toBeGreaterThanOrEqual(best * (1 - 1e-12));
    }
  }
  expect(tried).toBeGreaterThan(300);
  expect(convex).toBeGreaterThan(100);
  expect(without).toBeGreaterThan(0);
});

test("breachOf(model, x, constraints) names the bin and the rule", () => {
  const model = flat(3);
  expect(breachOf(model, [100, 250, 50], { lot: 100 })).toMatchObject({ bin: 2, value: 50 });
  expect(breachOf(model, [100, 250, 0], { lot: 100 })).toBeUndefined();
  expect(breachOf(model, [100, 250, 0], { minTrade: 120 })).toEqual({
    rule: "must trade nothing or at least 120",
    value: 100,
    bin: 0,
  });
});

test("inOrders(x, S, terms) leaves shares alone where there is neither lot nor smallest trade", () => {
  const x = Float64Array.of(0.3, 0.7);
  expect(inOrders(x, 1, { cap: undefined, lot: undefined, minTrade: 0 })).toBe(x);
});
