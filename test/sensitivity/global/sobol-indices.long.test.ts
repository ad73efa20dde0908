import { describe, expect, test } from "vitest";

import { sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import type { SobolOptions } from "../../../src/sensitivity/global/sobol-options";
import { coverage, ONE_NET } from "../../support/interval-coverage";
import { borehole, gFunction, ishigami, twoSteps, type TestFunction } from "../../support/test-functions";

// The short forms, over 40 seeds and fewer, are in sobol-indices.test.ts.
const SEEDS = 200;

/** 95 % plus and minus 3.2 standard errors of a rate over 200 seeds. */
const NOMINAL: readonly [number, number] = [0.9, 1];

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

/** By function and base points: how many times more accurate than one net the indices must at least be. */
const CASES: readonly [string, TestFunction, number, number][] = [
  ["Ishigami's", ishigami(), 256, 100],
  ["Ishigami's", ishigami(), 1024, 100],
  ["g of 6 inputs", gFunction([0, 0.5, 3, 9, 99, 99]), 256, 1],
  ["g of 6 inputs", gFunction([0, 0.5, 3, 9, 99, 99]), 1024, 1],
  ["the borehole", borehole(), 256, 50],
  ["the borehole", borehole(), 1024, 100],
  ["two steps", twoSteps(), 256, 1],
  ["two steps", twoSteps(), 1024, 1.2],
];

describe.each(CASES)("sobolIndices(f, inputs) on %s function", (_, f, basePoints, times) => {
  test(`N = ${basePoints}: at least ${times} times as accurate as one net, its 95 % intervals honest and short`, () => {
    const { rates, widths, rmse } = coverage(f, { basePoints }, SEEDS);
    const net = coverage(f, { ...ONE_NET, basePoints }, SEEDS).rmse;
    expect(rmse.first * times).toBeLessThan(net.first);
    expect(rmse.total * times).toBeLessThan(net.total);
    // 95 % plus and minus two standard errors of their mean over 200 seeds.
    expect(mean(rates)).toBeGreaterThan(0.936);
    expect(mean(rates)).toBeLessThan(0.964);
    for (const rate of rates) expect(rate).toBeGreaterThan(NOMINAL[0]);
    expect(mean(widths)).toBeLessThan(1.2);
    // The control: without the polynomial the nets are no better than one.
    const without = coverage(f, { basePoints, surrogate: false }, 20).rmse;
    expect(without.first).toBeGreaterThan(net.first);
  });
});

test.each([256, 1024])("intervals of Ishigami's function hold at their rate over fresh seeds, N = %i", (basePoints) => {
  const { rates } = coverage(ishigami(), { basePoints }, 1000, 500_000);
  expect(mean(rates)).toBeGreaterThan(0.94);
  expect(mean(rates)).toBeLessThan(0.96);
  for (const rate of rates) expect(rate).toBeGreaterThan(0.93);
  // The control: narrower ones hold less often.
  expect(mean(coverage(ishigami(), { basePoints, confidence: 0.9 }, SEEDS, 500_000).rates)).toBeLessThan(0.94);
});

test.each([
  ["Ishigami's", ishigami()],
  ["g of 3 inputs", gFunction([0, 0.5, 1])],
])("second-order intervals of %s function hold at their rate", (_, f) => {
  const { rates } = coverage(f, { basePoints: 256, secondOrder: true }, SEEDS);
  expect(mean(rates)).toBeGreaterThan(0.936);
  expect(mean(rates)).toBeLessThan(0.964);
  for (const rate of rates) expect(rate).toBeGreaterThan(NOMINAL[0]);
});

describe("sobolIndices(f, inputs) on Ishigami's function, a = 7, b = 0.1", () => {
  const f = ishigami();

  test("95 % intervals from replicates hold at their rate over 200 seeds", () => {
    const { rates } = coverage(f, { basePoints: 512 }, SEEDS);
    for (const rate of rates) expect(rate).toBeGreaterThanOrEqual(NOMINAL[0]);
    expect(rates.reduce((a, b) => a + b) / rates.length).toBeLessThan(0.98);
    const narrow = coverage(f, { basePoints: 512, confidence: 0.7 }, SEEDS).rates;
    for (const rate of narrow) expect(rate).toBeLessThan(0.85); // the control: narrower ones hold less often
  });

  test("bootstrap intervals take a net's points for independent: wider, and holding more often than they say", () => {
    const options: SobolOptions = { basePoints: 1024, intervals: "bootstrap", replicates: 1, resamples: 200 };
    const bootstrap = coverage(f, options, SEEDS);
    for (const rate of bootstrap.rates) expect(rate).toBeGreaterThan(0.97);
    expect(bootstrap.halfWidth).toBeGreaterThan(1.2 * coverage(f, { basePoints: 1024 }, SEEDS).halfWidth);
  });
});

describe("sobolIndices(f, inputs) on Sobol's g-function", () => {
  test("95 % intervals hold at their rate over 200 seeds", () => {
    const { rates } = coverage(gFunction([0, 1, 4.5, 9]), { basePoints: 1024 }, SEEDS);
    for (const rate of rates) expect(rate).toBeGreaterThanOrEqual(NOMINAL[0]);
    expect(rates.reduce((a, b) => a + b) / rates.length).toBeLessThan(0.98);
  });
});

test("heavy tails never converge, whatever the seed", () => {
  const normals = ["a", "b"].map((name) => ({ name, mean: 0, sd: 1 }));
  for (const s of [2, 3, 8]) {
    for (let seed = 0; seed < 30; seed++) {
      const { convergence } = sobolIndices((x) => Math.exp(s * x[0]), normals, { seed });
      expect(convergence.converged).toBe(false);
    }
  }
});
