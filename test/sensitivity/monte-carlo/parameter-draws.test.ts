import { expect, test } from "vitest";

import { drawer, normalSource } from "../../../src/sensitivity/monte-carlo/parameter-draws";
import { parameterErrors } from "../../../src/sensitivity/monte-carlo/parameter-errors";
import type { UncertainModel } from "../../../src/sensitivity/monte-carlo/parameter-errors";
import { daySource, poolDays } from "../../../src/sensitivity/monte-carlo/pool-days";
import { uncertainDay } from "../../support/uncertain-days";

const DAY = uncertainDay(3, 1);

test("drawer(normalSource(errors)) draws means, variances and covariance as stated, in every bin", () => {
  const draw = drawer(normalSource(parameterErrors(DAY)));
  const n = 100_000;
  const sums = DAY.alpha.map(() => 0);
  const moments = [sums.slice(), sums.slice(), sums.slice(), sums.slice(), sums.slice()];
  let across = 0;
  let largest = 0;
  for (let m = 0; m < n; m++) {
    const { alpha, logAlpha, beta } = draw(4, m);
    for (let i = 0; i < 3; i++) {
      const a = logAlpha[i] - Math.log(DAY.alpha[i]);
      const b = beta[i] - DAY.beta[i];
      [a, b, a * a, b * b, a * b].forEach((value, k) => (moments[k][i] += value / n));
      largest = Math.max(largest, Math.abs(alpha[i] - Math.exp(logAlpha[i])));
    }
    across += ((beta[0] - DAY.beta[0]) * (beta[1] - DAY.beta[1])) / n;
  }
  expect(largest).toBeLessThan(5e-13);
  for (let i = 0; i < 3; i++) {
    const [a, b, aa, bb, ab] = moments.map((moment) => moment[i]);
    const [sa, sb, cov] = [DAY.seLogAlpha[i], DAY.seBeta[i], DAY.cov[i]];
    const within = (value: number, expected: number, variance: number): void =>
      expect(Math.abs(value - expected)).toBeLessThan(4 * Math.sqrt(variance / n));
    within(a, 0, sa * sa);
    within(b, 0, sb * sb);
    within(aa, sa * sa, 2 * sa ** 4);
    within(bb, sb * sb, 2 * sb ** 4);
    within(ab, cov, sa * sa * sb * sb + cov * cov);
    // The control: independent errors would have no covariance, and are far off.
    expect(Math.abs(ab)).toBeGreaterThan(40 * Math.sqrt((sa * sa * sb * sb + cov * cov) / n));
  }
  expect(Math.abs(across)).toBeLessThan((4 * DAY.seBeta[0] * DAY.seBeta[1]) / Math.sqrt(n));
});

test("drawer(...)(seed, m) depends on the seed and m alone", () => {
  const source = normalSource(parameterErrors(DAY));
  const first = drawer(source);
  for (let m = 0; m < 10; m++) first(1, m);
  expect(Array.from(drawer(source)(1, 7).beta)).toEqual(Array.from(first(1, 7).beta));
  const seven = Array.from(first(1, 7).beta);
  expect(Array.from(first(1, 8).beta)).not.toEqual(seven);
  expect(Array.from(first(2, 7).beta)).not.toEqual(seven);
});

test("normalSource(errors, leastBeta) draws a bin again until its beta is above: the conditional normal", () => {
  const wide = { alpha: [1], beta: [1.1], seLogAlpha: [0.5], seBeta: [0.1], cov: [-0.049] };
  const draw = drawer(normalSource(parameterErrors(wide), 1));
  let mean = 0;
  let redrawn = 0;
  let least = Infinity;
  const n = 50_000;
  for (let m = 0; m < n; m++) {
    const drawn = draw(1, m);
    least = Math.min(least, drawn.beta[0]);
    mean += drawn.beta[0] / n;
    redrawn += drawn.redrawn;
  }
  expect(least).toBeGreaterThan(1);
  // One standard deviation above the bound: the mean is 1.1 + 0.1 phi(1) / Phi(1), and 1 - Phi(1) of all tries fail.
  expect(mean).toBeCloseTo(1.1 + (0.1 * 0.24197072) / 0.84134475, 3);
  expect(redrawn / (redrawn + n)).toBeCloseTo(0.15865525, 2);
});

test("normalSource(errors, leastBeta) out of reach is an error, not an endless loop", () => {
  const draw = drawer(
    normalSource(parameterErrors({ alpha: [1], beta: [0.5], seLogAlpha: [0.1], seBeta: [0.01], cov: [0] }), 1),
  );
  expect(() => draw(0, 0)).toThrow("options.leastBeta must be in reach of every bin's draws; bin 0 has beta 0.5");
});

test("parameterErrors(estimates) cuts a covariance that rounding left above its bound, and says in which bins", () => {
  const estimates = {
    alpha: [1, 1],
    beta: [1.5, 1.5],
    seLogAlpha: [0.2, 0.2],
    seBeta: [0.1, 0.1],
    cov: [-0.0202, -0.01],
  };
  const { q, r, handling } = parameterErrors(estimates);
  expect(handling.clamped).toEqual([0]);
  expect([q[0], r[0]]).toEqual([-0.1, 0]);
  expect(q[1]).toBeCloseTo(-0.05, 15);
});

test("parameterErrors(estimates) gives bins without errors those of their neighbours, and counts statuses", () => {
  const estimates = {
    alpha: [1, 1, 1],
    beta: [1.5, 1.5, 1.5],
    seLogAlpha: [0.2, NaN, 0.4],
    seBeta: [0.1, NaN, 0.1],
    cov: [-0.01, NaN, -0.03],
    status: ["ok", "few-snapshots", "persistent"],
  };
  const { p, q, handling } = parameterErrors(estimates);
  expect(handling).toEqual({ statuses: { ok: 1, "few-snapshots": 1, persistent: 1 }, borrowed: [1], clamped: [] });
  expect(p[1]).toBeCloseTo(Math.sqrt((0.04 + 0.16) / 2), 14);
  expect(q[1] * p[1]).toBeCloseTo(-0.02, 14);
});

const SOUND: UncertainModel = {
  alpha: [1, 1],
  beta: [1.5, 1.5],
  seLogAlpha: [0.2, 0.2],
  seBeta: [0.1, 0.1],
  cov: [-0.01, -0.01],
};

test.each([
  [
    { ...SOUND, alpha: [1, NaN] },
    "estimates.alpha[1] must have a curve in every bin; fillNeighbours gives one to those without, got NaN",
  ],
  [{ ...SOUND, seBeta: [NaN, NaN] }, "estimates must have standard errors in at least one bin"],
  [{ ...SOUND, cov: undefined }, "estimates must have cov, one value a bin (2), got undefined"],
  [{ ...SOUND, cov: [-0.01, NaN] }, "estimates.cov[1] must be given beside standard errors"],
  [
    { ...SOUND, cov: [-0.01, -0.03] },
    "estimates.cov[1] must be given beside standard errors, and not exceed their product",
  ],
  [{ ...SOUND, side: ["buy", "sell"] }, "estimates must be of one side (selectSide takes one of buy, sell)"],
  [{ ...SOUND, beta: [1.5, -1] }, "beta[1] must be a finite number above 0, got -1"],
])("parameterErrors refuses %o", (estimates, message) => {
  expect(() => parameterErrors(estimates as UncertainModel)).toThrow(message);
  expect(() => parameterErrors(SOUND)).not.toThrow();
});

test("poolDays(days) is the days' mean of (log alpha, beta) with the covariance of that mean", () => {
  const days = [
    { alpha: [1], beta: [1.2], seLogAlpha: [1], seBeta: [1], cov: [0], volume: [10] },
    { alpha: [Math.E ** 2], beta: [1.6], seLogAlpha: [1], seBeta: [1], cov: [0], volume: [30] },
  ];
  const pooled = poolDays(days);
  // Deviations of -1, +1 and -0.2, +0.2: variances of the mean 2 / (2 * 1) and 0.08 / 2, covariance 0.4 / 2.
  expect(pooled.alpha[0]).toBeCloseTo(Math.E, 12);
  expect(pooled.beta[0]).toBeCloseTo(1.4, 12);
  expect(pooled.seLogAlpha[0]).toBeCloseTo(1, 12);
  expect(pooled.seBeta[0]).toBeCloseTo(0.2, 12);
  expect(pooled.cov[0]).toBeCloseTo(0.2, 12);
  expect(pooled.volume?.[0]).toBe(20);
  expect(() => poolDays(days.slice(1))).toThrow("estimates must be two days or more to be resampled by day");
  expect(() => poolDays([days[0], { ...days[1], alpha: [1, 1], beta: [1, 1] }])).toThrow(
    "estimates[1] must have the same bins every day (1)",
  );
});

test("drawer(daySource(days)) picks whole days with replacement: of two, both once in half of all draws", () => {
  const days = [
    { alpha: [1, 1], beta: [1.2, 1.3] },
    { alpha: [4, 9], beta: [1.6, 1.5] },
  ];
  const draw = drawer(daySource(days));
  const counts = new Map<string, number>();
  const n = 20_000;
  for (let m = 0; m < n; m++) {
    const { alpha, beta } = draw(2, m);
    const key = [...alpha, ...beta].map((value) => value.toFixed(6)).join();
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const expected = {
    "1.000000,1.000000,1.200000,1.300000": 0.25,
    "2.000000,3.000000,1.400000,1.400000": 0.5,
    "4.000000,9.000000,1.600000,1.500000": 0.25,
  };
  expect([...counts.keys()].sort()).toEqual(Object.keys(expected));
  for (const [key, share] of Object.entries(expected)) {
    expect(Math.abs((counts.get(key) ?? 0) / n - share)).toBeLessThan(4 * Math.sqrt((share * (1 - share)) / n));
  }
});
