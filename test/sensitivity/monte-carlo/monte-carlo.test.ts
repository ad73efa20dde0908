import { expect, test } from "vitest";

import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
import { bandColumns, drawColumns, strategyColumns } from "../../../src/sensitivity/monte-carlo/monte-carlo-columns";
import type { MonteCarloChunk } from "../../../src/sensitivity/monte-carlo/monte-carlo-task";
import { drawer, normalSource } from "../../../src/sensitivity/monte-carlo/parameter-draws";
import { parameterErrors } from "../../../src/sensitivity/monte-carlo/parameter-errors";
import { allocate } from "../../../src/solver/allocate";
import { audit } from "../../../src/solver/evidence/audit";
import { costOf } from "../../../src/solver/model/cost";
import { uncertainDay } from "../../support/uncertain-days";
import type { UncertainDay } from "../../support/uncertain-days";

const DAY = uncertainDay(40, 2);
const SIZE = 20_000;

/** E C(x; theta) = sum g_i(x_i) exp(v_i / 2), v_i the variance of log g_i(x_i). */
function meanCost(day: UncertainDay, x: Float64Array, correlated = true): number {
  return x.reduce((total, xi, i) => {
    const t = Math.log(xi);
    const v = day.seLogAlpha[i] ** 2 + (correlated ? 2 * day.cov[i] * t : 0) + (day.seBeta[i] * t) ** 2;
    return total + day.alpha[i] * xi ** day.beta[i] * Math.exp(v / 2);
  }, 0);
}

test("monteCarlo(estimates without error, S) has no regret, no optimism, no spread and no curse", async () => {
  const exact = uncertainDay(40, 2, 0, 0);
  const study = await monteCarlo(exact, SIZE, { draws: 20 });
  const plain = study.strategy("plain");
  for (const regret of plain.regret) expect(Math.abs(regret)).toBeLessThan(1e-12 * plain.promised);
  expect(Math.abs(plain.optimism)).toBeLessThan(1e-12);
  expect(Math.abs(study.curse.optimism)).toBeLessThan(1e-12);
  study.bands.x.forEach((x) => x.forEach((xi, i) => expect(xi / study.allocation.x[i]).toBeCloseTo(1, 8)));
});

test("monteCarlo(estimates, S) has the mean realised costs of the log-normal's closed form", async () => {
  const study = await monteCarlo(DAY, SIZE, { draws: 20_000, seed: 5 });
  for (const { x, promised, realisedSpread, optimism } of study.strategies) {
    const expected = meanCost(DAY, x);
    expect(Math.abs(realisedSpread.mean - expected)).toBeLessThan(4 * realisedSpread.standardError);
    expect(optimism).toBeCloseTo(realisedSpread.mean / promised - 1, 12);
    // The control: errors without their covariance would cost far more.
    expect(Math.abs(realisedSpread.mean - meanCost(DAY, x, false))).toBeGreaterThan(40 * realisedSpread.standardError);
  }
});

test("monteCarlo(estimates, S) has, draw by draw, the optimum and the costs of that draw", async () => {
  const study = await monteCarlo(DAY, SIZE, {
    draws: 300,
    seed: 9,
    strategies: { half: { x: new Float64Array(40).fill(500), cost: 1 } },
  });
  const draw = drawer(normalSource(parameterErrors(DAY)));
  for (const m of [0, 1, 249, 250, 299]) {
    const model = draw(9, m);
    const best = allocate(model, SIZE);
    expect(study.optimum[m] / best.cost).toBeCloseTo(1, 11);
    for (const { x, realised, regret } of study.strategies) {
      expect(realised[m] / costOf(model, x)).toBeCloseTo(1, 11);
      expect(regret[m]).toBe(realised[m] - study.optimum[m]);
      expect(regret[m]).toBeGreaterThan(-1e-12 * realised[m]);
    }
    expect(study.curse.realised[m] / costOf(DAY, best.x)).toBeCloseTo(1, 9);
  }
  expect(study.strategies.map(({ name }) => name)).toEqual(["plain", "TWAP", "half"]);
  expect(study.strategy("half").promised).toBe(1);
  expect(Array.from(study.strategy("half").realised)).toEqual(Array.from(study.strategy("TWAP").realised));
});

test("monteCarlo(estimates, S).curse: what is optimised promises too little, and beats no true optimum", async () => {
  const { curse, allocation } = await monteCarlo(DAY, SIZE, { draws: 2000, seed: 3 });
  for (const cost of curse.realised) expect(cost).toBeGreaterThan(allocation.cost * (1 - 1e-12));
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(curse.optimism).toBeCloseTo(mean(curse.realised) / mean(curse.promised) - 1, 12);
  expect(curse.optimism).toBeGreaterThan(0.01);
});

test("monteCarlo(estimates, S) of quadratic costs has each draw's optimum S^2 / sum 1/alpha", async () => {
  const quadratic = {
    alpha: [1, 2, 4],
    beta: [2, 2, 2],
    seLogAlpha: [0.3, 0.3, 0.3],
    seBeta: [0, 0, 0],
    cov: [0, 0, 0],
  };
  const study = await monteCarlo(quadratic, 10, { draws: 500, seed: 1 });
  const draw = drawer(normalSource(parameterErrors(quadratic)));
  study.optimum.forEach((cost, m) => {
    const { alpha } = draw(1, m);
    expect(cost / (100 / alpha.reduce((sum, a) => sum + 1 / a, 0))).toBeCloseTo(1, 12);
  });
});

test("monteCarlo(estimates, S) has the same bits on one worker and two, and goes on from done chunks", async () => {
  const options = { draws: 1100, seed: 7, bandDraws: 700 };
  const chunks: MonteCarloChunk[] = [];
  const counts: number[] = [];
  const one = await monteCarlo(DAY, SIZE, {
    ...options,
    workers: 1,
    onProgress: (done, _total, chunk) => {
      chunks.push(chunk);
      counts.push(done);
    },
  });
  const two = await monteCarlo(DAY, SIZE, { ...options, workers: 2 });
  const resumed = await monteCarlo(DAY, SIZE, { ...options, done: chunks.slice(1, 3) });
  const bits = (study: typeof one): unknown =>
    [study.optimum, study.curse.realised, study.bands.x, study.strategies.map(({ realised }) => realised)].flat();
  expect(bits(two)).toEqual(bits(one));
  expect(bits(resumed)).toEqual(bits(one));
  expect(counts).toEqual([250, 500, 750, 1000, 1100]);
  expect(one.bands.draws).toBe(700);
  // A shorter study is the beginning of a longer one; another seed is another study.
  const shorter = await monteCarlo(DAY, SIZE, {
    draws: 300,
    seed: 7,
    strategies: { other: new Float64Array(40).fill(500) },
  });
  expect(Array.from(shorter.optimum)).toEqual(Array.from(one.optimum.subarray(0, 300)));
  expect((await monteCarlo(DAY, SIZE, { draws: 1, seed: 8 })).optimum[0]).not.toBe(one.optimum[0]);
});

test("monteCarlo(estimates near beta = 1, S) solves mixed draws exactly too, and counts them", async () => {
  const near = uncertainDay(8, 4, 0.1, 0.25);
  const study = await monteCarlo(near, 3000, { draws: 200, seed: 2 });
  expect(study.handling.mixed).toBeGreaterThan(20);
  expect(study.handling.unproven).toBe(0);
  const draw = drawer(normalSource(parameterErrors(near)));
  for (const m of [0, 1, 2, 3]) {
    const model = draw(2, m);
    expect(Math.abs(audit(model, allocate(model, 3000)).excessCost)).toBeLessThan(1e-12);
    expect(study.optimum[m] / costOf(model, allocate(model, 3000).x)).toBeCloseTo(1, 12);
  }
  expect((await monteCarlo(near, 3000, { draws: 200, seed: 2, leastBeta: 1 })).handling).toMatchObject({
    mixed: 0,
    unproven: 0,
  });
});

test("monteCarlo([day, day], S) resamples days: plain is the typical day's optimum", async () => {
  const days = [uncertainDay(10, 1), uncertainDay(10, 2), uncertainDay(10, 3)];
  const study = await monteCarlo(days, SIZE, { draws: 400, seed: 1 });
  expect(new Set(study.optimum).size).toBe(10); // three picks of three: multisets
  const same = await monteCarlo([days[0], days[0]], SIZE, { draws: 20 });
  expect(Math.abs(same.strategy("plain").regretSpread.mean)).toBeLessThan(1e-11 * same.allocation.cost);
});

test("monteCarlo(estimates, S, { truth }) draws around the truth and prices the estimates' optimum", async () => {
  const truth = uncertainDay(40, 99, 0, 0);
  const study = await monteCarlo(DAY, SIZE, { draws: 3, truth });
  const { promised, realised, regret } = study.strategy("plain");
  expect(promised).toBe(allocate(DAY, SIZE).cost);
  expect(realised[2] / costOf(truth, study.allocation.x)).toBeCloseTo(1, 12);
  expect(regret[2]).toBeCloseTo(realised[2] - allocate(truth, SIZE).cost, 8);
});

test("strategyColumns, bandColumns and drawColumns have a row a strategy, a bin, a draw", async () => {
  const study = await monteCarlo({ ...DAY, volume: DAY.alpha.map(() => 5) }, SIZE, { draws: 50 });
  const shape = (columns: Record<string, readonly unknown[]>): [number, number] => {
    const lengths = new Set(Object.values(columns).map(({ length }) => length));
    expect(lengths.size).toBe(1);
    return [[...lengths][0], Object.keys(columns).length];
  };
  expect(shape(strategyColumns(study))).toEqual([3, 11]);
  expect(shape(bandColumns(study))).toEqual([40, 9]);
  expect(shape(drawColumns(study))).toEqual([50, 4]);
  expect(Object.keys(strategyColumns(study)).slice(0, 3)).toEqual(["strategy", "promised_cost", "realised_cost"]);
});

const EVEN = new Float64Array(40).fill(500);

test.each([
  [{ draws: 0 }, SIZE, "options.draws must be a whole number, 1 to 10000000, got 0"],
  [{ seed: 0.5 }, SIZE, "options.seed must be a whole number from 0 to 2^53 - 1, got 0.5"],
  [{ bandDraws: -1 }, SIZE, "options.bandDraws must be a whole number, 0 or above, got -1"],
  [{ leastBeta: -1 }, SIZE, "options.leastBeta must be a finite number, 0 or above, got -1"],
  [{ strategies: { mine: [1, 2] } }, SIZE, "options.strategies.mine must have one x a bin (40), got Array of length 2"],
  [{ strategies: { mine: new Float64Array(40) } }, SIZE, "options.strategies.mine must sum to the size (20000), got 0"],
  [{ strategies: { plain: EVEN } }, SIZE, "options.strategies must have names of their own"],
  // A column of each strategy stands in the tables beside these.
  [{ strategies: { optimum: EVEN } }, SIZE, "options.strategies must have names of their own"],
  [{ strategies: { bin: EVEN } }, SIZE, "options.strategies must have names of their own"],
  [{ strategies: { x_5: EVEN } }, SIZE, "options.strategies must have names of their own"],
  [{ truth: uncertainDay(3, 1) }, SIZE, "options.truth must have the bins of the estimates (40)"],
  [{}, 0, "size must be above 0, got 0"],
])("monteCarlo(estimates, S, %o) of %d shares is refused", async (options, size, message) => {
  await expect(monteCarlo(DAY, size, options)).rejects.toThrow(message);
});

test("monteCarlo ends with its signal's reason", async () => {
  const controller = new AbortController();
  const work = monteCarlo(DAY, SIZE, {
    draws: 5000,
    workers: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(new Error("enough")),
  });
  await expect(work).rejects.toThrow("enough");
});

test.each([
  [
    { seLogAlpha: Infinity },
    /^estimates\.seLogAlpha\[3\] must be a finite standard error, 0 or above, or NaN where it is not known, got Infinity$/,
  ],
  [
    { seLogAlpha: 300, cov: 0 },
    /^estimates\.seLogAlpha\[3\] must leave draws of alpha within a double's range, and one came to exp\(.*\), got 300$/,
  ],
  [{ seLogAlpha: -0.1 }, /^estimates\.seLogAlpha\[3\] must be a finite standard error/],
  [{ seBeta: Infinity }, /^estimates\.seBeta\[3\] must be a finite standard error/],
  [{ seBeta: -1 }, /^estimates\.seBeta\[3\] must be a finite standard error/],
])("monteCarlo(estimates with %o in a bin, S) names the standard error", async (changes, message) => {
  const changed = Object.fromEntries(
    Object.entries(changes).map(([key, value]) => [key, DAY[key as "seBeta"].map((old, i) => (i === 3 ? value : old))]),
  );
  await expect(monteCarlo({ ...DAY, ...changed }, SIZE, { draws: 50, workers: 1 })).rejects.toThrow(message);
});

test("monteCarlo(estimates, S, { draws: 1 }) has no standard error", async () => {
  const { optimumSpread } = await monteCarlo(DAY, SIZE, { draws: 1 });
  expect(optimumSpread.standardError).toBeNaN();
  expect(optimumSpread.mean).toBeGreaterThan(0);
});

test("monteCarlo(estimates, S, options) refuses a cost that is no number, and names it does not know", async () => {
  const x = new Float64Array(40).fill(500);
  await expect(monteCarlo(DAY, SIZE, { strategies: { half: { x, cost: NaN } } })).rejects.toThrow(
    "options.strategies.half.cost must be a finite number, got NaN",
  );
  await expect(monteCarlo(DAY, SIZE, { drwas: 5 } as object)).rejects.toThrow(
    /^options\.drwas must be an option that is known \(draws, .*\); did you mean draws\?, got 5$/,
  );
});
