import { describe, expect, test } from "vitest";

import { payFor, type BinCostRow } from "../../../src/estimates/costs/cost-table";

function rowOf(sizes: readonly number[], cost: (q: number) => number): BinCostRow {
  const size = Float64Array.from(sizes);
  return { bin: "09:30", size, cost: size.map(cost), error: size.map(() => 0), fillable: size.map(() => 1) };
}

const SIZES = Array.from({ length: 20 }, (_, k) => Math.round(100 * 1.2 ** k));

describe("payFor(row, size), between the sizes walked", () => {
  test("a power law is paid exactly; on chords it would be 0.3 % too dear", () => {
    const curve = (q: number): number => 0.01 * q ** 1.5;
    const row = rowOf(SIZES, curve);
    for (const q of [100, 131.5, 500, 1000, 2801.25]) {
      const { cost, filled } = payFor(row, q);
      expect(filled).toBe(q);
      expect(Math.abs(cost / curve(q) - 1)).toBeLessThan(1e-12);
    }
    const [low, high] = SIZES.slice(4, 6);
    const chord = (curve(low) + curve(high)) / 2;
    expect(chord / payFor(row, (low + high) / 2).cost - 1).toBeGreaterThan(0.002); // the control
  });

  test("a book that stands still is paid on its level exactly, within its chords where levels meet", () => {
    // 400 shares at 1 over the mid, 600 at 3, the rest at 4.
    const walk = (q: number): number =>
      Math.min(q, 400) + 3 * Math.max(0, Math.min(q, 1000) - 400) + 4 * Math.max(0, q - 1000);
    const row = rowOf(SIZES, walk);
    const within = (q: number): boolean => {
      const k = SIZES.findIndex((size) => size >= q);
      const near = SIZES.slice(Math.max(0, k - 2), k + 1);
      return [400, 1000].every((edge) => near.at(0)! >= edge || near.at(-1)! <= edge);
    };
    for (let q = 50; q < 3000; q += 7) {
      const { cost } = payFor(row, q);
      if (within(q)) expect(Math.abs(cost / walk(q) - 1)).toBeLessThan(1e-12);
      const k = Math.max(
        1,
        SIZES.findIndex((size) => size >= q),
      );
      const share = (q - SIZES[k - 1]) / (SIZES[k] - SIZES[k - 1]);
      const chord = walk(SIZES[k - 1]) + share * (walk(SIZES[k]) - walk(SIZES[k - 1]));
      if (share >= 0) expect(cost).toBeLessThan(chord * (1 + 1e-12));
    }
  });

  test("below the smallest in proportion; no more is filled than the book could", () => {
    const row = rowOf([100, 200, 400], (q) => q ** 2);
    expect(payFor(row, 50)).toEqual({ cost: 5000, filled: 50 });
    expect(payFor(row, 900)).toEqual({ cost: 160000, filled: 400 });
    expect(payFor({ ...row, fillable: Float64Array.of(1, 1, 0.5) }, 300)).toEqual({ cost: 40000, filled: 200 });
    expect(payFor(undefined, 300)).toEqual({ cost: 0, filled: 0 });
    expect(() => payFor(row, -1)).toThrow("size must be a finite number of shares, 0 or above, got -1");
  });
});
