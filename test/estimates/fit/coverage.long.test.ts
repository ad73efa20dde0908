/**
 * Known truth: books from curves drawn at random, a curve a minute, must be recovered without bias and
 * within their own 95 % intervals at the nominal rate.
 */
import { beforeAll, describe, expect, test } from "vitest";

import { selectSide, type ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import { CASES, estimate, score } from "../../support/known-curves";
import { scoreDays } from "../../support/persistent-days";

describe.each(CASES)("estimateImpact %s", (_, options, rate, correlation) => {
  let estimates: ImpactEstimates;
  beforeAll(async () => {
    estimates = await estimate(600, options, rate, correlation);
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

describe("errors pooled over 20 days of 40 bins", () => {
  test.each([0.1, 0.5, 2, 5, 15, 30, [0.5, 30]])("hold at the nominal rate where noise lasts %s s", async (noise) => {
    const { bins, alpha, beta, costs, alone, wider, persistent } = await scoreDays(20, 40, noise);
    expect(bins).toBe(800);
    for (const covered of [alpha, beta, ...costs]) {
      expect(covered).toBeGreaterThan(0.93);
      expect(covered).toBeLessThan(0.99);
    }
    const longest = Math.max(...[noise].flat());
    if (longest < 1) {
      expect(wider).toBeLessThan(1.3);
      expect(persistent).toBeLessThan(0.05);
    }
    if (longest > 10) {
      expect(alone).toBeLessThan(0.75); // the control: the errors of a bin alone
      expect(persistent).toBeGreaterThan(0.95);
    }
  });
});

test.each([1, 2, 3, 5, 10, 19])("errors hold on days of %i bins", async (bins) => {
  for (const noise of [0.5, 15, 30, [0.5, 30]]) {
    const { beta, costs, alone, persistent } = await scoreDays(Math.ceil(600 / bins), bins, noise);
    for (const covered of [beta, ...costs]) {
      // 0.93 less a standard error: the bins of a day share a shape.
      expect(covered).toBeGreaterThan(0.92);
      expect(covered).toBeLessThan(0.99);
    }
    if (noise === 0.5) expect(persistent).toBeLessThanOrEqual(0.05);
    else expect(alone).toBeLessThan(0.75); // the control
  }
});
