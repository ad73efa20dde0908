import { expect, test } from "vitest";

import { drawModels } from "../../../src/sensitivity/monte-carlo/draw-models";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
import { allocateAverage } from "../../../src/solver/allocate-average";
import { uncertainDay } from "../../support/uncertain-days";

const DAY = uncertainDay(30, 3, 0.3, 0.12);

test("drawModels(estimates) come in mirrored pairs around the estimates, none with beta at or below 1", () => {
  const models = drawModels(DAY, { draws: 41, seed: 3 });
  expect(models.length).toBe(41);
  let kept = 0;
  for (let m = 0; m + 1 < 41; m += 2) {
    for (let i = 0; i < 30; i++) {
      const [one, two] = [models[m], models[m + 1]];
      expect(Math.min(one.beta[i], two.beta[i])).toBeGreaterThan(1);
      if (two.beta[i] === one.beta[i]) {
        kept++;
        expect(2 * DAY.beta[i] - one.beta[i]).toBeLessThanOrEqual(1);
      } else {
        expect((one.beta[i] + two.beta[i]) / 2).toBeCloseTo(DAY.beta[i], 12);
        expect((one.alpha[i] * two.alpha[i]) / DAY.alpha[i] ** 2).toBeCloseTo(1, 9);
      }
    }
  }
  expect(kept).toBeGreaterThan(0); // the rule has been seen at work
});

test("drawModels(estimates) keeps the truncated normal: the mirrored half has the other's mean and variance", () => {
  const wide = { alpha: [1], beta: [1.1], seLogAlpha: [0.5], seBeta: [0.1], cov: [-0.049] };
  const models = drawModels(wide, { draws: 100_000, seed: 1 });
  const moment = (of: (beta: number) => number, half: 0 | 1): number =>
    models.filter((_, m) => m % 2 === half).reduce((sum, { beta }) => sum + of(beta[0]) / 50_000, 0);
  const mean = 1.1 + (0.1 * 0.24197072) / 0.84134475;
  for (const half of [0, 1] as const) {
    expect(Math.abs(moment((b) => b, half) - mean)).toBeLessThan(4 * (0.08 / Math.sqrt(50_000)));
    // Var = s^2 (1 - z phi/Phi - (phi/Phi)^2), z = 1.
    const ratio = 0.24197072 / 0.84134475;
    expect(moment((b) => (b - mean) ** 2, half) / (0.01 * (1 - ratio - ratio ** 2))).toBeCloseTo(1, 1);
  }
});

test("drawModels(days) resamples days, without mirrors", () => {
  const days = [uncertainDay(2, 1), uncertainDay(2, 2)];
  const seen = new Set(drawModels(days, { draws: 60 }).map(({ beta }) => beta[0].toFixed(9)));
  expect(seen.size).toBe(3);
});

test("allocateAverage(drawModels(estimates)) costs less on draws it has not seen than the plain optimum", async () => {
  const size = 30_000;
  const averaged = allocateAverage(drawModels(DAY, { draws: 400, seed: 1 }), size);
  const study = await monteCarlo(DAY, size, { draws: 4000, seed: 1, leastBeta: 1, strategies: { averaged } });
  const [plain, mean] = [study.strategy("plain"), study.strategy("averaged")];
  const difference = plain.realised.map((cost, m) => cost - mean.realised[m]);
  const average = difference.reduce((a, b) => a + b, 0) / 4000;
  const error = Math.sqrt(difference.reduce((a, b) => a + (b - average) ** 2, 0) / 3999 / 4000);
  expect(average).toBeGreaterThan(4 * error);
  // What it promises is what it costs, but for the sampling of its own draws.
  expect(Math.abs(mean.optimism)).toBeLessThan(0.02);
  expect(plain.optimism).toBeGreaterThan(2 * Math.abs(mean.optimism));
});

test("drawModels(estimates, { draws: 0 }) is refused", () => {
  expect(() => drawModels(DAY, { draws: 0 })).toThrow("options.draws must be a whole number, 1 to 2147483648, got 0");
});
