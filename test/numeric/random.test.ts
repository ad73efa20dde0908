import { expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";

const DRAWS = 200_000;

/** Pearson's chi-square of `counts` against equal expectation. */
function chiSquare(counts: readonly number[]): number {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
}

test("createRandom(seed) draws the same numbers for the same seed, zero included, and others for another", () => {
  const draw = (seed: number): number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.uniform());
  };
  expect(draw(0)).toEqual(draw(0));
  const all = [0, 1, 2, 2 ** 32, 2 ** 32 + 1, 2 ** 53 - 1].flatMap(draw);
  expect(new Set(all).size).toBe(all.length);
});

test("createRandom(1).uniform() is the stream that shipped data were made from", () => {
  const random = createRandom(1);
  expect([random.uniform(), random.uniform(), random.normal()]).toMatchInlineSnapshot(`
    [
      0.5636717720710586,
      0.8959073941886353,
      -1.5554943042739975,
    ]
  `);
});

test("random.uniform() is uniform on [0, 1), in pairs too", () => {
  const random = createRandom(3);
  const counts = new Array<number>(256).fill(0);
  for (let draw = 0; draw < DRAWS; draw++)
    counts[Math.floor(16 * random.uniform()) * 16 + Math.floor(16 * random.uniform())]++;
  // 255 degrees of freedom: the 0.1 % and 99.9 % points are 190 and 330.
  expect(chiSquare(counts)).toBeGreaterThan(190);
  expect(chiSquare(counts)).toBeLessThan(330);
  counts[7] += 400; // the control: one cell in 256 half too full
  expect(chiSquare(counts)).toBeGreaterThan(330);
});

test("neighbouring seeds draw unrelated first numbers", () => {
  const counts = new Array<number>(64).fill(0);
  for (let seed = 0; seed < 20_000; seed++) counts[Math.floor(64 * createRandom(seed).uniform())]++;
  expect(chiSquare(counts)).toBeLessThan(103.4); // 99.9 % of 63 degrees of freedom
});

test("random.normal() has the moments of a standard normal", () => {
  const random = createRandom(5);
  const moments = [0, 0, 0, 0];
  for (let draw = 0; draw < DRAWS; draw++) {
    const z = random.normal();
    for (let power = 0; power < 4; power++) moments[power] += z ** (power + 1) / DRAWS;
  }
  // Four standard errors: sqrt(1, 2, 15, 96) / sqrt(DRAWS).
  [0, 1, 0, 3].forEach((moment, at) => {
    expect(Math.abs(moments[at] - moment)).toBeLessThan((4 * Math.sqrt([1, 2, 15, 96][at])) / Math.sqrt(DRAWS));
  });
});

test("random.integer(below) reaches every whole number below and no other", () => {
  const random = createRandom(9);
  expect(new Set(Array.from({ length: 200 }, () => random.integer(7)))).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
  expect(() => random.integer(0)).toThrow("below must be a whole number from 1 to 2^32, got 0");
});

test.each([-1, 1.5, Number.NaN, 2 ** 53])("createRandom(%d) is refused", (seed) => {
  expect(() => createRandom(seed)).toThrow("seed must be a whole number from 0 to 2^53 - 1");
});
