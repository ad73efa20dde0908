/**
 * Known truth: books from curves drawn at random, a curve a minute, must be recovered without bias and
 * within their own 95 % intervals at the nominal rate.
 */
import { beforeAll, describe, expect, test } from "vitest";

import type { EstimateOptions } from "../../../src/estimates/fit/estimate-options";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { generateBook } from "../../../src/estimates/synthetic/generate-book";
import { selectSide, type ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import { createRandom } from "../../../src/numeric/random";

const BINS = 600;
const MINUTE = 60e6;
const SIZES = [170, 250, 400, 650, 1000, 1700, 3000, 5000];

const random = createRandom(7);
const truth = Array.from({ length: BINS + 1 }, () => ({
  alpha: Math.exp(-6 + random.normal()),
  beta: 1.15 + 0.7 * random.uniform(),
}));

function estimate(options: EstimateOptions, rate = 5, correlation = 1): Promise<ImpactEstimates> {
  const curve = (time: number) => truth[Math.floor(time / MINUTE)];
  return estimateImpact(generateBook({ seed: 3, seconds: BINS * 60, rate, correlation, curve }), {
    side: "both",
    ...options,
  });
}

interface Score {
  /** Shares of the 95 % intervals that hold the truth: of log alpha, beta, and the log cost of 1,000 shares. */
  readonly alpha: number;
  readonly beta: number;
  readonly cost: number;
  /** The same for beta, with the standard error that the residuals of the fit give. */
  readonly naive: number;
  /** Mean errors over their standard errors: standard normal if there is no bias. */
  readonly biasAlpha: number;
  readonly biasBeta: number;
  readonly bins: number;
}

function score(estimates: ImpactEstimates): Score {
  const sums = { alpha: 0, beta: 0, cost: 0, naive: 0 };
  const errors: [number, number][] = [];
  const logSize = Math.log(1000);
  for (let bin = 0; bin < BINS - 1; bin++) {
    const { seLogAlpha, seBeta, cov, r2, n } = estimates;
    if (!(seBeta[bin] > 0)) continue;
    const dAlpha = Math.log(estimates.alpha[bin] / truth[bin].alpha);
    const dBeta = estimates.beta[bin] - truth[bin].beta;
    const seCost = Math.sqrt(seLogAlpha[bin] ** 2 + 2 * logSize * cov[bin] + (logSize * seBeta[bin]) ** 2);
    // The textbook's standard error of a slope, from r2 and the number of points alone.
    const naive = estimates.beta[bin] * Math.sqrt((1 / r2[bin] - 1) / (n[bin] - 2));
    errors.push([dAlpha, dBeta]);
    if (Math.abs(dAlpha) < 1.96 * seLogAlpha[bin]) sums.alpha++;
    if (Math.abs(dBeta) < 1.96 * seBeta[bin]) sums.beta++;
    if (Math.abs(dAlpha + logSize * dBeta) < 1.96 * seCost) sums.cost++;
    if (Math.abs(dBeta) < 1.96 * naive) sums.naive++;
  }
  const bins = errors.length;
  const bias = (at: 0 | 1): number => {
    const mean = errors.reduce((sum, error) => sum + error[at], 0) / bins;
    const variance = errors.reduce((sum, error) => sum + (error[at] - mean) ** 2, 0) / (bins - 1);
    return mean / Math.sqrt(variance / bins);
  };
  const [alpha, beta, cost, naive] = [sums.alpha, sums.beta, sums.cost, sums.naive].map((count) => count / bins);
  return { alpha, beta, cost, naive, biasAlpha: bias(0), biasBeta: bias(1), bins };
}

describe.each([
  ["on the automatic grid", {}, 5, 1],
  ["on sizes asked for", { sizes: SIZES }, 5, 1],
  ["by nonlinear least squares", { sizes: SIZES, method: "nls" }, 5, 1],
  ["from a book that changes every two seconds", {}, 0.5, 0.5],
] as const)("estimateImpact %s", (_, options, rate, correlation) => {
  let estimates: ImpactEstimates;
  beforeAll(async () => {
    estimates = await estimate(options, rate, correlation);
  });

  test.each(["buy", "sell", "round-trip"] as const)(
    "recovers the truth of %s at the nominal rate, unbiased",
    (side) => {
      const result = score(selectSide(estimates, side));
      expect(result.bins).toBeGreaterThanOrEqual(590);
      // 0.95 +- 3 binomial standard errors is 0.923 .. 0.977.
      for (const covered of [result.alpha, result.beta, result.cost]) {
        expect(covered).toBeGreaterThan(0.92);
        expect(covered).toBeLessThan(0.977);
      }
      // The control: errors that take the sizes of one book for independent hold far less often.
      expect(result.naive).toBeLessThan(0.6);
      for (const bias of [result.biasAlpha, result.biasBeta]) expect(Math.abs(bias)).toBeLessThan(3.3);
    },
  );
});

test("estimateImpact falls short of the nominal rate, by a stated amount, where the book drifts slowly", async () => {
  const { alpha, beta } = score(selectSide(await estimate({}, 5, 3), "buy"));
  for (const covered of [alpha, beta]) {
    expect(covered).toBeGreaterThan(0.87);
    expect(covered).toBeLessThan(0.95);
  }
});

test(
  "estimateImpact is unbiased where depth truncates, because " + "it drops the sizes that only deep books could fill",
  async () => {
    // Every other second the book is three times as dear and shows four levels, 410 to 655 shares, only.
    const dear = (time: number): boolean => Math.floor(time / 1e6) % 2 === 1;
    const start = 1704205800e6;
    function* books() {
      const curve = (time: number) => ({ alpha: dear(time) ? 0.0045 : 0.0015, beta: 1.5 });
      for (const book of generateBook({ seed: 5, seconds: 6000, rate: 5, correlation: 0.3, step: 1, start, curve })) {
        if (dear(book.time - start)) book.askSize.fill(0, 4);
        yield book;
      }
    }
    const mean = async (fillable: number) => {
      const estimates = await estimateImpact(books(), { sizes: [170, 220, 280, 350, 405, 1000, 2000, 5000], fillable });
      const bins = 99; // of 100 whole ones; the last second is cut
      return {
        beta: estimates.beta.slice(0, bins).reduce((sum, value) => sum + value, 0) / bins,
        cost:
          estimates.alpha.slice(0, bins).reduce((sum, alpha, bin) => sum + alpha * 300 ** estimates.beta[bin], 0) /
          bins,
        largest: Math.max(...estimates.maxSize.slice(0, bins)),
      };
    };
    const dropped = await mean(0.9);
    expect(dropped.largest).toBe(405);
    expect(Math.abs(dropped.beta - 1.5)).toBeLessThan(0.01);
    expect(dropped.cost).toBeCloseTo(0.003 * 300 ** 1.5, 0);
    // The control: with sizes that could be filled half of the time, large orders look cheap.
    expect((await mean(0.01)).beta).toBeLessThan(1.35);
  },
);
