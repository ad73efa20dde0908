/**
 * Days of books whose noise persists, and how often the intervals of their estimates hold the known curves:
 * those of the estimator, and those of each bin by its own six lowest frequencies, which take noise for white.
 */
import { sourceOf } from "../../src/estimates/book/snapshot-source";
import { planEstimate } from "../../src/estimates/fit/estimate-options";
import { poolErrors } from "../../src/estimates/fit/pool-errors";
import { sumBook } from "../../src/estimates/fit/sum-book";
import { type BookTruth, generateBook } from "../../src/estimates/synthetic/generate-book";
import { intervalInflation, longRunCovariance } from "../../src/numeric/long-run-covariance";
import { createRandom } from "../../src/numeric/random";
import { WHITE } from "../../src/numeric/spectrum-shape";

const MINUTE = 60e6;
/** A price below 0 is meant: once in a thousand bins noise takes the tenth level there. */
const OPTIONS = { negativePrices: "prices" } as const;

export interface DaysScore {
  /** The bins with errors. */
  readonly bins: number;
  /** Shares of 95 % intervals that hold the truth: of log alpha, beta, and log cost at the least, middle, most size. */
  readonly alpha: number;
  readonly beta: number;
  readonly costs: readonly [number, number, number];
  /** The same of beta by the bin's own errors, noise taken for white. */
  readonly alone: number;
  /** The mean half-width of beta's interval over that of the bin's own errors. */
  readonly wider: number;
  /** The share of bins whose status is persistent. */
  readonly persistent: number;
  /** The mean error of beta. */
  readonly bias: number;
}

/** `days` days of `bins` minutes, curves drawn anew each minute, with noise of these correlation times, seconds. */
export async function scoreDays(
  days: number,
  bins: number,
  correlation: BookTruth["correlation"],
  book: Partial<BookTruth> = {},
): Promise<DaysScore> {
  const sums = { bins: 0, alpha: 0, beta: 0, alone: 0, persistent: 0, bias: 0, half: 0, halfAlone: 0 };
  const costs: [number, number, number] = [0, 0, 0];
  const plan = planEstimate(OPTIONS);
  for (let day = 0; day < days; day++) {
    const random = createRandom(100 + day);
    const truth = Array.from({ length: bins + 1 }, () => ({
      alpha: Math.exp(-6 + random.normal()),
      beta: 1.15 + 0.7 * random.uniform(),
    }));
    const curve = (time: number) => truth[Math.floor(time / MINUTE)];
    const seconds = bins * 60 + 1;
    const states = generateBook({ seed: 1000 + day, seconds, rate: 5, correlation, curve, ...book });
    const { series } = await sumBook(sourceOf(states), plan, OPTIONS);
    poolErrors(series[0].rows.slice(0, bins), () => 0).forEach((row, bin) => {
      if (!(row.seBeta > 0)) return;
      const { seBeta, seLogAlpha, cov, minSize, maxSize } = row;
      const dAlpha = Math.log(row.alpha / truth[bin].alpha);
      const dBeta = row.beta - truth[bin].beta;
      const count = (error: number, se: number): number => (Math.abs(error) < 1.96 * se ? 1 : 0);
      const lowest = row.moves.beta.slice(0, 6);
      const alone = Math.sqrt(longRunCovariance(lowest, lowest, WHITE.shows).ss) * intervalInflation(lowest.length);
      sums.bins++;
      sums.alpha += count(dAlpha, seLogAlpha);
      sums.beta += count(dBeta, seBeta);
      sums.alone += count(dBeta, alone);
      sums.persistent += row.status === "persistent" ? 1 : 0;
      sums.bias += dBeta;
      sums.half += seBeta;
      sums.halfAlone += alone;
      [minSize, Math.sqrt(minSize * maxSize), maxSize].map(Math.log).forEach((logSize, at) => {
        const se = Math.sqrt(seLogAlpha ** 2 + 2 * logSize * cov + (logSize * seBeta) ** 2);
        costs[at] += count(dAlpha + logSize * dBeta, se);
      });
    });
  }
  const share = (sum: number): number => sum / sums.bins;
  return {
    bins: sums.bins,
    alpha: share(sums.alpha),
    beta: share(sums.beta),
    costs: [share(costs[0]), share(costs[1]), share(costs[2])],
    alone: share(sums.alone),
    wider: sums.half / sums.halfAlone,
    persistent: share(sums.persistent),
    bias: share(sums.bias),
  };
}
