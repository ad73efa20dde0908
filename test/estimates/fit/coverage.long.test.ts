/**
 * Known truth: books from curves drawn at random, a curve a minute, must be recovered without bias and
 * within their own 95 % intervals at the nominal rate.
 */
import { beforeAll, describe, expect, test } from "vitest";

import { selectSide, type ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import { CASES, estimate, score } from "../../support/known-curves";

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

test("estimateImpact falls short of the nominal rate, by a stated amount, where the book drifts slowly", async () => {
  const { alpha, beta } = score(selectSide(await estimate(600, {}, 5, 3), "buy"));
  for (const covered of [alpha, beta]) {
    expect(covered).toBeGreaterThan(0.87);
    expect(covered).toBeLessThan(0.95);
  }
});
