import { expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { fitProfile } from "../../../src/sensitivity/monte-carlo/day-profile";
import type { Covariance, Pair } from "../../../src/sensitivity/monte-carlo/day-profile";
import { monteCarlo } from "../../../src/sensitivity/monte-carlo/monte-carlo";
import { shrink } from "../../../src/sensitivity/monte-carlo/shrink";
import { allocate } from "../../../src/solver/allocate";
import { costOf } from "../../../src/solver/model/cost";

const BINS = 78;
const CENTRE = Math.log(400);

interface KnownDay {
  readonly truth: { alpha: Float64Array; beta: Float64Array };
  readonly estimates: {
    alpha: Float64Array;
    beta: Float64Array;
    seLogAlpha: Float64Array;
    seBeta: Float64Array;
    cov: Float64Array;
  };
}

/**
 * A day of known truth: a smooth profile of log cost at 400 shares and of beta, bins scattered around it by
 * `level` and `slope`, and estimates with errors of standard deviations drawn around `error` times those.
 */
function knownDay(seed: number, level: number, slope: number, error: number): KnownDay {
  const random = createRandom(seed);
  const truth = { alpha: new Float64Array(BINS), beta: new Float64Array(BINS) };
  const estimates = {
    alpha: new Float64Array(BINS),
    beta: new Float64Array(BINS),
    seLogAlpha: new Float64Array(BINS),
    seBeta: new Float64Array(BINS),
    cov: new Float64Array(BINS),
  };
  for (let i = 0; i < BINS; i++) {
    const t = (2 * i) / (BINS - 1) - 1;
    const beta = 1.45 + 0.1 * t + slope * random.normal();
    const logCost = 2 - 0.6 * t * t + level * random.normal();
    truth.beta[i] = beta;
    truth.alpha[i] = Math.exp(logCost - beta * CENTRE);
    const [sLevel, sBeta] = [level, slope].map((s) => error * s * (0.3 + 1.4 * random.uniform()));
    const betaHat = beta + sBeta * random.normal();
    estimates.beta[i] = betaHat;
    estimates.alpha[i] = Math.exp(logCost + sLevel * random.normal() - betaHat * CENTRE);
    estimates.seBeta[i] = sBeta;
    estimates.seLogAlpha[i] = Math.hypot(sLevel, CENTRE * sBeta);
    estimates.cov[i] = -CENTRE * sBeta * sBeta;
  }
  return { truth, estimates };
}

test("shrink(estimates) beats the estimates on days of known truth, and promises what it keeps", () => {
  const size = 400 * BINS;
  const days = Array.from({ length: 60 }, (_, k) => {
    const { truth, estimates } = knownDay(k + 1, 0.15, 0.05, 1.5);
    const best = allocate(truth, size).cost;
    const shrunk = shrink(estimates, { degree: 2 });
    const [plain, less] = [allocate(estimates, size), allocate(shrunk, size)];
    return {
      plain: costOf(truth, plain.x) / best - 1,
      shrunk: costOf(truth, less.x) / best - 1,
      plainPromise: plain.cost / costOf(truth, plain.x),
      shrunkPromise: less.cost / costOf(truth, less.x),
    };
  });
  const mean = (of: (day: (typeof days)[number]) => number): number =>
    days.reduce((sum, day) => sum + of(day), 0) / days.length;
  const gain = mean((day) => day.plain - day.shrunk);
  const error = Math.sqrt(mean((day) => (day.plain - day.shrunk - gain) ** 2) / days.length);
  expect(gain).toBeGreaterThan(6 * error);
  expect(mean((day) => day.shrunk)).toBeLessThan(0.5 * mean((day) => day.plain));
  // The winner's curse: the plain optimum promises a tenth too little, the shrunk one what it costs, within 3 %.
  expect(mean((day) => day.plainPromise)).toBeLessThan(0.95);
  expect(Math.abs(mean((day) => day.shrunkPromise) - 1)).toBeLessThan(0.03);
});

test("shrink(estimates) brings the parameters nearer to the truth, in units of their errors", () => {
  let [plain, less] = [0, 0];
  for (let seed = 1; seed <= 20; seed++) {
    const { truth, estimates } = knownDay(seed, 0.15, 0.05, 1.5);
    const shrunk = shrink(estimates, { degree: 2 });
    for (let i = 0; i < BINS; i++) {
      plain += (estimates.beta[i] - truth.beta[i]) ** 2;
      less += (shrunk.beta[i] - truth.beta[i]) ** 2;
    }
  }
  expect(less).toBeLessThan(0.5 * plain);
});

test("shrink(estimates)'s errors left cover the truth at the nominal rate", () => {
  let [level, slope, total] = [0, 0, 0];
  for (let seed = 1; seed <= 30; seed++) {
    const { truth, estimates } = knownDay(seed, 0.15, 0.05, 1.5);
    const { alpha, beta, seLogAlpha, seBeta, cov } = shrink(estimates, { degree: 2 });
    for (let i = 0; i < BINS; i++) {
      total++;
      const off = Math.log(alpha[i] / truth.alpha[i]) + CENTRE * (beta[i] - truth.beta[i]);
      const variance = seLogAlpha[i] ** 2 + 2 * CENTRE * cov[i] + (CENTRE * seBeta[i]) ** 2;
      if (Math.abs(off) <= 1.96 * Math.sqrt(variance)) level++;
      if (Math.abs(beta[i] - truth.beta[i]) <= 1.96 * seBeta[i]) slope++;
    }
  }
  for (const rate of [level / total, slope / total]) {
    expect(rate).toBeGreaterThan(0.9);
    expect(rate).toBeLessThan(0.97);
  }
});

test("shrink(estimates with tiny errors) returns the estimates", () => {
  const { estimates } = knownDay(3, 0.15, 0.05, 1e-4);
  const shrunk = shrink(estimates);
  shrunk.beta.forEach((beta, i) => {
    expect(Math.abs(beta - estimates.beta[i])).toBeLessThan(1e-3 * estimates.seBeta[i]);
    expect(shrunk.seBeta[i] / estimates.seBeta[i]).toBeCloseTo(1, 3);
    expect(shrunk.strength[i]).toBeLessThan(1e-6);
  });
  const exact = shrink({
    ...estimates,
    seLogAlpha: new Float64Array(BINS),
    seBeta: new Float64Array(BINS),
    cov: new Float64Array(BINS),
  });
  exact.alpha.forEach((alpha, i) => expect(alpha / estimates.alpha[i]).toBeCloseTo(1, 12));
});

test("shrink(estimates that scatter by their errors alone) returns nearly the profile", () => {
  const { estimates } = knownDay(5, 0.01, 0.004, 12);
  const { strength, profile, beta } = shrink(estimates, { degree: 2 });
  const mean = strength.reduce((a, b) => a + b, 0) / BINS;
  expect(mean).toBeGreaterThan(0.9);
  beta.forEach((b, i) =>
    expect(Math.abs(b - profile.beta[i])).toBeLessThan(0.35 * Math.abs(estimates.beta[i] - profile.beta[i]) + 1e-3),
  );
});

test("shrink(estimates) does not depend on the unit of shares", () => {
  const { estimates } = knownDay(7, 0.15, 0.05, 1.5);
  // x in lots of 100: alpha' = alpha 100^beta, so log alpha' = log alpha + beta log 100.
  const c = Math.log(100);
  const lots = {
    alpha: estimates.alpha.map((a, i) => a * 100 ** estimates.beta[i]),
    beta: estimates.beta,
    seLogAlpha: estimates.seLogAlpha.map((s, i) =>
      Math.sqrt(s * s + 2 * c * estimates.cov[i] + (c * estimates.seBeta[i]) ** 2),
    ),
    seBeta: estimates.seBeta,
    cov: estimates.cov.map((cov, i) => cov + c * estimates.seBeta[i] ** 2),
  };
  const [shares, inLots] = [shrink(estimates), shrink(lots)];
  expect(inLots.profile.degree).toBe(shares.profile.degree);
  shares.beta.forEach((beta, i) => expect(inLots.beta[i]).toBeCloseTo(beta, 4));
  shares.alpha.forEach((alpha, i) => expect(inLots.alpha[i] / (alpha * 100 ** shares.beta[i])).toBeCloseTo(1, 3));
});

test("fitProfile(...) finds the scatter that is there, and the degree that is there has the best score", () => {
  const random = createRandom(1);
  const n = 2000;
  const errors = Array.from({ length: n }, (): Covariance => [0.04, -0.01, 0.01]);
  const theta = errors.map((_, i): Pair => {
    const t = (2 * i) / (n - 1) - 1;
    const [z1, z2, e1, e2] = [random.normal(), random.normal(), random.normal(), random.normal()];
    // T = [[0.09, 0.015], [0.015, 0.0125]]; V by its Cholesky factor.
    return [1 + 0.5 * t + 0.3 * z1 + 0.2 * e1, 2 - t + 0.05 * z1 + 0.1 * z2 - 0.05 * e1 + Math.sqrt(0.0075) * e2];
  });
  const { between, mean } = fitProfile(theta, errors, 1, true);
  // Standard errors of a variance: (T + V) sqrt(2 / n).
  expect(Math.abs(between[0] - 0.09)).toBeLessThan(4 * 0.13 * Math.sqrt(2 / n));
  expect(Math.abs(between[1] - 0.015)).toBeLessThan(4 * 0.06 * Math.sqrt(1 / n));
  expect(Math.abs(between[2] - 0.0125)).toBeLessThan(4 * 0.0225 * Math.sqrt(2 / n));
  expect(mean[0][0]).toBeCloseTo(0.5, 1);
  const score = (degree: number): number =>
    fitProfile(theta, errors, degree, false).logLikelihood - (degree + 1) * Math.log(n);
  const scores = [0, 1, 2, 3].map(score);
  expect(scores.indexOf(Math.max(...scores))).toBe(1);
});

test("shrink(estimates) has less regret where the truth is drawn from it, more where from the estimates", async () => {
  const { estimates } = knownDay(11, 0.15, 0.05, 1.5);
  const shrunk = shrink(estimates);
  const strategies = { shrunk: allocate(shrunk, 400 * BINS) };
  const flat = await monteCarlo(estimates, 400 * BINS, { draws: 500, strategies });
  const smooth = await monteCarlo(estimates, 400 * BINS, { draws: 500, strategies, truth: shrunk });
  expect(flat.strategy("plain").regretSpread.mean).toBeLessThan(flat.strategy("shrunk").regretSpread.mean);
  expect(smooth.strategy("plain").regretSpread.mean).toBeGreaterThan(smooth.strategy("shrunk").regretSpread.mean);
});

test.each([
  [{ degree: -1 }, "options.degree must be a whole number, 0 to 12, got -1"],
  [{ degree: 1.5 }, "options.degree must be a whole number, 0 to 12, got 1.5"],
])("shrink(estimates, %o) is refused", (options, message) => {
  expect(() => shrink(knownDay(1, 0.1, 0.05, 1).estimates, options)).toThrow(message);
});

test("shrink(estimates of three bins) is refused: no profile without bins", () => {
  const three = {
    alpha: [1, 1, 1],
    beta: [1.5, 1.5, 1.5],
    seLogAlpha: [0.1, 0.1, 0.1],
    seBeta: [0.1, 0.1, 0.1],
    cov: [0, 0, 0],
  };
  expect(() => shrink(three)).toThrow("estimates must have at least 4 bins for a profile of degree 0, got 3");
});

test("shrink(estimates whose profile runs below an exponent of 0) names the bin; a lower degree does", () => {
  const beta = [1.5, 1.34, 1.18, 1.02, 0.86, 0.7, 0.54, 0.38, 0.22, 0.06, 0.01, 0.01];
  const falling = {
    alpha: beta.map(() => 0.5),
    beta,
    seLogAlpha: beta.map(() => 0.3),
    seBeta: beta.map((_, i) => (i < 10 ? 0.01 : 3)),
    cov: beta.map(() => 0),
  };
  expect(() => shrink(falling)).toThrow(
    /^estimates\.beta\[10\] must stay above 0 when shrunk \(it comes to -0\.1.*a lower options\.degree may do\), got 0\.01$/,
  );
  expect(Math.min(...shrink(falling, { degree: 0 }).beta)).toBeGreaterThan(0);
});

test("shrink(the same exact bins) returns them", () => {
  const ten = (value: number): number[] => new Array<number>(10).fill(value);
  const { alpha, beta, seLogAlpha, seBeta, profile } = shrink({
    alpha: ten(0.5),
    beta: ten(1.5),
    seLogAlpha: ten(0),
    seBeta: ten(0),
    cov: ten(0),
  });
  for (let i = 0; i < 10; i++) {
    expect(alpha[i]).toBeCloseTo(0.5, 12);
    expect(beta[i]).toBeCloseTo(1.5, 12);
    expect(profile.beta[i]).toBeCloseTo(1.5, 12);
    expect(Math.max(seLogAlpha[i], seBeta[i])).toBeLessThan(1e-20);
  }
});
