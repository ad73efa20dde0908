import { expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { twap } from "../../src/solver/baselines/baselines";
import { commonBeta } from "../../src/sweep/beta-transform";
import { sweep } from "../../src/sweep/sweep";

const alpha = [0.01, 0.02, 0.03];

test("sweep(...).points() are the points with their places on the axes, sizes of the first beta first", async () => {
  const betas = [0.5, 1, 1.5];
  const surface = await sweep(
    { alpha, beta: [1.5, 1.5, 1.5] },
    {
      sizes: [10, 1000],
      betas: commonBeta(betas, "none"),
      twap: true,
      workers: 1,
    },
  );
  const points = surface.points();
  expect(points.map(({ beta, size }) => [beta, size])).toEqual(
    betas.flatMap((b) => [
      [b, 10],
      [b, 1000],
    ]),
  );
  expect(points.map(({ regime }) => regime)).toEqual(["concave", "concave", "linear", "linear", "convex", "convex"]);
  for (const { beta, size, cost, lambda, active, twapCost, status } of points) {
    const model = { alpha, beta: alpha.map(() => beta) };
    const one = allocate(model, size);
    expect(status).toBe("optimal");
    expect(cost).toBeCloseTo(one.cost, 9);
    expect(lambda).toBeCloseTo(one.lambda, 9);
    expect(active).toBe(one.active);
    expect(twapCost).toBeCloseTo(twap(model, size).cost, 9);
  }
});

test("sweep(...).points() of a point that failed say so", async () => {
  const { points } = await sweep(
    { alpha, beta: [1.5, 1.5, 1.5] },
    {
      sizes: [10],
      betas: commonBeta([-1, 2], "none"),
      workers: 1,
    },
  );
  expect(points()).toMatchObject([
    { beta: -1, status: "failed", cost: NaN, regime: undefined, twapCost: undefined },
    { beta: 2, status: "optimal" },
  ]);
});
