import { describe, expect, test } from "vitest";

import { parseGrid } from "../../src/cli/flags/grid-expression";
import { geomspace, linspace, logspace, range } from "../../src/sweep/grids";

describe("grids", () => {
  test("range(from, to, step) includes the end and passes through 1 exactly", () => {
    const grid = range(0.6, 2, 0.02);
    expect(grid.length).toBe(71);
    expect([grid[0], grid[20], grid[70]]).toEqual([0.6, 1, 2]);
    // The control: adding up does not.
    let sum = 0.6;
    for (let k = 0; k < 20; k++) sum += 0.02;
    expect(sum).not.toBe(1);
  });

  test("grids pass through 0 exactly", () => {
    expect(range(-0.6, 0.3, 0.05)[12]).toBe(0);
    expect(linspace(-0.6, 0.3, 19)[12]).toBe(0);
    // The control: the formula alone does not; and what is small but not 0 stays.
    expect(-0.6 + 12 * 0.05).not.toBe(0);
    expect([...range(1e-15, 3e-15, 1e-15)]).toEqual([1e-15, 2e-15, 3e-15]);
  });

  test("range(from, to, step) stops before an end that the steps do not meet, and can go down", () => {
    expect([...range(0, 1, 0.3)]).toEqual([0, 0.3, 0.6, 0.9]);
    expect([...range(3, 1, -1)]).toEqual([3, 2, 1]);
  });

  test("logspace(from, to, count) and geomspace(from, to, count) are even in log, ends included", () => {
    expect([...logspace(2, 5, 4)]).toEqual([100, 1000, 10000, 100000]);
    expect([...geomspace(5, 80, 5)]).toEqual([5, 10, 20, 40, 80]);
    const grid = geomspace(137, 1e6, 60);
    expect([grid[0], grid[59]]).toEqual([137, 1e6]);
  });

  test("linspace(from, to, count) is even, ends included", () => {
    expect([...linspace(0.1, 0.7, 7)]).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect([...linspace(4, 4, 1)]).toEqual([4]);
  });

  test("grids name the argument that is wrong", () => {
    expect(() => range(1, 2, -0.1)).toThrow("step must lead from 1 to 2, got -0.1");
    expect(() => range(0, 1, 1e-9)).toThrow("step must give at most");
    expect(() => linspace(0, 1, 2.5)).toThrow("count must be a whole number");
    expect(() => linspace(0, 1, 1)).toThrow("count must be 2 or more");
    expect(() => geomspace(0, 1, 3)).toThrow("from must be above 0");
    expect(() => linspace(NaN, 1, 3)).toThrow("from must be a finite number");
  });
});

describe("parseGrid(argument, expression)", () => {
  test.each([
    ["logspace(2, 4, 3)", [100, 1000, 10000]],
    ["range(0.9, 1.1, 0.1)", [0.9, 1, 1.1]],
    ["[1e3, 2e3]", [1000, 2000]],
    ["100,1k, 2 * 1.5k", [100, 1000, 3000]],
    ["2 * linspace(1, 3, 3)", [2, 4, 6]],
    ["concat([0.5], range(1, 2, 0.5))", [0.5, 1, 1.5, 2]],
    ["1e5", [1e5]],
  ])("%s", (expression, values) => {
    expect([...parseGrid("--sizes", expression)]).toEqual(values);
  });

  test.each([
    "logspace(2, 4",
    "nonsense(1)",
    '"text"',
    "[[1, 2], [3, 4]]",
    "[]",
    "1/0",
    "2 + 3i",
    "1,,2",
    "1k,",
    "1, [2, 3]",
  ])("refuses %s in one sentence", (expression) => {
    expect(() => parseGrid("--sizes", expression)).toThrow(/^--sizes must be .*got /);
  });
});
