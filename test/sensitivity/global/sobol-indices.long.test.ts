import { describe, expect, test } from "vitest";

import { sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import type { SobolOptions } from "../../../src/sensitivity/global/sobol-options";
import { coverage } from "../../support/interval-coverage";
import { gFunction, ishigami } from "../../support/test-functions";

// The short forms, over 40 seeds and fewer, are in sobol-indices.test.ts.
const SEEDS = 200;

/** 95 % plus and minus 3.2 standard errors of a rate over 200 seeds. */
const NOMINAL: readonly [number, number] = [0.9, 1];

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
