import { expect, test } from "vitest";

import { fitLine } from "../../src/numeric/fit-line";

const x = [0, 1, 2, 4];
const y = [1, 2.5, 3, 8];
const weight = [1, 2, 0.5, 1];

test("fitLine(x, y, weight) finds a line exactly, whatever the weights", () => {
  const fit = fitLine(
    x,
    x.map((value) => 3 - 0.25 * value),
    weight,
  );
  expect(fit.intercept).toBeCloseTo(3, 14);
  expect(fit.slope).toBeCloseTo(-0.25, 14);
  expect(fit.r2).toBeCloseTo(1, 14);
});

test("fitLine(x, y, weight) leaves residuals orthogonal to 1 and x under the weights", () => {
  const fit = fitLine(x, y, weight);
  const residual = x.map((value, k) => y[k] - fit.intercept - fit.slope * value);
  const gradient = (at: { intercept: number; slope: number }): number[] => {
    const r = x.map((value, k) => weight[k] * (y[k] - at.intercept - at.slope * value));
    return [r.reduce((a, b) => a + b, 0), r.reduce((a, b, k) => a + b * x[k], 0)];
  };
  expect(residual.some((value) => Math.abs(value) > 0.1)).toBe(true);
  for (const part of gradient(fit)) expect(Math.abs(part)).toBeLessThan(1e-13);
  for (const part of gradient(fitLine(x, y, [1, 1, 1, 1]))) expect(Math.abs(part)).toBeGreaterThan(1e-3); // the control
});

test("fitLine(x, y, weight) has intercept and slope linear in y with the stated derivatives", () => {
  const fit = fitLine(x, y, weight);
  const dot = (by: Float64Array): number => by.reduce((sum, value, k) => sum + value * y[k], 0);
  expect(dot(fit.interceptBy)).toBeCloseTo(fit.intercept, 13);
  expect(dot(fit.slopeBy)).toBeCloseTo(fit.slope, 13);
});
