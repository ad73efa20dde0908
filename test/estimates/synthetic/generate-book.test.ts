import { expect, test } from "vitest";

import { chordExcess, generateBook, type BookTruth } from "../../../src/estimates/synthetic/generate-book";
import { walkBook } from "../../../src/estimates/book/walk-book";

const flat: BookTruth = { seed: 1, seconds: 4000, rate: 5, curve: () => ({ alpha: 0.002, beta: 1.4 }) };

test.each([1.16, 1.4, 1.9])(
  "generateBook(truth) gives books in order: prices ascend, sizes are whole lots, times go on (beta %d)",
  (beta) => {
    let time = 0;
    let sound = true;
    for (const book of generateBook({
      ...flat,
      seconds: 300,
      lot: 10,
      touch: 200,
      curve: () => ({ alpha: 0.002, beta }),
    })) {
      sound &&= book.time > time && Math.abs((book.bidPrice[0] + book.askPrice[0]) / 2 - 100) < 1e-9;
      time = book.time;
      for (let k = 0; k < 10; k++) {
        sound &&= book.askSize[k] > 0 && book.askSize[k] % 10 === 0 && book.bidSize[k] === book.askSize[k];
        sound &&= k === 0 || (book.askPrice[k] > book.askPrice[k - 1] && book.bidPrice[k] < book.bidPrice[k - 1]);
      }
    }
    expect(sound).toBe(true);
    expect(time).toBeGreaterThan(1704205800e6 + 290e6);
  },
);

test(
  "generateBook(truth) has alpha q^beta for its mean cost " + "at every size between the first levels and the last",
  () => {
    const sizes = [165, 200, 270, 500, 1000, 2500, 6000];
    const [sum, squares, cost] = [0, 1, 2].map(() => new Float64Array(sizes.length));
    let count = 0;
    // One book in twenty-five is nearly independent of the last: five correlation times apart.
    let at = 0;
    for (const book of generateBook({ ...flat, correlation: 0.2 })) {
      if (at++ % 25 > 0) continue;
      expect(walkBook(book.askPrice, book.askSize, 100, sizes, cost)).toBe(sizes.length);
      count++;
      sizes.forEach((_, k) => {
        sum[k] += cost[k];
        squares[k] += cost[k] ** 2;
      });
    }
    sizes.forEach((q, k) => {
      const mean = sum[k] / count;
      const se = Math.sqrt((squares[k] / count - mean ** 2) / count);
      expect(Math.abs(mean - 0.002 * q ** 1.4)).toBeLessThan(4 * se);
      // What kappa takes out.
      expect(Math.abs(chordExcess(1.4, 1.6) * 0.002 * q ** 1.4 - 0.002 * q ** 1.4)).toBeGreaterThan(0.2 * se);
    });
  },
);

test("chordExcess(beta, ratio) is the mean of chord over curve, by quadrature", () => {
  for (const [beta, ratio] of [
    [1.4, 1.6],
    [1.1, 3],
    [2, 1.2],
    [1.9, 2.5],
  ]) {
    const steps = 20_000;
    let mean = 0;
    for (let k = 0; k < steps; k++) {
      const below = ratio ** -((k + 0.5) / steps); // the knot below the size 1
      const above = below * ratio;
      mean += (below ** beta + ((1 - below) * (above ** beta - below ** beta)) / (above - below)) / steps;
    }
    expect(chordExcess(beta, ratio)).toBeCloseTo(mean, 7);
    expect(mean).toBeGreaterThan(1);
  }
});

test("generateBook(truth) is the same for a seed and other for another", () => {
  const prices = (seed: number): number[] =>
    [...generateBook({ ...flat, seed, seconds: 30 })].map((book) => book.askPrice[0]);
  const times = (seed: number): number[] => {
    const all: number[] = [];
    for (const book of generateBook({ ...flat, seed, seconds: 30 })) all.push(book.time);
    return all;
  };
  expect(times(0)).toEqual(times(0));
  expect(times(0)).not.toEqual(times(1));
  expect(prices(0)).toEqual(prices(0));
});

test.each([
  [{ seconds: -1 }, "truth.seconds must be above 0"],
  [{ rate: 0 }, "truth.rate must be positive, got 0"],
  [{ rate: Infinity }, "truth.rate must be at most a million a second, got Infinity"],
  [{ step: 1e-20 }, "truth.step must be at least a millisecond, got 1e-20"],
  [{ ratio: 1 }, "truth.ratio must be above 1, got 1"],
  [{ curve: () => ({ alpha: 1, beta: 0.9 }) }, "curve must have alpha > 0 and beta > 1"],
])("generateBook(%j) is refused", (change, message) => {
  expect(() => [...generateBook({ ...flat, ...change })]).toThrow(message);
});
