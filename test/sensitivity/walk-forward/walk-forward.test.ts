import { describe, expect, test } from "vitest";

import { walkForwardFigure } from "../../../src/figures/sensitivity/walk-forward";
import { formatWalkForward, walkColumns } from "../../../src/sensitivity/walk-forward/format-walk-forward";
import { walkForward, type WalkForward } from "../../../src/sensitivity/walk-forward/walk-forward";
import type { WalkDay } from "../../../src/sensitivity/walk-forward/folds";
import { costRow, levels, walkDays, type WalkTruth } from "../../support/walk-days";

const SIZE = 600;
const TRUTH: WalkTruth = { days: 13, bins: 8, seed: 0, between: 0.4, daily: 0.2, error: 0.2 };

/** Enough for what is held here. */
const FEW = { draws: 20, resamples: 200 };

const of = ({ strategies }: WalkForward, name: string): WalkForward["strategies"][number] =>
  strategies.find(({ strategy }) => strategy === name) as WalkForward["strategies"][number];
const planOf = ({ folds }: WalkForward, fold: number, name: string): number[] =>
  Array.from(folds[fold].plans.find(({ strategy }) => strategy === name)?.x ?? []);

describe("walkForward(days, size)", () => {
  test("pays what the later curve costs at the sizes allocated, to the error of its chords", () => {
    const days = walkDays(TRUTH);
    const { folds } = walkForward(days, SIZE, FEW);
    expect(folds.map(({ name }) => name)).toEqual(days.slice(1).map(({ estimates }) => estimates.bin[0].slice(0, 10)));
    folds.forEach(({ plans }, f) => {
      const { rows } = days[f + 1].costs;
      for (const { x, paid, unfilled } of plans) {
        // The rows' largest size has the curve's level: cost = exp(level) q^1.5.
        const level = rows.map(({ cost, size }) => cost[0] / size[0] ** 1.5);
        const exact = Array.from(x).reduce((sum, xi, i) => sum + level[i] * xi ** 1.5, 0);
        expect(Math.abs(paid / exact - 1)).toBeLessThan(1e-4);
        expect(unfilled).toBe(0);
      }
    });
  });

  test("without error in what is known, all of the promise is kept; with it, plain keeps less", () => {
    const exact = walkForward(walkDays({ ...TRUTH, daily: 0, error: 1e-6 }), SIZE, FEW);
    expect(of(exact, "plain").kept.value).toBeCloseTo(1, 3);
    const noisy = walkForward(walkDays({ ...TRUTH, error: 0.6 }), SIZE, { ...FEW, window: 1 });
    expect(of(noisy, "plain").kept.value).toBeLessThan(0.8); // the control
    expect(of(noisy, "shrunk").paidSaving.value).toBeGreaterThan(of(noisy, "plain").paidSaving.value);
  });

  test("with equal bins the saving is zero, or below it by the price of trading on noise", () => {
    const { strategies } = walkForward(walkDays({ ...TRUTH, between: 0, daily: 0, error: 1e-3, days: 10 }), SIZE, FEW);
    for (const { paidSaving } of strategies) expect(Math.abs(paidSaving.value)).toBeLessThan(1e-5);
    const unequal = walkForward(walkDays(TRUTH), SIZE, FEW); // the control
    expect(of(unequal, "plain").paidSaving.low).toBeGreaterThan(0.01);
  });

  test("no strategy sees the future: a signal in the last day's book and curves changes no plan", () => {
    const days = walkDays(TRUTH);
    const planted = (day: number): WalkDay[] =>
      days.map((one, d) =>
        d !== day
          ? one
          : {
              estimates: { ...one.estimates, alpha: one.estimates.alpha.map((a, i) => (i === 3 ? a / 1e4 : a)) },
              costs: { ...one.costs, rows: one.costs.rows.map((row, i) => (i === 3 ? costRow(row.bin, -9) : row)) },
            },
      );
    const [plain, future, past] = [days, planted(12), planted(11)].map((all) => walkForward(all, SIZE, FEW));
    for (const { strategy } of plain.folds[11].plans) {
      expect(planOf(future, 11, strategy)).toEqual(planOf(plain, 11, strategy));
      // It does change what is paid, but for a strategy that trades nothing there.
      expect(future.folds[11].plans.find((p) => p.strategy === strategy)?.paid).not.toBe(
        plain.folds[11].plans.find((p) => p.strategy === strategy)?.paid,
      );
    }
    for (const strategy of ["plain", "shrunk", "averaged", "capped"])
      // the control: planted in what is known
      expect(planOf(past, 11, strategy)).not.toEqual(planOf(plain, 11, strategy));
    for (const { knownUntil, paysFrom } of plain.folds) expect(knownUntil < paysFrom).toBe(true);
  });

  test("days out of order, whose folds would know the future, are refused", () => {
    const days = walkDays(TRUTH);
    expect(() => walkForward([days[1], days[0]], SIZE)).toThrow(
      'days must be in order of time: 2024-01-02 16:00 is known, got "2024-01-01 09:00"',
    );
    expect(() => walkForward([days[0], days[0]], SIZE)).toThrow("days must be in order of time");
    expect(() => walkForward([], SIZE)).toThrow("days must be a list of days");
    expect(() => walkForward(days, -1)).toThrow("size must be a finite number of shares above 0, got -1");
    expect(() => walkForward(days, SIZE, { windows: 2 } as object)).toThrow("did you mean window?");
  });

  test("days that lack a part, and bins at other times of day than those known, are refused", () => {
    const [first, next] = walkDays({ ...TRUTH, days: 2 });
    expect(() => walkForward([null as unknown as WalkDay, next], SIZE)).toThrow("days[0] must be");
    expect(() => walkForward([first, { costs: next.costs } as WalkDay], SIZE)).toThrow("days[1]");
    const rows = next.costs.rows.map((row) => ({ ...row, bin: row.bin.replace(":00", ":30") }));
    const estimates = { ...next.estimates, bin: rows.map(({ bin }) => bin) };
    expect(() => walkForward([first, { estimates, costs: { ...next.costs, rows } }], SIZE)).toThrow(
      'days[1].costs must have a bin at a time of day that was known, as 2024-01-01 09:00, got "2024-01-02 09:30"',
    );
  });

  test("what the book cannot fill is told apart, and paid at the price of what it can", () => {
    const days = walkDays({ ...TRUTH, days: 2 });
    const rows = days[1].costs.rows.map((row) => ({ ...row, fillable: row.size.map((q) => (q <= 50 ? 1 : 0.5)) }));
    const [plan] = walkForward([days[0], { ...days[1], costs: { ...days[1].costs, rows } }], SIZE, FEW).folds[0].plans;
    expect(plan.strategy).toBe("TWAP"); // 75 a bin, of which 1.02^197 = 49.5 can be filled
    expect(plan.unfilled).toBeCloseTo(8 * (75 - 1.02 ** 197), 9);
    const gone = { ...days[1].costs, rows: days[1].costs.rows.slice(2) };
    const [short] = walkForward([days[0], { ...days[1], costs: gone }], SIZE, FEW).folds[0].plans;
    expect(short.unfilled).toBeCloseTo(2 * 75, 9);
  });

  test("one day is walked through by its parts, and the text says intraday; a missing plan has its reason", () => {
    const [day] = walkDays({ ...TRUTH, days: 1, bins: 14 });
    const result = walkForward(
      [{ ...day, estimates: { ...day.estimates, maxSize: day.estimates.maxSize.map(() => 1) } }],
      SIZE,
      {
        parts: 3,
      },
    );
    expect([result.by, result.folds.length, result.folds[0].bins]).toEqual(["part of the day", 2, 4]);
    const text = formatWalkForward(result);
    expect(text).toContain("Intraday: each part's bins are taken for those of the part before.");
    expect(text).toContain("Fewer than 3 folds tell no interval.");
    expect(text).toMatch(/No plan in 2 of 2 folds: capped, as options.cap must/);
    expect(walkColumns(result).strategy.length).toBe(2 * 5);
  });

  test("the figure has a point a fold and strategy, on the lines' scale", () => {
    const result = walkForward(walkDays(TRUTH), SIZE, FEW);
    const { data } = walkForwardFigure(result);
    expect(data.map(({ name }) => name)).toEqual([
      "all that was promised",
      "TWAP",
      "volume",
      "plain",
      "shrunk",
      "averaged",
      "capped",
    ]);
    expect((data[3] as { x: number[] }).x.length).toBe(12);
  });

  test("the mean of what was paid, known here: its 95 % intervals hold about as often as they say", () => {
    // Over 200 seeds: .97; of plain .945, of its saving .955, of the share kept .97 (true means from all seeds).
    expect(coverageOfBound(40)).toBeGreaterThan(0.87);
    expect(coverageOfBound(40, 0.6)).toBeLessThan(0.8); // the control
  });
});

/** How often the interval of the mean paid holds its true mean, TWAP's, which is known: (S/n)^1.5 sum E alpha. */
function coverageOfBound(seeds: number, confidence = 0.95): number {
  const truth = { ...TRUTH, days: 19, error: 0.2 };
  const mean = levels(truth).reduce((sum, level) => sum + Math.exp(level + truth.daily ** 2 / 2), 0);
  const cost = mean * (SIZE / truth.bins) ** 1.5;
  let held = 0;
  for (let seed = 0; seed < seeds; seed++) {
    const { meanPaid } = of(
      walkForward(walkDays({ ...truth, seed }), SIZE, { resamples: 300, confidence, window: 1, strategies: [] }),
      "TWAP",
    );
    if (meanPaid.low <= cost && cost <= meanPaid.high) held++;
  }
  return held / seeds;
}
