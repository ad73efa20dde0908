import fc from "fast-check";
import { expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import type { Allocation } from "../../src/solver/model/allocation";
import { sizePath } from "../../src/solver/size-path";
import type { PathPoint } from "../../src/solver/size-path";
import { decades, problems, relativeError } from "../support/problems";

const sizes = fc.array(decades(-3, 9), { minLength: 1, maxLength: 12 });

function expectSame(warm: PathPoint, x: Float64Array, cold: Allocation): void {
  expect(warm.status).toBe("optimal");
  expect(relativeError(warm.cost, cold.cost)).toBeLessThan(1e-12);
  // With a runner-up this near, rounding may choose either, and x and lambda jump.
  if (cold.certificate.margin < 1e-9) return;
  expect(warm.active).toBe(cold.active);
  expect(relativeError(warm.lambda, cold.lambda)).toBeLessThan(1e-9);
  expect(Math.max(...x.map((xi, i) => Math.abs(xi - cold.x[i]) / cold.size))).toBeLessThan(1e-6);
}

test("sizePath(model).at(size) is allocate's optimum at every size, in any order, for any regime", () => {
  fc.assert(
    fc.property(problems(), sizes, ({ model }, path) => {
      const { regime, at } = sizePath(model);
      const x = new Float64Array(model.alpha.length);
      for (const size of path) {
        const cold = allocate(model, size);
        const warm = at(size, x);
        expect(regime).toBe(cold.regime);
        expectSame(warm, x, cold);
      }
    }),
  );
});

test("sizePath(model).at(size) is allocate's optimum all along a fine grid, where bins take turns being active", () => {
  let followed = 0;
  let points = 0;
  fc.assert(
    fc.property(problems("mixed", 12), fc.constantFrom(0.01, 0.1, 0.4), fc.boolean(), ({ model }, step, down) => {
      const { at } = sizePath(model);
      const x = new Float64Array(model.alpha.length);
      for (let k = 0; k < 60; k++) {
        const size = Math.exp((down ? -1 : 1) * step * (k - 30));
        const cold = allocate(model, size);
        const warm = at(size, x);
        points++;
        if (warm.passes < cold.certificate.passes) followed++;
        expectSame(warm, x, cold);
      }
    }),
    { numRuns: 150 },
  );
  expect(followed / points).toBeGreaterThan(0.2); // else this tests nothing new
});

test("sizePath(model).at(size) takes one pass a size on a fine grid of a convex model", () => {
  const bins = Array.from({ length: 390 }, (_, i) => i);
  const path = sizePath({
    alpha: bins.map((i) => 0.001 * (1 + (i % 7))),
    beta: bins.map((i) => 1.3 + 0.001 * (i % 300)),
  });
  const x = new Float64Array(390);
  const passes = Array.from({ length: 100 }, (_, k) => path.at(Math.pow(10, 2 + k * 0.04), x).passes);
  expect(Math.max(...passes.slice(1))).toBe(1);
});

test("sizePath(model) refuses what allocate refuses", () => {
  expect(() => sizePath({ alpha: [1, -1], beta: [1, 1] })).toThrow("alpha[1] must be a finite number above 0, got -1");
  expect(() => sizePath({ alpha: [1], beta: [2] }).at(NaN, new Float64Array(1))).toThrow(
    "size must be a finite number of shares",
  );
});
