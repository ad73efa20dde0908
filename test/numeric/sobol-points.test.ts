import { describe, expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";
import { sobolPoints } from "../../src/numeric/sobol-points";

/** Whether every interval of length 1 / cells holds equally many of the coordinate's values. */
function evenly(points: Float64Array, width: number, k: number, cells: number): boolean {
  const counts = new Array<number>(cells).fill(0);
  for (let at = k; at < points.length; at += width) counts[Math.floor(points[at] * cells)]++;
  return counts.every((count) => count === counts[0]);
}

describe("sobolPoints(dimensions, count)", () => {
  // scipy 1.17.1: qmc.Sobol(d, scramble=False).random(n), the same direction numbers.
  test("is the sequence as scipy has it", () => {
    expect(Array.from(sobolPoints(3, 5))).toEqual([
      0, 0, 0, 0.5, 0.5, 0.5, 0.75, 0.25, 0.25, 0.25, 0.75, 0.75, 0.375, 0.375, 0.625,
    ]);
    const far = sobolPoints(128, 64);
    expect([100, 127].map((k) => Array.from(far.filter((_, at) => at % 128 === k)).slice(29, 35))).toEqual(SCIPY);
  });

  test("2^m points are one an interval of length 2^-m, in every coordinate", () => {
    const points = sobolPoints(128, 256);
    for (let k = 0; k < 128; k++) expect(evenly(points, 128, k, 256)).toBe(true);
  });

  test("bad input is named", () => {
    expect(() => sobolPoints(129, 4)).toThrow("dimensions must be a whole number from 1 to 128, got 129");
    expect(() => sobolPoints(2, 0)).toThrow("count must be a whole number from 1 to 2^31 - 1, got 0");
  });
});

describe("sobolPoints(dimensions, count, random)", () => {
  test("scrambled points stay as evenly spread, inside the open cube, and differ by seed", () => {
    const points = sobolPoints(20, 512, createRandom(7));
    for (let k = 0; k < 20; k++) expect(evenly(points, 20, k, 512)).toBe(true);
    expect(points.every((u) => u > 0 && u < 1)).toBe(true);
    expect(points).not.toEqual(sobolPoints(20, 512, createRandom(8)));
    expect(points).toEqual(sobolPoints(20, 512, createRandom(7)));
    expect(
      evenly(
        Float64Array.from(points, (u) => u ** 1.01),
        20,
        3,
        512,
      ),
    ).toBe(false); // the check can fail
  });

  test("in the first two coordinates every elementary box of area 2^-8 holds one of 256 points", () => {
    const points = sobolPoints(2, 256, createRandom(3));
    for (let m = 0; m <= 8; m++) {
      const boxes = new Set(
        Array.from(
          { length: 256 },
          (_, j) => `${Math.floor(points[2 * j] * 2 ** m)},${Math.floor(points[2 * j + 1] * 2 ** (8 - m))}`,
        ),
      );
      expect(boxes.size).toBe(256);
    }
  });

  test("each point is uniform over seeds", () => {
    const counts = new Array<number>(16).fill(0);
    for (let seed = 0; seed < 4000; seed++) counts[Math.floor(16 * sobolPoints(3, 4, createRandom(seed))[3 * 3 + 2])]++;
    const chi2 = counts.reduce((sum, count) => sum + (count - 250) ** 2 / 250, 0);
    expect(chi2).toBeLessThan(37.7); // 99.9 % of 15 degrees of freedom
  });

  test("integrates with an error far below that of random points", () => {
    const f = (points: Float64Array, j: number): number =>
      [0, 1, 2, 3].reduce((p, k) => p * (1 + (points[4 * j + k] - 0.5)), 1);
    const error = (points: Float64Array): number =>
      Math.abs(Array.from({ length: 1024 }, (_, j) => f(points, j)).reduce((a, b) => a + b) / 1024 - 1);
    const rms = (draw: (seed: number) => Float64Array): number =>
      Math.sqrt(Array.from({ length: 20 }, (_, seed) => error(draw(seed)) ** 2).reduce((a, b) => a + b) / 20);
    const random = rms((seed) => {
      const { uniform } = createRandom(seed);
      return Float64Array.from({ length: 4096 }, uniform);
    });
    expect(rms((seed) => sobolPoints(4, 1024, createRandom(seed)))).toBeLessThan(random / 20);
  });
});

const SCIPY = [
  [0.65625, 0.40625, 0.90625, 0.484375, 0.984375, 0.234375],
  [0.40625, 0.65625, 0.15625, 0.546875, 0.046875, 0.796875],
];
