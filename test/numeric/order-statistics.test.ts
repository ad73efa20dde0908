import { expect, test } from "vitest";

import { placeInOrder } from "../../src/numeric/order-statistics";
import { createRandom } from "../../src/numeric/random";

const random = createRandom(5);
const PLACES = [0, 1, 137, 138, 500, 997, 998, 999];

const SAMPLES: Readonly<Record<string, (i: number) => number>> = {
  random: () => random.normal(),
  "of many ties": () => random.integer(7),
  "of one value": () => 3,
  ascending: (i) => i,
  descending: (i) => -i,
  "up and down": (i) => Math.abs(500 - i),
  "with infinities": (i) => [Infinity, -Infinity, random.uniform()][i % 3],
  "with NaN": (i) => (i % 5 === 0 ? NaN : random.uniform()),
  "of NaN": () => NaN,
};

test.each(Object.entries(SAMPLES))("placeInOrder(x, places) is what sorting puts there: %s", (_, value) => {
  const sample = Float64Array.from({ length: 1000 }, (_, i) => value(i));
  const sorted = sample.slice().sort();
  const ordered = sample.slice();
  placeInOrder(ordered, PLACES);
  expect(PLACES.map((at) => ordered[at])).toEqual(PLACES.map((at) => sorted[at]));
  expect(ordered.sort()).toEqual(sorted);
});

test("placeInOrder(x, places) does not sort the rest, which a check that always holds would not tell", () => {
  const ordered = Float64Array.from({ length: 1000 }, () => random.uniform());
  placeInOrder(ordered, [500]);
  expect(ordered).not.toEqual(ordered.slice().sort());
  expect(Math.max(...ordered.subarray(0, 500))).toBeLessThanOrEqual(ordered[500]);
  expect(Math.min(...ordered.subarray(501))).toBeGreaterThanOrEqual(ordered[500]);
});

test("placeInOrder of few values, and of places that are not there", () => {
  for (const n of [0, 1, 2, 65]) {
    const ordered = Float64Array.from({ length: n }, (_, i) => (i * 7) % 5);
    const sorted = ordered.slice().sort();
    placeInOrder(ordered, [-1, 0, n - 1, n]);
    expect([ordered[0], ordered[n - 1]]).toEqual([sorted[0], sorted[n - 1]]);
  }
});
