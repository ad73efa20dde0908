import { expect, test, vi } from "vitest";

import { exp, log } from "../../../src/numeric/elementary";
import { newArena } from "../../../src/numeric/loops/arena";
import { exponentialsOf, logarithms, logarithmsOf, powerSum } from "../../../src/numeric/loops/over-arrays";

const plain = (a: Float64Array, b: Float64Array, t: Float64Array): number =>
  a.reduce((sum, ai, i) => sum + exp(ai + b[i] * t[i]), 0);

/** The sum of arrays that are placed first. */
const placedSum = (a: Float64Array, b: Float64Array, t: Float64Array): number => {
  const arena = newArena(100);
  return powerSum(arena, arena.place(a), arena.place(b), arena.place(t));
};

test("powerSum: what an allocation costs; what trades nothing costs nothing", () => {
  const a = Float64Array.of(-3, -2.5, 0.3);
  const b = Float64Array.of(1.4, 2, 0.7);
  expect(placedSum(a, b, Float64Array.of(2, 3, 4))).toBeCloseTo(Math.exp(-0.2) + Math.exp(3.5) + Math.exp(3.1), 12);
  expect(placedSum(a, b, Float64Array.of(-Infinity, 5, -Infinity))).toBeCloseTo(Math.exp(7.5), 9);
});

test("powerSum near the end of the doubles is the plain sum, and Infinity beyond it", () => {
  const b = Float64Array.of(1, 1);
  for (const [t0, t1] of [
    [709.5, 0],
    [709.5, 709.5],
    [800, 0],
  ]) {
    const [zero, t] = [new Float64Array(2), Float64Array.of(t0, t1)];
    expect(placedSum(zero, b, t)).toBe(plain(zero, b, t));
  }
  expect(placedSum(new Float64Array(1), Float64Array.of(1), Float64Array.of(800))).toBe(Infinity);
});

test("logarithms in place, the ends of the doubles among them", () => {
  const x = Float64Array.of(2, 0, 5e-324, 1e308, Infinity, 7);
  const logs = Array.from(x, log);
  logarithms(x);
  expect(Array.from(x)).toEqual(logs);
});

test("exponentialsOf and logarithmsOf: from array to array, beyond the normal doubles as well", () => {
  const arena = newArena(100);
  const x = arena.place([2, -0.5, -720, -800, 708.5, 709.7, 800, NaN, -Infinity]);
  const y = arena.array(x.length);
  exponentialsOf(arena, x, y);
  expect(Array.from(y)).toEqual(Array.from(x, exp));
  logarithmsOf(arena, x, y);
  expect(Array.from(y)).toEqual(Array.from(x, log));
});

test("a memory of one's own keeps what stands in it, whoever works in the shared one", () => {
  const arena = newArena(100);
  const x = arena.place([1, 2, 3]);
  logarithms(new Float64Array(5).fill(7));
  expect(Array.from(x)).toEqual([1, 2, 3]);
});

test("where no memory is left for WebAssembly, the twin works in one of another kind", () => {
  const [a, b, t] = [
    [-3, -2.5, 0.3],
    [1.4, 2, 0.7],
    [2, 3, 4],
  ].map((values) => Float64Array.from(values));
  const expected = placedSum(a, b, t);
  let asked = 0;
  class Memory {
    constructor() {
      asked++;
      throw new RangeError("WebAssembly.Memory(): could not allocate memory");
    }
  }
  vi.stubGlobal("WebAssembly", { Module: WebAssembly.Module, Instance: WebAssembly.Instance, Memory });
  expect(placedSum(a, b, t)).toBe(expected);
  expect(asked).toBe(1);
  vi.unstubAllGlobals();
});
