import { expect, test } from "vitest";

import { drawModels } from "../../../src/sensitivity/monte-carlo/draw-models";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
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
