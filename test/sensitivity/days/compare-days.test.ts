import { expect, test } from "vitest";

import { compareDaysFigure } from "../../../src/figures/sensitivity/days";
import { compareDays } from "../../../src/sensitivity/days/compare-days";
import { poolDays } from "../../../src/sensitivity/monte-carlo/pool-days";
import { drawModels } from "../../../src/sensitivity/monte-carlo/draw-models";
import { allocate } from "../../../src/solver/allocate";
import { twap } from "../../../src/solver/baselines/baselines";
import type { ImpactModel } from "../../../src/solver/model/impact-model";
import { toFrame } from "../../../src/tables/to-frame";
import { uncertainDay } from "../../support/uncertain-days";

const SIZE = 8000;
const days = [1, 2, 3].map((seed) => ({ ...uncertainDay(12, seed), volume: new Float64Array(12).fill(12_000) }));

/** The variance of a function of the parameters, to first order, by central differences over every parameter. */
function variance(day: (typeof days)[number], f: (model: ImpactModel) => number): number {
  const h = 1e-5;
  const slope = (i: number, which: "alpha" | "beta"): number => {
    const moved = (by: number): number => {
      const values = day[which].map((v, k) => (k !== i ? v : which === "alpha" ? v * Math.exp(by) : v + by));
      return f({ ...day, [which]: values });
    };
    return (moved(h) - moved(-h)) / (2 * h);
  };
  return day.alpha.reduce((total, _, i) => {
    const [a, b] = [slope(i, "alpha"), slope(i, "beta")];
    return total + a * a * day.seLogAlpha[i] ** 2 + 2 * a * b * day.cov[i] + b * b * day.seBeta[i] ** 2;
  }, 0);
}

test("compareDays(days, S) is each day's optimum and TWAP, and the typical day's, under the same constraints", () => {
  const constraints = { participation: 0.08 };
  const { days: rows, typical, cost } = compareDays(days, SIZE, { ...constraints, names: ["mon", "tue", "wed"] });
  expect(rows.map(({ name }) => name)).toEqual(["mon", "tue", "wed"]);
  rows.forEach((row, d) => {
    const best = allocate(days[d], SIZE, constraints);
    expect(best.certificate.atCap).toBeGreaterThan(0);
    expect(row).toMatchObject({ cost: best.cost, lambda: best.lambda, x: best.x, status: "optimal" });
    expect(row.twapCost).toBe(twap(days[d], SIZE, constraints).cost);
  });
  expect(typical.cost).toBe(allocate(poolDays(days), SIZE, constraints).cost);
  const costs = rows.map((row) => row.cost);
  const mean = (costs[0] + costs[1] + costs[2]) / 3;
  expect(cost.mean).toBeCloseTo(mean, 9);
  expect(cost.overDays).toBeCloseTo(Math.sqrt(costs.reduce((so, c) => so + (c - mean) ** 2, 0) / 2), 9);
});

test.each([{}, { participation: 0.08 }])("standard errors under %o are those of finite differences", (constraints) => {
  const { days: rows, x, cost } = compareDays(days, SIZE, constraints);
  const squares = days.map((day) => variance(day, (model) => allocate(model, SIZE, constraints).cost));
  rows.forEach(({ standardError }, d) => expect(standardError / Math.sqrt(squares[d])).toBeCloseTo(1, 5));
  expect(cost.ofOneDay / Math.sqrt((squares[0] + squares[1] + squares[2]) / 3)).toBeCloseTo(1, 5);
  for (const i of [0, 5, 11]) {
    const own = days.map((day) => variance(day, (model) => allocate(model, SIZE, constraints).x[i]));
    const expected = Math.sqrt((own[0] + own[1] + own[2]) / 3);
    expect(Math.abs(x[i].ofOneDay - expected)).toBeLessThan(1e-4 * (expected + 1));
  }
});

test("days that differ by their errors alone spread as far as one is known; days that differ, further", () => {
  const [day] = days;
  const errors = {
    seLogAlpha: day.seLogAlpha.map((se) => se / 10),
    seBeta: day.seBeta.map((se) => se / 10),
    cov: day.cov.map((c) => c / 100),
  };
  const noise = drawModels({ ...day, ...errors }, { draws: 300, seed: 2 });
  const known = noise.map((model) => ({ ...model, ...errors }));
  const { cost } = compareDays(known, SIZE);
  expect(cost.overDays / cost.ofOneDay).toBeGreaterThan(0.85);
  expect(cost.overDays / cost.ofOneDay).toBeLessThan(1.15);
  const louder = known.map((model, d) => ({ ...model, alpha: model.alpha.map((a) => a * (1 + (d % 3))) }));
  const differing = compareDays(louder, SIZE).cost;
  expect(differing.overDays / differing.ofOneDay).toBeGreaterThan(3);
});

test("days without errors have none, and neither has x in steps", () => {
  const bare = days.map(({ alpha, beta }) => ({ alpha, beta }));
  const { days: rows, x } = compareDays(bare, SIZE);
  expect([rows[0].standardError, x[0].ofOneDay]).toEqual([NaN, NaN]);
  expect(x[0].overDays).toBeGreaterThan(0);
});

test("toFrame(compared) has a row a day and the typical one; part bins a row a bin", () => {
  const bin = Array.from({ length: 12 }, (_, i) => `${10 + i}:00`);
  const labelled = days.map((day) => ({ ...day, bin, notes: { currency: "EUR", size_unit: "BTC" } }));
  const compared = compareDays(labelled, SIZE);
  const table = toFrame(compared);
  expect(table.columns.slice(0, 4)).toEqual(["day", "cost (EUR)", "standard error", "EUR per BTC"]);
  expect((table.values as unknown[][]).map(([day]) => day)).toEqual(["day 1", "day 2", "day 3", "typical day"]);
  const bins = toFrame(compared, "bins");
  expect(bins.shape).toEqual([12, 4]);
  expect((bins.values as unknown[][])[3][0]).toBe("13:00");
});

test("days of other bins, by number or label, and one day alone are refused", () => {
  const bin = (hour: number) => Array.from({ length: 12 }, (_, i) => `${hour + i}:00`);
  expect(() => compareDays(days.slice(1, 2), SIZE)).toThrow("days must be two days or more");
  const hours = [9, 10].map((hour, d) => ({ ...days[d], bin: bin(hour) }));
  expect(() => compareDays(hours, SIZE)).toThrow(
    'days must have bins of the same times (alignDays takes those they all have), got "bin 0 is 9:00 on the first day',
  );
  expect(() => compareDays([days[0], uncertainDay(11, 2)], SIZE)).toThrow("must have the same bins every day (12)");
  const sides = ["buy", "sell"].map((side, d) => ({ ...days[d], side: Array.from({ length: 12 }, () => side) }));
  expect(() => compareDays(sides, SIZE)).toThrow(
    'days must be of one side, currency and unit of sizes, got "side buy on day 1 and sell on day 2"',
  );
  expect(() => compareDays(days, 0)).toThrow("size must be above 0, got 0");
  expect(() => compareDays(days, SIZE, { names: ["a"] })).toThrow("options.names must have a name a day (3)");
  expect(() => compareDays(days, SIZE, { names: ["a", "b", "a"] })).toThrow(
    'options.names[2] must be another for each day, got "a"',
  );
});

test("compareDays(days, S, constraints) has the optima also where TWAP has no room for all of the order", () => {
  const tight = { alpha: [0.88, 0.38], beta: [1.85, 1.58] };
  const compared = compareDays([tight, tight], 3, { cap: [2, 8], minTrade: 2, lot: 1 });
  expect(compared.days.map(({ cost, twapCost }) => [cost, twapCost])).toEqual(
    Array(2).fill([allocate(tight, 3, { cap: [2, 8], minTrade: 2, lot: 1 }).cost, NaN]),
  );
  const { data, layout } = compareDaysFigure(compared);
  expect(data.map((trace) => (trace as { y: number[] }).y)).toEqual([
    compared.days.map(({ cost }) => cost),
    [NaN, NaN],
  ]);
  // Costs of 2.2: ticks below 1 are not written as 500m.
  expect(layout.yaxis?.tickformat).toBe(",~r");
});
