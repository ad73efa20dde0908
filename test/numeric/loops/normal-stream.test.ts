import { expect, test } from "vitest";

import { fillNormals } from "../../../src/numeric/loops/normal-stream";
import { streamState } from "../../../src/numeric/random";

/** The first of a stream. */
function firstOf(seed: number, stream: number): number {
  const one = new Float64Array(1);
  fillNormals(streamState(seed, stream), one);
  return one[0];
}

/** Edges of 64 cells of equal probability under the standard normal, by bisection on an erf of our own. */
function equalCells(): number[] {
  const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  const edges: number[] = [];
  const step = 1e-4;
  let mass = 0;
  for (let x = -9; x < 9 && edges.length < 63; x += step) {
    mass += (step / 6) * (density(x) + 4 * density(x + step / 2) + density(x + step)); // Simpson
    if (mass >= (edges.length + 1) / 64) edges.push(x + step);
  }
  return edges;
}

function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test("fillNormals(state, out) draws a standard normal: 64 equal cells, moments to the sixth, and the tail", () => {
  const n = 4_000_000;
  const z = new Float64Array(n);
  fillNormals(streamState(11, 0), z);
  const edges = equalCells();
  const counts = new Array<number>(64).fill(0);
  const moments = [0, 0, 0, 0, 0, 0];
  let beyond = 0;
  for (const value of z) {
    let low = 0;
    let high = 63;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (value > edges[middle]) low = middle + 1;
      else high = middle;
    }
    counts[low]++;
    let power = 1;
    for (let k = 0; k < 6; k++) moments[k] += (power *= value) / n;
    if (Math.abs(value) > 3.6541528853610088) beyond++;
  }
  expect(chiSquare(counts)).toBeLessThan(103.4); // 99.9 % of 63 degrees of freedom
  counts[0] += 2000; // the control: 1 in 2000 too many in the lowest cell
  expect(chiSquare(counts)).toBeGreaterThan(103.4);
  [0, 1, 0, 3, 0, 15].forEach((moment, k) => {
    expect(Math.abs(moments[k] - moment)).toBeLessThan(4 * Math.sqrt([1, 2, 15, 96, 945, 10170][k] / n));
  });
  // P(|z| > R) = 2.5803e-4, a Poisson count.
  expect(Math.abs(beyond - 2.580324876539e-4 * n)).toBeLessThan(4 * Math.sqrt(2.58e-4 * n));
});

test("fillNormals(state, out) repeats itself, filled or one by one, unlike other streams and seeds", () => {
  const filled = new Float64Array(1000);
  fillNormals(streamState(3, 5), filled);
  const state = streamState(3, 5);
  const one = new Float64Array(1);
  expect(Array.from(filled, () => (fillNormals(state, one), one[0]))).toEqual(Array.from(filled));
  const firsts = [
    [3, 4],
    [3, 6],
    [4, 5],
    [0, 0],
    [2 ** 32, 5],
    [3, 2 ** 31],
  ].map(([seed, index]) => firstOf(seed, index));
  expect(new Set([filled[0], ...firsts]).size).toBe(firsts.length + 1);
});

test("fillNormals(state, out), one of each stream, is standard normal, no stream related to the next", () => {
  const n = 200_000;
  let mean = 0;
  let square = 0;
  let lagged = 0;
  let last = 0;
  for (let k = 0; k < n; k++) {
    const z = firstOf(1, k);
    mean += z / n;
    square += (z * z) / n;
    lagged += (z * last) / n;
    last = z;
  }
  for (const [value, expected, variance] of [
    [mean, 0, 1],
    [square, 1, 2],
    [lagged, 0, 1],
  ]) {
    expect(Math.abs(value - expected)).toBeLessThan(4 * Math.sqrt(variance / n));
  }
});

test("streamState(0, -1) is refused", () => {
  expect(() => streamState(0, -1)).toThrow("stream must be a whole number from 0 to 2^32 - 1, got -1");
});
