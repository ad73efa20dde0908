import { expect, test } from "vitest";

import { allocationDerivatives } from "../../../src/sensitivity/local/allocation-derivatives";
import { allocate } from "../../../src/solver/allocate";

const ALPHA = [0.1, 0.2, 0.3, 0.15];
const BETA = [1.5, 1.4, 1.8, 1.3];
const CAP = [20, 1000, 1000, 150];
const SIZE = 300;

test("allocationDerivatives(model, capped): bins at their caps stay, the others respond as differences say", () => {
  const solve = (alpha: readonly number[], beta: readonly number[], size: number) =>
    allocate({ alpha, beta }, size, { cap: CAP });
  const allocation = solve(ALPHA, BETA, SIZE);
  expect(allocation.certificate.atCap).toBe(2);
  const { dense, lambda } = allocationDerivatives({ alpha: ALPHA, beta: BETA }, allocation);
  const J = dense();
  const h = 1e-5;
  const difference = (
    up: ReturnType<typeof solve>,
    down: ReturnType<typeof solve>,
    step: number,
    bySize: (i: number) => number,
    price: number,
  ): void => {
    up.x.forEach((xi, i) => expect((xi - down.x[i]) / (2 * step)).toBeCloseTo(bySize(i), 3));
    expect((up.lambda - down.lambda) / (2 * step)).toBeCloseTo(price, 4);
  };
  difference(solve(ALPHA, BETA, SIZE + h), solve(ALPHA, BETA, SIZE - h), h, (i) => J.size[i], lambda.size);
  for (let j = 0; j < 4; j++) {
    const moved = (values: readonly number[], by: number): number[] => values.map((v, k) => (k === j ? v + by : v));
    difference(
      solve(moved(ALPHA, h), BETA, SIZE),
      solve(moved(ALPHA, -h), BETA, SIZE),
      h,
      (i) => J.alpha[4 * i + j],
      lambda.alpha[j],
    );
    difference(
      solve(ALPHA, moved(BETA, h), SIZE),
      solve(ALPHA, moved(BETA, -h), SIZE),
      h,
      (i) => J.beta[4 * i + j],
      lambda.beta[j],
    );
  }
  expect(Array.from(J.size.filter((_, i) => allocation.x[i] === CAP[i]))).toEqual([0, 0]);
});

test("allocationDerivatives where every bin is at its cap is refused", () => {
  const model = { alpha: [1, 1], beta: [2, 2] };
  expect(() => allocationDerivatives(model, allocate(model, 3, { cap: [1, 2] }))).toThrow(
    "allocation must have a bin below its cap to have derivatives",
  );
});
