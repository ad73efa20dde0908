import { describe, expect, test } from "vitest";

import { cosineSums, longRunCovariance } from "../../src/numeric/long-run-covariance";
import { createRandom } from "../../src/numeric/random";
import { fitSpectrumShape, shapeOf, WHITE } from "../../src/numeric/spectrum-shape";

const BLOCKS = 64;

test("shapeOf(tau) is the continuous limit's closed form, to what 64 blocks leave", () => {
  // The integral of cos(wx) cos(wy) exp(-a |x - y|) over the unit square, w = pi j, a = 1 / tau.
  const closed = (tau: number, j: number): number => {
    const [a, w] = [1 / tau, Math.PI * j];
    const part = a / (a ** 2 + w ** 2) - (2 * a ** 2 * (1 - (-1) ** j * Math.exp(-a))) / (a ** 2 + w ** 2) ** 2;
    return (2 * part) / (2 / a - (2 * (1 - Math.exp(-a))) / a ** 2);
  };
  for (const tau of [1 / 30, 1 / 8, 1 / 4, 1 / 2, 1])
    shapeOf(tau).forEach((value, at) => expect(Math.abs(value / closed(tau, at + 1) - 1)).toBeLessThan(0.04));
  expect([...shapeOf(0)].every((value) => Math.abs(value - 1) < 1e-12)).toBe(true);
  expect(Math.abs(shapeOf(0.5)[0] / closed(0.25, 1) - 1)).toBeGreaterThan(0.2); // the control
});

/** What the blocks of an average moved, of noise that is correlated as exp(-|t| / time); 8 steps a block. */
function averages(count: number, time: number, seed: number): { mean: number; sums: Float64Array }[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => {
    const keep = Math.exp(-1 / (time * BLOCKS * 8));
    const scale = Math.exp(random.normal());
    let state = random.normal();
    const blocks = Float64Array.from({ length: BLOCKS }, () => {
      let sum = 0;
      for (let step = 0; step < 8; step++) {
        sum += state;
        state = keep * state + Math.sqrt(1 - keep * keep) * random.normal();
      }
      return (scale * sum) / 8 / BLOCKS;
    });
    const mean = blocks.reduce((a, b) => a + b, 0);
    return {
      mean,
      sums: cosineSums(
        blocks.map((block) => block - mean / BLOCKS),
        12,
      ),
    };
  });
}

describe("fitSpectrumShape(series)", () => {
  test.each([0.002, 0.25, 0.5])("makes intervals of means hold, each of its own scale, at tau %d", (time) => {
    const days = Array.from({ length: 30 }, (_, day) => averages(60, time, day));
    const covered = (shape: (sums: Float64Array[]) => Float64Array): number => {
      const held = days.flatMap((day) => {
        const shows = shape(day.map(({ sums }) => sums));
        return day.map(
          ({ mean, sums }) => Math.abs(mean) < 2.1788 * Math.sqrt(longRunCovariance(sums, sums, shows).ss),
        );
      });
      return held.filter(Boolean).length / held.length;
    };
    const pooled = covered((sums) => fitSpectrumShape(sums).shows);
    expect(pooled).toBeGreaterThan(0.93);
    expect(pooled).toBeLessThan(0.985);
    if (time >= 0.25) expect(covered(() => WHITE.shows)).toBeLessThan(0.6); // the control
  });

  test("tells persistent noise from fast, whatever the scales", () => {
    const share = (time: number): number => fitSpectrumShape(averages(80, time, 9).map(({ sums }) => sums)).persistent;
    expect(share(0.002)).toBeLessThan(0.3);
    expect(share(0.08)).toBeLessThan(0.3);
    expect(share(0.5)).toBeGreaterThan(0.95);
  });

  test("is at the maximum of the likelihood: no mixture near it is more likely", () => {
    const series = averages(50, 0.1, 3).map(({ sums }) => sums);
    const loss = (shows: ArrayLike<number>): number =>
      series.reduce((total, sums) => {
        const scale = sums.reduce((sum, value, j) => sum + (2 * value * value) / shows[j], 0) / 12;
        return total + sums.reduce((sum, _, j) => sum + Math.log(shows[j]) / 2, 0) + 6 * Math.log(scale);
      }, 0);
    const { shows } = fitSpectrumShape(series);
    const best = loss(shows);
    for (const tau of [0, 1 / 30, 1 / 8, 1 / 4, 1 / 2])
      expect(loss(shapeOf(tau).map((value, j) => 0.95 * shows[j] + 0.05 * value))).toBeGreaterThan(best - 0.02);
    expect(loss(shapeOf(1 / 2))).toBeGreaterThan(best + 20); // the control
  });

  test("of series that do not move is white", () => {
    expect(fitSpectrumShape([])).toBe(WHITE);
    expect(fitSpectrumShape([new Float64Array(12)])).toBe(WHITE);
  });
});
