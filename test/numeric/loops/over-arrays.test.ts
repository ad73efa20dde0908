import { expect, test } from "vitest";

import { exp, log } from "../../../src/numeric/elementary";
import { exponentials, logarithms, powerSums } from "../../../src/numeric/loops/over-arrays";

const plain = (a: Float64Array, b: Float64Array, t: Float64Array): number =>
  a.reduce((sum, ai, i) => sum + exp(ai + b[i] * t[i]), 0);

test("powerSums: a sum for each t; what trades nothing costs nothing", () => {
  const a = Float64Array.of(-3, -2.5, 0.3);
  const b = Float64Array.of(1.4, 2, 0.7);
  const ts = [Float64Array.of(2, 3, 4), Float64Array.of(-Infinity, 5, -Infinity)];
  const sums = powerSums(a, b, ts);
  expect(sums[0]).toBeCloseTo(Math.exp(-0.2) + Math.exp(3.5) + Math.exp(3.1), 12);
  expect(sums[1]).toBeCloseTo(Math.exp(7.5), 9);
  expect(powerSums(a, b, [])).toEqual([]);
});

test("powerSums near the end of the doubles is the plain sum, and Infinity beyond it", () => {
  const b = Float64Array.of(1, 1);
  for (const [t0, t1] of [
    [709.5, 0],
    [709.5, 709.5],
    [800, 0],
  ]) {
    const [zero, t] = [new Float64Array(2), Float64Array.of(t0, t1)];
    expect(powerSums(zero, b, [t])[0]).toBe(plain(zero, b, t));
  }
  expect(powerSums(new Float64Array(1), Float64Array.of(1), [Float64Array.of(800)])[0]).toBe(Infinity);
});

test("logarithms in place, the ends of the doubles among them", () => {
  const x = Float64Array.of(2, 0, 5e-324, 1e308, Infinity, 7);
  const logs = Array.from(x, log);
  logarithms(x);
  expect(Array.from(x)).toEqual(logs);
});

test("exponentials in place, beyond the normal doubles as well", () => {
  const x = Float64Array.of(2, -0.5, -720, -800, 708.5, 709.7, 800, NaN, -Infinity);
  const exps = Array.from(x, exp);
  exponentials(x);
  expect(Array.from(x)).toEqual(exps);
});
