import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";
import { allocate } from "../../src/solver/allocate";
import { certify } from "../../src/solver/evidence/certificate";
import type { Allocation } from "../../src/solver/model/allocation";
import { checkModel } from "../../src/solver/model/impact-model";
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

describe("paths share one memory", () => {
  const random = createRandom(5);
  const modelOf = (n: number, mixed: boolean): { alpha: Float64Array; beta: Float64Array } => ({
    alpha: Float64Array.from({ length: n }, () => Math.exp(-9 + 2 * random.uniform())),
    beta: Float64Array.from({ length: n }, (_, i) => (mixed && i % 3 === 0 ? 0.6 : 1.2) + 0.3 * random.uniform()),
  });
  const sizes = [1e3, 2e3, 5e3, 1e4, 3e4, 1e5];

  test.each([
    [50, 51],
    [97, 97],
    [31, 400],
  ])("of %i and %i bins in turn, with other solves between, to the bits of each alone", (n, m) => {
    const models = [modelOf(n, false), modelOf(m, true), modelOf(m, false), modelOf(n, true)];
    const alone = models.map((model) => {
      const path = sizePath(model);
      const x = new Float64Array(model.alpha.length);
      return sizes.map((size) => ({ ...path.at(size, x), x: [...x] }));
    });
    const paths = models.map((model) => sizePath(model));
    sizes.forEach((size, k) =>
      paths.forEach((path, p) => {
        const x = new Float64Array(models[p].alpha.length);
        const point = path.at(size, x);
        expect({ ...point, x: [...x] }).toEqual(alone[p][k]);
        const other = models[(p + 1) % models.length];
        const solved = allocate(other, size);
        expect(certify(checkModel(other), size, solved.x, Math.log(solved.lambda)).dualityGap).toBeLessThan(1e-12);
      }),
    );
  });
});
