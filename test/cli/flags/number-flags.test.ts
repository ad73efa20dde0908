import { describe, expect, test } from "vitest";

import { parseGrid } from "../../../src/cli/flags/grid-expression";
import { listFlag, numberFlag, wordOr } from "../../../src/cli/flags/number-flags";

describe("numberFlag(flag, rule)", () => {
  test.each([
    ["250k", {}, 250_000],
    ["-1", {}, -1],
    ["0", { least: 0 }, 0],
    ["2^31 - 1", { whole: true, least: 1, most: 2 ** 31 - 1 }, 2 ** 31 - 1],
    ["1e-300", { above: 0 }, 1e-300],
  ])("takes %s under %j", (text, rule, value) => {
    expect(numberFlag("--n", rule)(text)).toBe(value);
  });

  test.each([
    ["one", {}, '--n must be a number, got "one"'],
    ["2 * ten", {}, '--n must be a number (Undefined symbol ten), got "2 * ten"'],
    ["5e", {}, '--n must be a number (5 e leaves out an operator: a product is written with *), got "5e"'],
    ["", { least: 0 }, '--n must come to a finite number, got ""'],
    ["-1", { least: 0, of: "seconds" }, '--n must be a number of seconds, 0 or more, got "-1"'],
    ["1.5", { whole: true, least: 1 }, '--n must be a whole number, 1 or more, got "1.5"'],
    ["257", { whole: true, least: 1, most: 256 }, '--n must be at most 256, got "257"'],
    ["0", { above: 0 }, '--n must be a number, above 0, got "0"'],
    ["2", { most: 1 }, '--n must be at most 1, got "2"'],
    ["1/0", {}, '--n must come to a finite number, got "1/0"'],
  ])("refuses %j under %j: %s", (text, rule, message) => {
    expect(() => numberFlag("--n", rule)(text)).toThrow(expect.objectContaining({ name: "InputError", message }));
  });
});

test("listFlag(flag) takes numbers, suffixes and expressions between commas, and names the one that is wrong", () => {
  expect(listFlag("--alpha")("0.1, 2^-3, max(1, 2), 1k")).toEqual([0.1, 0.125, 2, 1000]);
  expect(() => listFlag("--alpha")("0.1,,0.2")).toThrow("--alpha[1] must come to a finite number");
  expect(() => listFlag("--alpha", { above: 0 })("1,0")).toThrow('--alpha[1] must be a number, above 0, got "0"');
});

test("wordOr(words, parse) takes a word, or else what parse makes of the text", () => {
  const pivot = wordOr(["typical", "none"], numberFlag("--pivot"));
  expect(["typical", "none", "2k"].map(pivot)).toEqual(["typical", "none", 2000]);
  expect(() => pivot("typicl")).toThrow('--pivot must be a number, got "typicl"');
});

test("lists take no thousands for two values, 1,000 for 1 and 0; zeros that stand elsewhere are numbers", () => {
  const rule = "must be written without commas and zeros before it: 1,000 reads as 1 and 000, and is 1000 or 1k";
  for (const [text, index, part] of [
    ["1,000", 1, "000"],
    ["2,050", 1, "050"],
    ["100, 1,000.5", 2, "000.5"],
  ] as const)
    expect(() => listFlag("--n")(text)).toThrow(
      expect.objectContaining({ message: `--n[${index}] ${rule}, got "${part}"` }),
    );
  expect(() => parseGrid("--sizes", "[1,000]")).toThrow(`--sizes ${rule}`);
  expect(() => parseGrid("--sizes", "2,050")).toThrow(`--sizes ${rule}`);
  expect(listFlag("--n")("100,200, 1k,0.001,0,1e003")).toEqual([100, 200, 1000, 0.001, 0, 1000]);
  expect(Array.from(parseGrid("--sizes", "[100,200,1k]"))).toEqual([100, 200, 1000]);
});
