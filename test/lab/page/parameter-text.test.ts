/**
 * Values of parameters as their controls show and read them, and the steps of sliders.
 */
import { expect, test } from "vitest";

import { literal, readValue, shownValue } from "../../../src/lab/page/browser/parameters/parameter-text";
import { sliderScale } from "../../../src/lab/page/browser/parameters/slider-scale";

const type = (kind: "number" | "string" | "boolean" | "choice", rest: object = {}) => ({
  kind,
  choices: [],
  list: false,
  ...rest,
});
const number = type("number");
const strings = type("string", { list: true });

test("readValue(text) of a number: digits, exponents, k and M; a small m is no scale", () => {
  const read = (text: string) => readValue(text, number);
  expect(["5k", "5K", "5M", "1.005k", "2.5e3", "1e3k", "-1_000.5", " .5 ", "+3"].map(read)).toEqual([
    5000, 5000, 5e6, 1005, 2500, 1e6, -1000.5, 0.5, 3,
  ]);
  for (const text of ["5m", "", "k", "0x10", "1,000", "1e", "five", "1 2", "--1"])
    expect([text, read(text)]).toEqual([text, undefined]);
});

test("readValue(text) of text keeps it as it was typed; within double quotes it is JSON", () => {
  expect(
    [" a ", "null", '"null"', '"a\\nb"', '"a', ""].map((text) => readValue(text, type("string", { nullable: true }))),
  ).toEqual([" a ", null, "null", "a\nb", '"a', ""]);
});

test("readValue(shownValue(value)) is the value, of any text in a list too", () => {
  const lists = [[], ["a", "b"], ["a,b", "c"], ["", " x", "]"], ['say "a, b"', "\\"], ["[1]", "null"], ["a\nb"]];
  for (const list of lists) expect(readValue(shownValue(list), strings)).toEqual(list);
  for (const text of ["a", "", " a ", "null", '"', '"a"', "a\nb", "\\"])
    expect(readValue(shownValue(text), type("string", { nullable: true }))).toBe(text);
  expect(readValue("1, -2, 3e2", type("number", { list: true }))).toEqual([1, -2, 300]);
  expect(readValue("[true, false]", type("boolean", { list: true }))).toEqual([true, false]);
  // The control: an element that is left out is none.
  expect(readValue("1, 2,, 3", type("number", { list: true }))).toBeUndefined();
  expect(readValue("1, 2,", type("number", { list: true }))).toBeUndefined();
  expect(readValue("3", type("choice", { choices: [1, 2, 3] }))).toBe(3);
  expect(readValue("4", type("choice", { choices: [1, 2, 3] }))).toBeUndefined();
});

test("literal(value) is what TypeScript reads as the value", () => {
  expect([literal(-0.5), literal(1e21), literal(["a,b"]), literal(null), literal([])]).toEqual([
    "-0.5",
    "1e+21",
    '["a,b"]',
    "null",
    "[]",
  ]);
});

test("sliderScale: each step of a narrow range far from zero is a value of its own, and steps lead back", () => {
  const years = sliderScale({ type: number, minimum: 2020, maximum: 2030, integer: true });
  expect(Array.from({ length: 11 }, (_, step) => years?.value(step))).toEqual(
    Array.from({ length: 11 }, (_, i) => 2020 + i),
  );
  const beta = sliderScale({ type: number, minimum: 1.5, maximum: 1.51 });
  expect([0, 100, 133, 400].map((step) => beta?.value(step))).toEqual([1.5, 1.5025, 1.5033, 1.51]);
  const shares = sliderScale({ type: number, minimum: 500, maximum: 20000 });
  expect([shares?.value(250), shares?.step(12700)]).toEqual([12700, 250]);
  const wide = sliderScale({ type: number, minimum: 1e-9, maximum: 1e-3 });
  expect([wide?.value(100), wide?.step(3.16e-8), wide?.value(400)]).toEqual([3.16e-8, 100, 1e-3]);
  const halves = sliderScale({ type: number, minimum: 0.5, maximum: 3.5, integer: true });
  expect([halves?.steps, halves?.value(0), halves?.value(2)]).toEqual([2, 1, 3]);
  expect(sliderScale({ type: number, minimum: 1 })).toBeUndefined();
  expect(sliderScale({ type: number, minimum: 2, maximum: 1 })).toBeUndefined();
});
