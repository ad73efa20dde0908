import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { allocate } from "../../../src/solver/allocate";
import { concaveProblem, leastCostOfConcave } from "../../support/concave-caps";
import { closeness } from "../../support/closeness";

test("allocate of concave bins under integer caps costs what an exact dynamic programme finds, and proves it", () => {
  for (let seed = 0; seed < 18; seed++) expect(closeness(seed)).toMatchObject({ sound: true, status: "optimal" });
});

test("leastCostOfConcave(...) finds what a hand can: two bins of which one is full", () => {
  const least = leastCostOfConcave({ alpha: [1, 1], beta: [0.5, 0.5], cap: [7, 7], size: 10 });
  expect(least).toBeCloseTo(Math.sqrt(7) + Math.sqrt(3), 12);
});

describe("equal caps", () => {
  test.each([390, 3000])(
    "allocate of %i identical concave bins is optimal: full ones and one with what is left",
    (n) => {
      const model = { alpha: new Array<number>(n).fill(1), beta: new Array<number>(n).fill(0.5) };
      const { status, x, cost } = allocate(model, 10_050, { cap: 100 });
      expect(status).toBe("optimal");
      expect(cost).toBeCloseTo(100 * 10 + Math.sqrt(50), 9);
      expect(Array.from(x).filter((xi) => xi === 100)).toHaveLength(100);
    },
  );
});

test("allocate of 3000 concave bins under caps ends within its steps, with a small gap that is proven", () => {
  const { alpha, beta, cap } = concaveProblem(1);
  const tile = (values: readonly number[]): number[] =>
    Array.from({ length: 3000 }, (_, i) => values[i % values.length]);
  const { status, certificate } = allocate({ alpha: tile(alpha), beta: tile(beta) }, 200_001, { cap: tile(cap) });
  expect(["optimal", "bounded"]).toContain(status);
  expect(certificate.dualityGap).toBeLessThan(1e-3);
});

test("allocate of an order that fills every cap, but for rounding, finds it a place", () => {
  const kinds = [0.5, 0.7, 1, 1.5];
  for (let seed = 0; seed < 300; seed++) {
    const random = createRandom(seed);
    const beta = Array.from({ length: 2 + random.integer(5) }, () => kinds[random.integer(4)]);
    const alpha = beta.map(() => 0.5 + random.uniform());
    const cap = beta.map(() => [1e-6, 0.1, 123.456][random.integer(3)] * (1 + random.integer(20)));
    const size = cap.reduce((a, b) => a + b, 0) * (1 + [0, 2e-16, -2e-16, 5e-13, -1e-14][random.integer(5)]);
    const { x, status } = allocate({ alpha, beta }, size, { cap });
    expect(["optimal", "bounded", "inaccurate"]).toContain(status);
    x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(cap[i]));
    expect(Math.abs(x.reduce((a, b) => a + b, 0) / size - 1)).toBeLessThan(1e-12);
  }
});
