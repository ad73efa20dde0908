import { expect, test } from "vitest";

import { costDistributionFigure } from "../../../src/figures/sensitivity/cost-distribution";
import { regretFigure } from "../../../src/figures/sensitivity/regret";
import { remediesFigure } from "../../../src/figures/sensitivity/remedies";
import { drawModels } from "../../../src/sensitivity/monte-carlo/draw-models";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
import { monteCarloSummary } from "../../../src/sensitivity/monte-carlo/monte-carlo-summary";
import { formatMonteCarlo } from "../../../src/sensitivity/study/format-study";
import { allocate } from "../../../src/solver/allocate";
import { allocateAverage } from "../../../src/solver/allocate-average";
import { twap } from "../../../src/solver/baselines/baselines";
import { uncertainDay } from "../../support/uncertain-days";

const DAY = {
  ...uncertainDay(40, 2),
  volume: Float64Array.from({ length: 40 }, (_, i) => 8000 + 300 * ((i * 7) % 40)),
};
const SIZE = 20_000;
const p = { participation: 0.06 };

test("monteCarlo(day, S, { participation }): plan, strategies and every draw's optimum keep to it", async () => {
  const free = await monteCarlo(DAY, SIZE, { draws: 60, seed: 3 });
  const study = await monteCarlo(DAY, SIZE, { draws: 60, seed: 3, ...p });
  expect(study.allocation).toEqual(allocate(DAY, SIZE, p));
  expect(study.allocation.certificate.atCap).toBeGreaterThan(3);
  expect(study.strategy("TWAP").x).toEqual(twap(DAY, SIZE, p).x);
  for (const { x } of study.strategies) x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(0.06 * DAY.volume[i]));
  study.bands.x.forEach((x) => x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(0.06 * DAY.volume[i])));
  study.optimum.forEach((cost, m) => expect(cost).toBeGreaterThan(free.optimum[m]));
  for (const { regret } of study.strategies) for (const r of regret) expect(r).toBeGreaterThan(-1e-9);
  expect(study.handling.unproven).toBe(0);
  // The control: the plan without constraints would break them, so that its regret may be below 0.
  expect(free.allocation.x.some((xi, i) => xi > 0.06 * DAY.volume[i])).toBe(true);
});

test("monteCarlo(day, S, { cap }): one worker or two, to the same bit", async () => {
  const options = { draws: 600, seed: 1, cap: 700 };
  const [one, two] = await Promise.all([1, 2].map((workers) => monteCarlo(DAY, SIZE, { ...options, workers })));
  expect(two.optimum).toEqual(one.optimum);
});

test("a textbook strategy without room for all of the order is NaN in every draw, the others are there", async () => {
  const errors = { seLogAlpha: [0.1, 0.1], seBeta: [0.05, 0.05], cov: [0, 0] };
  const tight = { alpha: [0.88, 0.38], beta: [1.85, 1.58], ...errors, volume: [1, 1] };
  const rules = { cap: [2, 8], minTrade: 2, lot: 1 };
  const study = await monteCarlo(tight, 3, { draws: 300, workers: 1, ...rules, strategies: { late: [0, 3] } });
  for (const name of ["TWAP", "volume"]) {
    const { x, promised, realised, regretSpread } = study.strategy(name);
    for (const value of [...x, promised, ...realised, regretSpread.mean, ...regretSpread.quantiles])
      expect(value).toBeNaN();
  }
  const { promised, realised, realisedSaving } = study.strategy("plain");
  expect(promised).toBe(allocate(tight, 3, rules).cost);
  expect(realised).toEqual(study.strategy("late").realised);
  expect(realised.every((cost) => cost > 0)).toBe(true);
  expect(realisedSaving).toBeNaN();

  const text = formatMonteCarlo(study);
  expect(text).toContain("\nWithout room for all of the order under the constraints: TWAP, volume.\n");
  expect(text).toMatch(/│ plain +│ +2\.156 │ +2\.157 │ +- │ +- │ +0 ± /);
  expect(text).toMatch(/│ TWAP +│( +- │){6}/);
  expect(monteCarloSummary(study).rows[1]).toEqual(["TWAP", "-", "-", "-", "-"]);
  expect(regretFigure(study).data.map(({ name }) => name)).toEqual(["plain, mean 0 %", "late, mean 0 %"]);
  expect(() => remediesFigure(study)).toThrow("study must have a TWAP with room for all of the order");
  expect(() => costDistributionFigure(study, { strategy: "volume" })).toThrow(
    'options.strategy must be one with room for all of the order, got "volume"',
  );
});

test("a strategy that breaks the constraints of a study is refused by bin", async () => {
  const free = allocate(DAY, SIZE);
  const at = free.x.findIndex((xi, i) => xi > 0.06 * DAY.volume[i]);
  await expect(monteCarlo(DAY, SIZE, { draws: 5, ...p, strategies: { free } })).rejects.toThrow(
    `options.strategies.free[${at}] must keep to its cap (${0.06 * DAY.volume[at]}), got ${free.x[at]}`,
  );
  const averaged = allocateAverage(drawModels(DAY, { draws: 20 }), SIZE, p);
  await expect(monteCarlo(DAY, SIZE, { draws: 5, ...p, strategies: { averaged } })).resolves.toBeDefined();
});

test("monteCarlo(days, S, { participation }) takes the mean volume of the days", async () => {
  const days = [DAY, { ...uncertainDay(40, 5), volume: DAY.volume.map((v) => 3 * v) }];
  const { allocation } = await monteCarlo(days, SIZE, { draws: 5, participation: 0.03 });
  expect(Array.from(allocation.cap ?? [])).toEqual(Array.from(DAY.volume, (v) => 0.03 * ((v + 3 * v) / 2)));
});

test("a truth or a strategy that counts in another currency, unit or side is refused", async () => {
  const of = (currency: string, size_unit = "shares") => ({ ...DAY, notes: { currency, size_unit } });
  const run = (options: object) => monteCarlo(of("USD"), SIZE, { draws: 2, workers: 1, ...options });
  await expect(run({ truth: of("EUR") })).rejects.toThrow(
    "options.truth must be of the side, currency and unit of the estimates, " +
      'got "currency USD on model 1 and EUR on model 2"',
  );
  await expect(run({ strategies: { other: allocate(of("USD", "lots"), SIZE) } })).rejects.toThrow(
    "options.strategies.other must be of the currency and unit of the estimates",
  );
  // What says nothing contradicts nothing.
  await expect(run({ truth: DAY, strategies: { same: allocate(DAY, SIZE) } })).resolves.toBeDefined();
});
