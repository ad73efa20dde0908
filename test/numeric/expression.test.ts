import { describe, expect, test } from "vitest";

import { evaluateNumber, splitList } from "../../src/numeric/expression";

describe("evaluateNumber(text, argument)", () => {
  test.each([
    ["1000", 1000],
    ["250e3", 250_000],
    ["0.1 * 2.5e6", 250_000],
    ["2^10", 1024],
    ["sqrt(2) * sqrt(2)", 2.0000000000000004],
    ["max(1, 2, 3)", 3],
    [" 7 ", 7],
    ["250k", 250_000],
    ["1.5M", 1_500_000],
    ["1.005k", 1005], // 1.005 * 1000 is not
    [".5k", 500],
    ["-2e1k", -20_000],
    ["0.05 * 5M + 1k", 251_000],
    ["2 * e", 2 * Math.E],
  ])("%s is %s", (text, value) => {
    expect(evaluateNumber(text, "--size")).toBe(value);
  });

  test.each([
    ["", "--size must come to a finite number"],
    ["1 +", "--size must be a number or an expression"],
    ["abc", '--size must be a number or an expression, got "abc"'],
    ["1/0", "--size must come to a finite number"],
    ["[1, 2]", "--size must come to a finite number"],
    ["sqrt(-1)", "--size must come to a finite number"],
    ['"text"', "--size must come to a finite number"],
    ["import({a: 1})", "--size must be a number or an expression (function import is not available)"],
    ['evaluate("1")', "--size must be a number or an expression (function evaluate is not available)"],
    ["random()", "--size must be a number or an expression (function random is not available)"],
    // What is made of `Math`'s functions, whose last digits differ between machines.
    ["5 * m / cm", "--size must be a number or an expression (m is a unit, which numbers here have none of)"],
    ['number(speedOfLight, "km/h")', "(speedOfLight is a unit, which numbers here have none of)"],
    [
      'unit(5.08, "cm").toNumber("inch")',
      '--size must be a number or an expression (unit(5.08, "cm").toNumber is no arithmetic)',
    ],
    ["re(complex({r: 2, phi: 0.3}))", "--size must be a number or an expression (function re is not available)"],
    // What mathjs reads as another number than was meant.
    ["5e", "--size must be a number or an expression (5 e leaves out an operator: a product is written with *)"],
    ["5 E", "--size must be a number or an expression (5 E leaves out an operator"],
    ["5 phi", "--size must be a number or an expression (5 phi leaves out an operator"],
    ["2(3)", "--size must be a number or an expression (2 (3) leaves out an operator"],
    ["5'", "--size must be a number or an expression (' is no operation on numbers)"],
    ["size = 5", "--size must be a number or an expression (size = 5 gives something a name)"],
    // Suffixes are k and M, once, right after a number.
    ["250K", "--size must be a number or an expression (250 K leaves out an operator"],
    ["5m", "--size must be a number or an expression (5 m leaves out an operator"],
    ["5kk", "--size must be a number or an expression (5 kk leaves out an operator"],
    ["5 k", "--size must be a number or an expression (5 k leaves out an operator"],
    ["5k(2)", "--size must be a number or an expression"],
    ["x5k", '--size must be a number or an expression, got "x5k"'],
    ["2020-01-01", "--size must be a number or an expression, and reads as a date"],
  ])("%s is refused", (text, message) => {
    expect(() => evaluateNumber(text, "--size")).toThrow(message);
  });
});

test("medians and quantiles are those of the numbers, every time", () => {
  // Within 1e-12 of each other: mathjs takes them as equal and picks one by chance.
  const near = Array.from({ length: 25 }, (_, i) => 1 + ((i * 7) % 25) * 1e-13);
  const list = JSON.stringify(near);
  for (let run = 0; run < 20; run++) {
    expect(evaluateNumber(`median(${list})`, "--size")).toBe(1 + 12 * 1e-13);
    expect(evaluateNumber(`quantileSeq(${list}, 0.25)`, "--size")).toBe(1 + 6 * 1e-13);
  }
  expect(evaluateNumber("median([3, 1, 2, 10])", "--size")).toBe(2.5);
});

describe("splitList(text)", () => {
  test("splits at commas outside brackets", () => {
    expect(splitList("0.1, 2^-3, max(1, 2),[3,4],")).toEqual(["0.1", " 2^-3", " max(1, 2)", "[3,4]", ""]);
  });
});

describe("an expression has bounds", () => {
  test.each([
    ["ones(100000, 100000)", "function ones is not available"],
    ["zeros(1e9)", "function zeros is not available"],
    ["identity(1e5)", "function identity is not available"],
    ["sum(1:1e12)", "is no grid: range(from, to, step) makes one"],
    ["factorial(bignumber(1e6))", "function factorial is not available"],
    ["170!", "! is not available"],
    ["isPrime(9007199254740881)", "function isPrime is not available"],
    ["combinations(1e15, 5e14)", "function combinations is not available"],
    ["map([1, 2], sqrt)", "is not available"],
    ["[[1], [2]] + [1, 2]", "a grid is one row of numbers"],
    ["f(x) = x", "gives something a name"],
    [`1${" + 1".repeat(30_000)}`, "it has more than 100000 characters"],
    ["(".repeat(50_000) + "1" + ")".repeat(50_000), "must be a number"],
  ])("%.40s", (text, rule) => {
    const before = process.cpuUsage().user;
    expect(() => evaluateNumber(text, "--size")).toThrow(rule);
    expect(process.cpuUsage(undefined).user - before).toBeLessThan(2e6);
  });
});
