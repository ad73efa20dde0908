import { expect, test } from "vitest";

import {
  cosineSums,
  frequenciesFor,
  intervalInflation,
  longRunCovariance,
  MOST_FREQUENCIES,
} from "../../src/numeric/long-run-covariance";
import { createRandom } from "../../src/numeric/random";

/** P(T < t) of Student's t by Simpson's rule on the density; Gamma by its recurrence. */
function studentCdf(t: number, degrees: number): number {
  const gamma = (half: number): number =>
    half === 1 ? Math.sqrt(Math.PI) : half === 2 ? 1 : (half / 2 - 1) * gamma(half - 2);
  const scale = gamma(degrees + 1) / (Math.sqrt(degrees * Math.PI) * gamma(degrees));
  const density = (s: number): number => scale * (1 + (s * s) / degrees) ** (-(degrees + 1) / 2);
  const steps = 20_000;
  let sum = density(0) + density(t);
  for (let k = 1; k < steps; k++) sum += (k % 2 === 0 ? 2 : 4) * density((k * t) / steps);
  return 0.5 + (sum * t) / steps / 3;
}

test("intervalInflation(nu) is the 97.5 % point of Student's t over the normal's", () => {
  for (let degrees = 1; degrees <= MOST_FREQUENCIES; degrees++) {
    const t = intervalInflation(degrees) * 1.959963984540054;
    expect(studentCdf(t, degrees)).toBeCloseTo(0.975, 10);
    expect(Math.abs(studentCdf(t * 1.001, degrees) - 0.975)).toBeGreaterThan(1e-6); // the control
  }
});

test("frequenciesFor(n) grows as n^(2/3) to twelve", () => {
  expect([1, 6, 7, 20, 60, 160, 1e6].map(frequenciesFor)).toEqual([0, 1, 2, 3, 6, 12, 12]);
});

const WHITE = new Float64Array(6).fill(1);

/** The share of 95 % intervals that hold the mean 0 of an AR(1), and of naive ones that take it for white. */
function coverage(rho: number): { longRun: number; naive: number } {
  const random = createRandom(11);
  const [trials, blocks] = [3000, 64];
  const hits = { longRun: 0, naive: 0 };
  for (let trial = 0; trial < trials; trial++) {
    const series = new Float64Array(blocks);
    let state = random.normal();
    for (let b = 0; b < blocks; b++) {
      series[b] = state;
      state = rho * state + Math.sqrt(1 - rho * rho) * random.normal();
    }
    const mean = series.reduce((sum, value) => sum + value, 0) / blocks;
    const moved = series.map((value) => (value - mean) / blocks);
    const se =
      Math.sqrt(longRunCovariance(cosineSums(moved, 6), cosineSums(moved, 6), WHITE).ss) * intervalInflation(6);
    const naive = Math.sqrt(series.reduce((sum, value) => sum + (value - mean) ** 2, 0) / blocks / (blocks - 1));
    if (Math.abs(mean) < 1.96 * se) hits.longRun += 1 / trials;
    if (Math.abs(mean) < 1.96 * naive) hits.naive += 1 / trials;
  }
  return hits;
}

test("longRunCovariance(s, s, 1) gives intervals that hold at the nominal rate, correlated or not", () => {
  expect(coverage(0).longRun).toBeGreaterThan(0.94);
  expect(coverage(0).longRun).toBeLessThan(0.96);
  const correlated = coverage(0.5);
  expect(correlated.longRun).toBeGreaterThan(0.93);
  expect(correlated.naive).toBeLessThan(0.8); // the control: errors that take the noise for white
});

test("longRunCovariance(s, r, shape) is a covariance: symmetric, bilinear, and r = s gives the variance", () => {
  const random = createRandom(2);
  const s = Float64Array.from({ length: 6 }, () => random.normal());
  const r = Float64Array.from({ length: 6 }, () => random.normal());
  const shape = [0.2, 0.5, 1, 1, 2, 3];
  const { ss, sr, rr } = longRunCovariance(s, r, shape);
  expect(longRunCovariance(r, s, shape)).toEqual({ ss: rr, sr, rr: ss });
  expect(
    longRunCovariance(
      s,
      s.map((value) => -2 * value),
      shape,
    ).sr,
  ).toBeCloseTo(-2 * ss, 12);
  expect(sr * sr).toBeLessThanOrEqual(ss * rr);
  expect(longRunCovariance(s, s, [1, 1, 1, 1, 1, 1]).ss).not.toBeCloseTo(ss, 1); // the control
});
