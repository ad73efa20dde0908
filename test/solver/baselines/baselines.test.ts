import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { sum } from "../../../src/numeric/sum";
import { allocate } from "../../../src/solver/allocate";
import { bisection } from "../../../src/solver/baselines/bisection";
import { greedy } from "../../../src/solver/baselines/greedy";
import { lowestAlpha, proportional, singleBest, twap } from "../../../src/solver/baselines/baselines";
import { costOf } from "../../../src/solver/model/cost";
import { problems, relativeError } from "../../support/problems";

const model = { alpha: [1, 2, 0.5], beta: [2, 1.5, 3] };

describe("a baseline's x sums to S and its cost is C(x)", () => {
  test.each([
    ["twap", () => twap(model, 12)],
    ["proportional", () => proportional(model, 12, [1, 2, 3])],
    ["lowestAlpha", () => lowestAlpha(model, 12)],
    ["singleBest", () => singleBest(model, 12)],
    ["bisection", () => bisection(model, 12)],
    ["greedy", () => greedy(model, 12, { lots: 24 })],
  ])("%s", (_, run) => {
    const { x, cost } = run();
    expect(sum(x)).toBeCloseTo(12, 12);
    expect(cost).toBeCloseTo(costOf(model, x), 12);
  });
});

test("twap(model, size) is S / N", () => {
  expect([...twap(model, 12).x]).toEqual([4, 4, 4]);
});

test("proportional(model, size, volume) follows the profile, in any unit", () => {
  expect([...proportional(model, 12, [10, 20, 30]).x]).toEqual([2, 4, 6]);
});

test("lowestAlpha and singleBest differ where the exponents do", () => {
  const concave = { alpha: [1, 1.1], beta: [0.9, 0.1] };
  expect([...lowestAlpha(concave, 100).x]).toEqual([100, 0]);
  expect([...singleBest(concave, 100).x]).toEqual([0, 100]);
});

test("bisection(model, size) agrees with allocate on convex models", () => {
  fc.assert(
    fc.property(problems("convex"), (problem) => {
      const slow = bisection(problem.model, problem.size);
      expect(relativeError(slow.cost, allocate(problem.model, problem.size).cost)).toBeLessThan(1e-12);
    }),
  );
});

test("bisection with a coarse tolerance does not: the agreement is earned", () => {
  const coarse = bisection(model, 12, { tolerance: 0.9 });
  expect(relativeError(coarse.cost, allocate(model, 12).cost)).toBeGreaterThan(1e-6);
});

test("greedy(model, size) nears the convex optimum as lots shrink, and misses a concave discount", () => {
  const { cost } = allocate(model, 12);
  const gap = (lots: number): number => greedy(model, 12, { lots }).cost / cost - 1;
  expect(gap(1000)).toBeLessThan(1e-5);
  expect(gap(10)).toBeGreaterThan(gap(1000));
  const trap = { alpha: [1, 10], beta: [1, 0.1] }; // the linear bin is cheaper lot by lot, not in bulk
  expect(greedy(trap, 100, { lots: 100 }).cost).toBe(100);
  expect(allocate(trap, 100).cost).toBeLessThan(16);
});

describe("bad input names the argument", () => {
  test.each([
    [() => proportional(model, 1, [1, 2]), "volume must have one value a bin (3), got Array of length 2"],
    [() => proportional(model, 1, [1, -2, 3]), "volume[1] must be finite and not negative, got -2"],
    [() => proportional(model, 1, [0, 0, 0]), "volume must not be 0 in every bin, got 0"],
    [() => proportional(model, 1, ["1", "2", "3"] as never), 'volume[0] must be finite and not negative, got "1"'],
    [() => bisection(model, 1, null as never), "options must be an object, got null"],
    [() => costOf(model, null as never), "x must have one value a bin (3), got null"],
    [() => greedy(model, 1, { lots: 0.5 }), "options.lots must be an integer of 1 or more, got 0.5"],
    [() => bisection(model, 1, { tolerance: 0 }), "options.tolerance must be between 0 and 1, got 0"],
    [
      () => bisection({ alpha: [1], beta: [1] }, 1),
      "beta must be above 1 in at least one bin for bisection on lambda, got Float64Array of length 1",
    ],
    [() => twap(model, NaN), "size must be a finite number of shares, 0 or above, got NaN"],
    [() => costOf(model, [1, 2]), "x must have one value a bin (3), got Array of length 2"],
    [() => costOf(model, [1, 2, -1]), "x[2] must be a finite number of shares, 0 or above, got -1"],
  ])("%o", (run, message) => {
    expect(run).toThrow(expect.objectContaining({ name: "InputError", message }));
  });
});

const ALL = [
  ["twap", twap],
  ["lowestAlpha", lowestAlpha],
  ["singleBest", singleBest],
  ["bisection", bisection],
  ["greedy", greedy],
  ["proportional", (m: typeof model, size: number, options: object) => proportional(m, size, [1, 2, 3], options)],
] as const;

test.each(ALL)("%s(model, size, { caps }) is refused: the option is cap", (_, strategy) => {
  expect(() => strategy(model, 12, { caps: 3 } as never)).toThrow(
    expect.objectContaining({
      name: "InputError",
      message: expect.stringMatching(/^options\.caps must be an option that is known .*; did you mean cap\?/) as string,
    }),
  );
});

test.each(ALL)("%s(model with notes, size) carries the notes, and has none where the model has none", (_, strategy) => {
  const notes = { currency: "USDT", size_unit: "BTC" };
  expect(strategy({ ...model, notes } as typeof model, 12, {}).notes).toEqual(notes);
  expect("notes" in strategy(model, 12, {})).toBe(false);
});
