import { expect, test } from "vitest";

import { fitImpact, type FitMethod } from "../../../src/estimates/fit/fit-impact";

const sizes = [100, 200, 400, 1000, 3000];
const weight = [1, 1, 0.98, 0.95, 0.9];
const bent = sizes.map((q, k) => 0.02 * q ** 1.4 * [1.05, 0.97, 0.99, 1.04, 0.96][k]);

test.each(["wls", "nls"] as const)(
  "fitImpact(sizes, costs, weight, %s) finds a power law exactly, over ten decades of alpha",
  (method) => {
    for (const alpha of [1e-12, 0.02, 1e9]) {
      const fit = fitImpact(
        sizes,
        sizes.map((q) => alpha * q ** 1.4),
        weight,
        method,
      );
      expect(fit.beta).toBeCloseTo(1.4, 12);
      expect(fit.logAlpha).toBeCloseTo(Math.log(alpha), 11);
      expect(fit.r2).toBeCloseTo(1, 12);
    }
  },
);

/** The sum of squares that a method minimises. */
function loss(method: FitMethod, logAlpha: number, beta: number): number {
  return sizes.reduce((sum, q, k) => {
    const log = logAlpha + beta * Math.log(q);
    const miss = method === "wls" ? Math.log(bent[k]) - log : bent[k] - Math.exp(log);
    return sum + weight[k] * miss * miss;
  }, 0);
}

test.each(["wls", "nls"] as const)(
  "fitImpact(..., %s) is the minimum of its own sum of squares, not of the other's",
  (method) => {
    const { logAlpha, beta } = fitImpact(sizes, bent, weight, method);
    const steps = [-1e-4, 0, 1e-4];
    const around = (which: FitMethod): number[] =>
      steps.flatMap((a) => steps.map((b) => loss(which, logAlpha + a, beta + b)));
    const other = method === "wls" ? "nls" : "wls";
    expect(Math.min(...around(method))).toBe(loss(method, logAlpha, beta));
    expect(Math.min(...around(other))).toBeLessThan(loss(other, logAlpha, beta)); // the control
  },
);

test.each(["wls", "nls"] as const)("fitImpact(..., %s) states its derivatives by every cost", (method) => {
  const fit = fitImpact(sizes, bent, weight, method);
  sizes.forEach((_, k) => {
    const step = 1e-5 * bent[k];
    const [up, down] = [step, -step].map((by) =>
      fitImpact(
        sizes,
        bent.map((cost, j) => (j === k ? cost + by : cost)),
        weight,
        method,
      ),
    );
    expect(((up.beta - down.beta) / (2 * step)) * bent[k]).toBeCloseTo(fit.betaBy[k] * bent[k], 6);
    expect(((up.logAlpha - down.logAlpha) / (2 * step)) * bent[k]).toBeCloseTo(fit.logAlphaBy[k] * bent[k], 5);
  });
});
