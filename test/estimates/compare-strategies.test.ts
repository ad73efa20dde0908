import { expect, test } from "vitest";

import { aboveOf, compareStrategies } from "../../src/estimates/compare-strategies";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { allocate } from "../../src/solver/allocate";
import { twap } from "../../src/solver/baselines/baselines";
import { costOf } from "../../src/solver/model/cost";

const p = { participation: 0.1 };

/** Three equal quadratic bins: the optimum is TWAP, 3 (S/3)^2 = S^2 / 3. */
const model = { alpha: [1, 1, 1], beta: [2, 2, 2], notes: { currency: "USD", size_unit: "BTC" } };

test(
  "compareStrategies(model, size) is a table of the optimum " + "and every strategy the model allows, in its units",
  () => {
    const table = compareStrategies(model, 30);
    expect(table.columns).toEqual([
      "strategy",
      "cost (USD)",
      "USD per BTC",
      "above the optimum (%)",
      "effective bins",
      "largest bin (BTC)",
    ]);
    const row = (name: string): unknown[] =>
      (table.values as unknown[][]).find(([strategy]) => strategy === name)?.slice(1) ?? [];
    const close = (actual: unknown[], expected: number[]): void =>
      expected.forEach((value, k) => expect(actual[k]).toBeCloseTo(value, 9));
    close(row("optimum"), [300, 10, 0, 3, 10]);
    close(row("TWAP"), [300, 10, 0, 3, 10]);
    close(row("lowest alpha"), [900, 30, 200, 1, 30]);
    expect(row("proportional to volume")).toEqual([]);
  },
);

test(
  "compareStrategies(model, size, { volume }) takes the profile " +
    "given, else the model's own where every bin has one",
  () => {
    const named = (table: ReturnType<typeof compareStrategies>): unknown[] =>
      (table.values as unknown[][]).map(([name]) => name);
    expect(named(compareStrategies(model, 30, { volume: [1, 2, 3] }))).toContain("proportional to volume");
    expect(named(compareStrategies({ ...model, volume: [1, 2, 3] } as typeof model, 30))).toContain(
      "proportional to volume",
    );
    expect(named(compareStrategies({ ...model, volume: [1, NaN, 3] } as typeof model, 30))).not.toContain(
      "proportional to volume",
    );
  },
);

test("compareStrategies(model, size, { cap, plans }) compares what keeps to the same caps, plans by name", () => {
  const day = syntheticEquityDay(4);
  const mine = twap(day, 1e5).x;
  const table = compareStrategies(day, 1e5, { participation: 0.1, plans: { mine, best: allocate(day, 1e5, p) } });
  const values = table.values as [string, number, number, number, number, number][];
  const row = (name: string) => values.find(([strategy]) => strategy === name) ?? [];
  expect(values.slice(0, 3).map(([name]) => name)).toEqual(["optimum", "mine", "best"]);
  expect(row("optimum")[1]).toBe(allocate(day, 1e5, p).cost);
  expect(row("best")[3]).toBe(0);
  expect(row("mine")[3]).toBe(100 * (costOf(day, mine) / allocate(day, 1e5, p).cost - 1));
  const most = day.volume.reduce((so, v) => Math.max(so, 0.1 * v), 0);
  for (const [, , , above, , largest] of values) {
    expect(above).toBeGreaterThanOrEqual(0);
    expect(largest).toBeLessThanOrEqual(most);
  }
});

test("compareStrategies(...) prints no residue of rounding, and tells a difference that is one", () => {
  const day = syntheticEquityDay(4);
  const values = compareStrategies(day, 1e5).values as [string, number, number, number][];
  expect(values[1][0]).toBe("bisection on lambda");
  for (const [, , , above] of values) expect(above === 0 || above > 1e-7).toBe(true);
  expect(aboveOf(1 + 1e-11, 1)).toBeGreaterThan(0);
  expect(aboveOf(1 - 1e-15, 1)).toBe(0);
});

test("plans that are none, or break the size or the caps, are refused by name and bin", () => {
  const call = (plan: unknown, more: object = {}) => {
    return () => compareStrategies(model, 30, { plans: { mine: plan as number[] }, ...more });
  };
  expect(call([10, 10])).toThrow("options.plans.mine must have one x a bin (3), got Array of length 2");
  expect(call([10, 10, 11])).toThrow("options.plans.mine must sum to the size (30), got 31");
  expect(call([40, -10, 0])).toThrow("options.plans.mine[1] must be a finite number of shares, 0 or above, got -10");
  expect(call([15, 10, 5], { cap: 12 })).toThrow("options.plans.mine[0] must keep to its cap (12), got 15");
  expect(call([12, 12, 6], { cap: 12 })).not.toThrow();
  expect(call(["10", 10, 10] as never)).toThrow("options.plans.mine[0] must be a finite number of shares, 0 or above");
  for (const name of ["TWAP", "optimum"])
    expect(() => compareStrategies(model, 30, { plans: { [name]: [10, 10, 10] } })).toThrow(
      `options.plans.${name} must have a name that no other row of the table has`,
    );
  expect(() => compareStrategies(model, 0)).toThrow("size must be above 0, got 0");
  expect(() => compareStrategies(model, 30, [1, 2, 3] as never)).toThrow("options must be an object");
});

test("where caps on concave bins leave the optimum unproven, its row says so", () => {
  const concave = { alpha: [1, 1.1, 1.2, 1.3, 1.05], beta: [0.5, 0.52, 0.49, 0.51, 0.5] };
  const { status } = allocate(concave, 23, { cap: [7, 11, 13, 5, 3] });
  const [[name]] = compareStrategies(concave, 23, { cap: [7, 11, 13, 5, 3] }).values as [string][];
  expect(name).toBe(status === "optimal" ? "optimum" : `best found (${status})`);
});

test("a textbook strategy that has no room for all of the order under the constraints is a row of NaN", () => {
  const tight = { alpha: [0.88, 0.38], beta: [1.85, 1.58] };
  const rows = compareStrategies(tight, 3, { cap: [2, 8], minTrade: 2, lot: 1 }).values as (string | number)[][];
  const numbers = (name: string): unknown[] => rows.find(([row]) => row === name)?.slice(1) as unknown[];
  expect(numbers("TWAP")).toEqual([NaN, NaN, NaN, NaN, NaN]);
  expect(numbers("single best bin")[0]).toBeCloseTo(numbers("optimum")[0] as number, 12);
});
