import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { sensitivities } from "../../src/solver/sensitivities";
import { problems, relativeError } from "../support/problems";
import type { Problem } from "../support/problems";

/** Central difference of `value` around 0 by Richardson's rule: error O(h^4). */
function derivative(value: (t: number) => number, h: number): number {
  const central = (step: number): number => (value(step) - value(-step)) / (2 * step);
  return (4 * central(h / 2) - central(h)) / 3;
}

/** The problem with one number changed. */
function changed({ model, size }: Problem, what: "size" | "alpha" | "beta", i: number, by: number): Problem {
  const alpha = Array.from(model.alpha);
  const beta = Array.from(model.beta);
  if (what === "alpha") alpha[i] += by;
  if (what === "beta") beta[i] += by;
  return { model: { alpha, beta }, size: what === "size" ? size + by : size };
}

const solve = ({ model, size }: Problem): ReturnType<typeof allocate> => allocate(model, size);

/** Problems smooth enough for differences to say something: exponents apart from 1, one clear choice. */
const smooth = problems("mixed", 8, 1).filter((problem) => {
  if (Array.from(problem.model.beta).some((b) => b !== 1 && Math.abs(b - 1) < 0.05)) return false;
  const { active, certificate } = solve(problem);
  if (!(certificate.margin > 1e-3)) return false;
  return [0.99, 1.01].every((f) => solve({ ...problem, size: problem.size * f }).active === active);
});

test.each([{ lot: 100 }, { minTrade: 300 }])(
  "sensitivities of an allocation with %o are refused: it jumps",
  (options) => {
    const model = { alpha: [1, 2], beta: [1.5, 1.5] };
    const rule = "allocation must trade any number of shares: lots and smallest trades jump";
    expect(() => sensitivities(model, allocate(model, 1000, options))).toThrow(rule);
    expect(sensitivities(model, allocate(model, 1000)).size).toBeGreaterThan(0);
  },
);

describe("sensitivities(model, allocation) against finite differences of allocate", () => {
  test("dC/dS and d2C/dS2", () => {
    fc.assert(
      fc.property(smooth, (problem) => {
        const here = sensitivities(problem.model, solve(problem));
        const h = 1e-3 * problem.size;
        const bySize = derivative((t) => solve(changed(problem, "size", 0, t)).cost, h);
        expect(relativeError(bySize, here.size)).toBeLessThan(1e-6);
        const slope = derivative((t) => solve(changed(problem, "size", 0, t)).lambda, h);
        const scale = solve(problem).lambda / problem.size;
        expect(Math.abs(slope - here.curvature)).toBeLessThan(1e-5 * Math.max(Math.abs(here.curvature), scale));
      }),
      { numRuns: 100 },
    );
  });

  test("dC/dalpha_i and dC/dbeta_i", () => {
    fc.assert(
      fc.property(smooth, fc.nat(), (problem, k) => {
        const allocation = solve(problem);
        const here = sensitivities(problem.model, allocation);
        const i = k % allocation.x.length;
        fc.pre(problem.model.beta[i] !== 1); // a step of beta off 1 changes the bin's regime
        const alpha = problem.model.alpha[i];
        const byAlpha = derivative((t) => solve(changed(problem, "alpha", i, t)).cost, 1e-3 * alpha);
        expect(Math.abs(byAlpha - here.alpha[i])).toBeLessThan((1e-6 * allocation.cost) / alpha);
        const byBeta = derivative((t) => solve(changed(problem, "beta", i, t)).cost, 1e-4);
        expect(Math.abs(byBeta - here.beta[i])).toBeLessThan(1e-4 * Math.max(allocation.cost, Math.abs(here.beta[i])));
      }),
      { numRuns: 100 },
    );
  });

  test("the differences can tell: lambda taken for the average cost is found out", () => {
    const problem = { model: { alpha: [1, 2], beta: [2, 1.5] }, size: 10 };
    const slope = derivative((t) => solve(changed(problem, "size", 0, t)).cost, 1e-2);
    expect(relativeError(slope, solve(problem).cost / 10)).toBeGreaterThan(0.1);
  });
});

describe("sensitivities by hand", () => {
  test("square law: C = S^2 / sum 1/alpha, lambda = 2 S / sum 1/alpha", () => {
    const model = { alpha: [1, 0.5], beta: [2, 2] };
    const { size, curvature, alpha, beta } = sensitivities(model, allocate(model, 6));
    expect(size).toBeCloseTo(4, 12);
    expect(curvature).toBeCloseTo(2 / 3, 12);
    expect([...alpha].map((v) => Math.round(v * 1e9) / 1e9)).toEqual([4, 16]);
    expect(beta[0]).toBeCloseTo(4 * Math.log(2), 12);
  });

  test("an unused bin moves nothing; a linear bin holds the price", () => {
    const model = { alpha: [1, 1, 5], beta: [2, 1, 1] };
    const { alpha, beta, curvature } = sensitivities(model, allocate(model, 2));
    expect(alpha[2]).toBe(0);
    expect(beta[2]).toBe(0);
    expect(curvature).toBe(0);
  });

  test("a concave bin alone: each further share is cheaper", () => {
    const model = { alpha: [2], beta: [0.5] };
    expect(sensitivities(model, allocate(model, 4)).curvature).toBeCloseTo(2 * 0.5 * -0.5 * Math.pow(4, -1.5), 12);
  });

  test.each([
    [[1.5], Infinity],
    [[2, 2], 1],
    [[3, 2.5], 0],
    [[1, 0.5], 0],
    [[0.5], -Infinity],
  ])("at S = 0 with beta = %j, d2C/dS2 is %s", (beta, slope) => {
    const model = { alpha: beta.map(() => 1), beta };
    const result = sensitivities(model, allocate(model, 0));
    expect(result.curvature).toBe(slope);
    expect([...result.alpha, ...result.beta].every((v) => v === 0)).toBe(true);
  });

  test("an allocation of another model is refused", () => {
    expect(() => sensitivities({ alpha: [1], beta: [2] }, allocate({ alpha: [1, 1], beta: [2, 2] }, 1))).toThrow(
      "allocation must have one x a bin (1), got Float64Array of length 2",
    );
  });
});
