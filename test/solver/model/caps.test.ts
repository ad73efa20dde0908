/** Everything that reads an allocation, or stands beside one, under caps. */
import { expect, test } from "vitest";

import { allBaselines } from "../../../src/solver/baselines/all-baselines";
import { allocate } from "../../../src/solver/allocate";
import { audit } from "../../../src/solver/evidence/audit";
import { bisection } from "../../../src/solver/baselines/bisection";
import { greedy } from "../../../src/solver/baselines/greedy";
import { lowestAlpha, proportional, singleBest, twap } from "../../../src/solver/baselines/baselines";
import { costOf } from "../../../src/solver/model/cost";
import { allocationJson, formatAllocation } from "../../../src/cli/format-allocation";
import { sensitivities } from "../../../src/solver/sensitivities";

const MODEL = { alpha: [0.01, 0.02, 0.03, 0.4], beta: [1.5, 1.4, 1.8, 1] };
const CAP = [100, 500, 30, 5000];
const SIZE = 2000;

test("audit(model, capped allocation) confirms it in 64 digits, and finds fault with a wrong one", () => {
  const allocation = allocate(MODEL, SIZE, { cap: CAP });
  const { relativeCostError, excessCost, feasibility, stationarity, active } = audit(MODEL, allocation);
  expect(allocation.certificate.atCap).toBeGreaterThan(0);
  expect(Math.abs(relativeCostError)).toBeLessThan(1e-14);
  expect(Math.abs(excessCost)).toBeLessThan(1e-14);
  expect(feasibility).toBeLessThan(1e-15);
  expect(stationarity).toBeLessThan(1e-13);
  expect(active).toBe(3);
  const x = allocation.x.slice();
  x[1] -= 50;
  x[3] += 50;
  expect(audit(MODEL, { ...allocation, x }).excessCost).toBeGreaterThan(1e-5);
});

test("audit(convex model, capped allocation) confirms it for caps from loose to tight", () => {
  const model = { alpha: [0.1, 0.2, 0.3, 0.05, 0.7], beta: [1.5, 1.4, 1.8, 2.2, 1.1] };
  for (const room of [1.0000001, 1.1, 1.5, 3]) {
    const cap = [5, 1, 4, 2, 3].map((share) => (room * 1000 * share) / 15);
    const allocation = allocate(model, 1000, { cap });
    const { relativeCostError, excessCost } = audit(model, allocation);
    expect([Math.abs(relativeCostError) < 1e-13, Math.abs(excessCost) < 1e-13, allocation.status]).toEqual([
      true,
      true,
      "optimal",
    ]);
  }
});

test("audit(concave bins, caps that bind) is refused, the bound being in the certificate", () => {
  const model = { alpha: [1, 1], beta: [0.5, 0.5] };
  expect(() => audit(model, allocate(model, 10, { cap: 7 }))).toThrow(
    "allocation must have no caps that bind beside bins of beta < 1",
  );
  expect(() => audit(model, allocate(model, 10, { cap: 10 }))).not.toThrow();
});

test("sensitivities(model, capped allocation): lambda, curvature and the worth of room, against differences", () => {
  const model = { alpha: [0.1, 0.2, 0.3], beta: [1.5, 1.4, 1.8] };
  const cap = [100, 300, 30];
  const cost = (size: number, caps: readonly number[]): number => allocate(model, size, { cap: caps }).cost;
  const allocation = allocate(model, 350, { cap });
  const { size, curvature, cap: room } = sensitivities(model, allocation);
  expect(allocation.certificate.atCap).toBeGreaterThan(0);
  const h = 1e-3;
  expect((cost(350 + h, cap) - cost(350 - h, cap)) / (2 * h)).toBeCloseTo(size, 7);
  const price = (s: number): number => allocate(model, s, { cap }).lambda;
  expect((price(350 + h) - price(350 - h)) / (2 * h) / curvature).toBeCloseTo(1, 4);
  cap.forEach((c, i) => {
    const moved = (by: number): number[] => cap.map((other, k) => (k === i ? c + by : other));
    expect((cost(350, moved(h)) - cost(350, moved(-h))) / (2 * h)).toBeCloseTo(room?.[i] ?? NaN, 6);
  });
  expect(sensitivities(model, allocate(model, 350)).cap).toBeUndefined();
});

test("sensitivities where every bin is at its cap has an infinite curvature", () => {
  expect(
    sensitivities({ alpha: [1, 2], beta: [2, 1.5] }, allocate({ alpha: [1, 2], beta: [2, 1.5] }, 3, { cap: [1, 2] }))
      .curvature,
  ).toBe(Infinity);
});

test("every baseline keeps to its caps and to the size, and costs no less than the optimum", () => {
  const best = allocate(MODEL, SIZE, { cap: CAP }).cost;
  const volume = [4, 3, 2, 0];
  const baselines = allBaselines(MODEL, SIZE, volume, { cap: CAP });
  expect(baselines.map(({ name }) => name)).toEqual([
    "greedy, 1000 lots",
    "TWAP",
    "proportional to volume",
    "single best bin",
    "lowest alpha",
  ]);
  for (const { x, cost } of baselines) {
    x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(CAP[i]));
    expect(x.reduce((a, b) => a + b, 0) / SIZE).toBeCloseTo(1, 12);
    expect(cost).toBeGreaterThanOrEqual(best * (1 - 1e-12));
    expect(cost).toBeCloseTo(costOf(MODEL, x), 9);
  }
});

test("baselines under caps: what a cap keeps out goes where the rule puts it next", () => {
  const flat = { alpha: [3, 1, 2], beta: [2, 2, 2] };
  expect(Array.from(twap(flat, 9, { cap: [1, 10, 10] }).x)).toEqual([1, 4, 4]);
  proportional(flat, 10, [1, 3, 1], { cap: [10, 4, 10] }).x.forEach((xi, i) =>
    expect(xi).toBeCloseTo([3, 4, 3][i], 12),
  );
  expect(Array.from(proportional(flat, 10, [0, 1, 0], { cap: [10, 4, 10] }).x)).toEqual([3, 4, 3]);
  expect(Array.from(lowestAlpha(flat, 10, { cap: 4 }).x)).toEqual([2, 4, 4]);
  expect(Array.from(singleBest(flat, 10, { cap: [1, 100, 100] }).x)).toEqual([1, 9, 0]);
  expect(
    Array.from(greedy(flat, 9, { cap: [3.5, 3.5, 3.5], lots: 3 }).x).map((x) => Math.round(1e9 * x) / 1e9),
  ).toEqual([3, 3, 3]);
  const exact = allocate(flat, 9, { cap: [10, 4, 10] });
  bisection(flat, 9, { cap: [10, 4, 10] }).x.forEach((xi, i) => expect(xi).toBeCloseTo(exact.x[i], 9));
  expect(Array.from(greedy({ alpha: [1, 1], beta: [2, 2] }, 10, { cap: [5.5, 4.5], lots: 2 }).x)).toEqual([5.5, 4.5]);
  expect(() => bisection({ alpha: [1, 1], beta: [2, 1] }, 10, { cap: [5, 10] })).toThrow(
    "options.cap must leave room for the size in the bins with beta above 1, got 10",
  );
  expect(() => twap(flat, 9, { cap: 1 })).toThrow("options.cap must leave room for the size");
});

test("formatAllocation and allocationJson say how many caps bind, and the bound where it is one", () => {
  const exact = allocate(MODEL, SIZE, { cap: CAP });
  expect(formatAllocation(exact, undefined)).toContain("caps: 2 bins are at their caps\n");
  expect(formatAllocation(allocate(MODEL, SIZE, { cap: Infinity }), undefined)).toContain("caps: none binds");
  expect(formatAllocation(allocate(MODEL, SIZE), undefined)).not.toContain("caps");
  const bounded = {
    ...exact,
    status: "bounded" as const,
    certificate: { ...exact.certificate, dualityGap: 0.01, lowerBound: 99 },
  };
  expect(formatAllocation(bounded, undefined)).toContain(
    "; no allocation within the caps costs less than 99, 1 % below",
  );
  expect((JSON.parse(allocationJson(exact)) as { cap: number[] }).cap).toEqual(CAP);
});
