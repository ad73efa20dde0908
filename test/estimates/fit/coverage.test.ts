/**
 * Known truth: books from curves drawn at random, a curve a minute, must be recovered without bias and
 * within their own 95 % intervals at the nominal rate.
 * 120 minutes here, 600 in the long form.
 */
import { beforeAll, describe, expect, test } from "vitest";

import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { generateBook } from "../../../src/estimates/synthetic/generate-book";
import { selectSide, type ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import { CASES, estimate, score } from "../../support/known-curves";

const BINS = 120;

describe.each(CASES)("estimateImpact %s", (_, options, rate, correlation) => {
  let estimates: ImpactEstimates;
  beforeAll(async () => {
    estimates = await estimate(BINS, options, rate, correlation);
  });

  test.each(["buy", "sell", "round-trip"] as const)(
    "recovers the truth of %s at the nominal rate, unbiased",
    (side) => {
      const result = score(selectSide(estimates, side));
      expect(result.bins).toBeGreaterThanOrEqual(BINS - 2);
      // 0.95 - 3 binomial standard errors; the long form holds the rate from above, too.
      for (const covered of [result.alpha, result.beta, result.cost]) expect(covered).toBeGreaterThan(0.89);
      // The control: errors that take the sizes of one book for independent hold far less often.
      expect(result.naive).toBeLessThan(0.6);
      for (const bias of [result.biasAlpha, result.biasBeta]) expect(Math.abs(bias)).toBeLessThan(3.3);
    },
  );
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
