/**
 * Known truth: books from curves drawn at random, a curve a minute, and how far estimates of them are from it.
 */
import { estimateImpact } from "../../src/estimates/fit/estimate-impact";
import type { EstimateOptions } from "../../src/estimates/fit/estimate-options";
import { generateBook } from "../../src/estimates/synthetic/generate-book";
import type { ImpactEstimates } from "../../src/estimates/table/impact-estimates";
import { createRandom } from "../../src/numeric/random";

/** The most bins a book may have. */
const MOST = 600;
const MINUTE = 60e6;
export const SIZES = [170, 250, 400, 650, 1000, 1700, 3000, 5000];

const random = createRandom(7);
const truth = Array.from({ length: MOST + 1 }, () => ({
  alpha: Math.exp(-6 + random.normal()),
  beta: 1.15 + 0.7 * random.uniform(),
}));

/** Estimates of both sides from `bins` minutes of a book of these curves. */
export function estimate(bins: number, options: EstimateOptions, rate = 5, correlation = 1): Promise<ImpactEstimates> {
  const curve = (time: number) => truth[Math.floor(time / MINUTE)];
  return estimateImpact(generateBook({ seed: 3, seconds: bins * 60, rate, correlation, curve }), {
    // Once in 600 bins the noise of the tenth level takes it below 0: its price is meant.
    negativePrices: "prices",
    side: "both",
    ...options,
  });
}

export interface Score {
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

/** How the estimates of all bins but the last, which the book's end cuts, compare with the truth. */
export function score(estimates: ImpactEstimates): Score {
  const sums = { alpha: 0, beta: 0, cost: 0, naive: 0 };
  const errors: [number, number][] = [];
  const logSize = Math.log(1000);
  for (let bin = 0; bin < estimates.alpha.length - 1; bin++) {
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

/** What the books differ in: the name, the options, changes a second, and the correlation time of depth in seconds. */
export const CASES = [
  ["on the automatic grid", {}, 5, 1],
  ["on sizes asked for", { sizes: SIZES }, 5, 1],
  ["by nonlinear least squares", { sizes: SIZES, method: "nls" }, 5, 1],
  ["from a book that changes every two seconds", {}, 0.5, 0.5],
] as const;
