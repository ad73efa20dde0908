import { expect, test } from "vitest";

import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { exampleBook, exampleCurve } from "../../../src/estimates/synthetic/example-book";
import { fittedCurves } from "../../../src/figures/estimates/fitted-curves";
import { impactCurvesFigure } from "../../../src/figures/estimates/impact-curves";

test("fittedCurves(estimates, rows) carries fits with points, covariance and notes to impactCurvesFigure", async () => {
  const estimates = await estimateImpact(exampleBook(1, 2, 2), { side: "both" });
  const curves = fittedCurves(estimates, [0, 1, 3]);
  expect(curves.map(({ name }) => name)).toEqual(["14:30 buy", "14:31 buy", "14:31 sell"]);
  const { q, cost, covariance } = curves[0];
  expect([q[0], q[q.length - 1], q.length]).toEqual([estimates.minSize[0], estimates.maxSize[0], estimates.n[0]]);
  expect(covariance).toEqual([estimates.seLogAlpha[0] ** 2, estimates.cov[0], estimates.seBeta[0] ** 2]);
  const { alpha, beta } = exampleCurve(0);
  for (let k = 0; k < q.length; k++) expect(cost[k] / (alpha * q[k] ** beta)).toBeCloseTo(1, 0);
  expect(impactCurvesFigure(curves).data).toHaveLength(9);
  expect(curves[0].notes).toBe(estimates.notes);
  expect(() => fittedCurves({ ...estimates, points: undefined }, [0])).toThrow("must come from estimateImpact");
  expect(() => fittedCurves(estimates, [0, 99])).toThrow(/^rows\[1\] must be a bin.s index.*got 99/);
});
