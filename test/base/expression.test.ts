import { describe, expect, test } from "vitest";

import { evaluateList, evaluateNumber } from "../../src/base/expression";

describe("evaluateNumber(text, argument)", () => {
  test.each([
    ["1000", 1000],
    ["250e3", 250_000],
    ["0.1 * 2.5e6", 250_000],
    ["2^10", 1024],
    ["sqrt(2) * sqrt(2)", 2.0000000000000004],
    ["max(1, 2, 3)", 3],
    [" 7 ", 7],
  ])("%s is %s", (text, value) => {
    expect(evaluateNumber(text, "--size")).toBe(value);
  });

  test.each([
    ["", "--size must come to a finite number"],
    ["1 +", "--size must be a number or an expression"],
    ["abc", "--size must be a number or an expression (Undefined symbol abc)"],
    ["1/0", "--size must come to a finite number"],
    ["[1, 2]", "--size must come to a finite number"],
    ["sqrt(-1)", "--size must come to a finite number"],
    ['"text"', "--size must come to a finite number"],
    ["import({a: 1})", "--size must be a number or an expression (function import is not available)"],
    ['evaluate("1")', "--size must be a number or an expression (function evaluate is not available)"],
  ])("%s is refused", (text, message) => {
    expect(() => evaluateNumber(text, "--size")).toThrow(message);
  });
});

describe("evaluateList(text, argument)", () => {
  test("splits at commas outside brackets", () => {
    expect(evaluateList("0.1, 2^-3, max(1, 2), 1/8", "--alpha")).toEqual([0.1, 0.125, 2, 0.125]);
  });

  test("names the element that is wrong", () => {
    expect(() => evaluateList("0.1,,0.2", "--alpha")).toThrow("--alpha[1] must come to a finite number");
  });
});
