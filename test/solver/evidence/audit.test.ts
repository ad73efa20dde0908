import { describe, expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { audit } from "../../../src/solver/evidence/audit";
import cases from "../../fixtures/allocation-cases.json";

describe("audit(model, allocation) finds the references' digits by its own road", () => {
  // One of each family, the smallest: BigNumbers take their time.
  const families = [...new Set(cases.map(({ family }) => family))];
  test.each(families)("%s", (family) => {
    const smallest = cases.filter((c) => c.family === family).sort((a, b) => a.alpha.length - b.alpha.length)[0];
    const result = audit(smallest, allocate(smallest, smallest.S));
    expect(result.cost.slice(0, 28)).toBe(smallest.cost.slice(0, 28));
    expect(result.lambda.slice(0, 28)).toBe(smallest.lam.slice(0, 28));
    expect(result.active).toBe(smallest.nonconvex ?? -1);
    expect(Math.abs(result.relativeCostError)).toBeLessThan(1e-13);
    expect(Math.abs(result.excessCost)).toBeLessThan(1e-13);
    expect(result.feasibility).toBeLessThan(1e-14);
    expect(result.stationarity).toBeLessThan(1e-12);
  });
});

describe("audit notices", () => {
  const model = { alpha: [1, 2, 3], beta: [1.5, 2, 2.5] };
  const allocation = allocate(model, 100);

  test("volume moved between bins, by the second-order excess it costs", () => {
    const x = allocation.x.slice();
    x[0] += 1e-3;
    x[1] -= 1e-3;
    const result = audit(model, { ...allocation, x });
    // 1/2 delta^2 (g_0'' + g_1''), from g'' = lambda (beta - 1) / x.
    const curvature = allocation.lambda * (0.5 / allocation.x[0] + 1 / allocation.x[1]);
    expect(result.excessCost).toBeCloseTo((0.5 * 1e-6 * curvature) / allocation.cost, 12);
    expect(result.stationarity).toBeGreaterThan(1e-5);
  });

  test("a missing share, and a cost that is not the optimum's", () => {
    const x = allocation.x.slice();
    x[2] -= 1;
    expect(audit(model, { ...allocation, x }).feasibility).toBeCloseTo(0.01, 12);
    expect(audit(model, { ...allocation, cost: allocation.cost * 1.5 }).relativeCostError).toBeCloseTo(0.5, 12);
  });

  test("the wrong active bin", () => {
    const mixed = { alpha: [1, 3, 4], beta: [2, 0.5, 0.5] };
    const good = allocate(mixed, 50);
    expect(audit(mixed, good).active).toBe(1);
    const x = Float64Array.of(good.x[0], 0, good.x[1]);
    expect(audit(mixed, { ...good, x }).excessCost).toBeGreaterThan(0.1);
  });

  test("nothing to audit at S = 0, or of another model", () => {
    expect(() => audit(model, allocate(model, 0))).toThrow("allocation must be of a size above 0 to audit, got 0");
    expect(() => audit({ alpha: [1], beta: [2] }, allocation)).toThrow("allocation must have one x a bin (1)");
  });
});
