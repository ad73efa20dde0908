import { expect, test } from "vitest";

import { compareStrategies } from "../../src/estimates/compare-strategies";

/** Three equal quadratic bins: the optimum is TWAP, 3 (S/3)^2 = S^2 / 3. */
const model = { alpha: [1, 1, 1], beta: [2, 2, 2], notes: { currency: "USD", size_unit: "BTC" } };

test("compareStrategies(model, size) is a table of the optimum and every strategy the model allows, in its units", () => {
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
});

test("compareStrategies(model, size, volume) takes the profile given, else the model's own where every bin has one", () => {
  const named = (table: ReturnType<typeof compareStrategies>): unknown[] =>
    (table.values as unknown[][]).map(([name]) => name);
  expect(named(compareStrategies(model, 30, [1, 2, 3]))).toContain("proportional to volume");
  expect(named(compareStrategies({ ...model, volume: [1, 2, 3] } as typeof model, 30))).toContain(
    "proportional to volume",
  );
  expect(named(compareStrategies({ ...model, volume: [1, NaN, 3] } as typeof model, 30))).not.toContain(
    "proportional to volume",
  );
});
