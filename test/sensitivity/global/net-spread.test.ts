import { describe, expect, test } from "vitest";

import { createRandom } from "../../../src/numeric/random";
import { studentQuantile } from "../../../src/numeric/student-quantile";
import { typicalEnds } from "../../../src/numeric/typical-values";
import { netSpread, reach } from "../../../src/sensitivity/global/net-spread";
import { fourthMoment, orthonormal } from "../../../src/sensitivity/global/orthonormal";

describe("netSpread(terms, net), reach(spread, confidence)", () => {
  test("error and skewness by hand", () => {
    // Nets' means -1, 0, 1; squares 1 + 1 + 4 + 1 + 1 = 8, cubes -1 - 1 + 8 - 1 + 1 = 6, n = 6.
    const { se, skewness, means } = netSpread(Float64Array.of(-1, -1, 2, -1, 1, 0), Int32Array.of(0, 0, 4, 2, 4, 2));
    expect(means).toEqual(Float64Array.of(-1, -0.5, 1.5));
    expect(se).toBeCloseTo(Math.sqrt(means.reduce((sum, m) => sum + m * m, 0) / (3 * 2)), 14);
    expect(skewness).toBeCloseTo(6 / 6 / (8 / 6) ** 1.5 / Math.sqrt(6), 14);
    const none = { se: 0, skewness: 0, means: new Float64Array(3) };
    expect(netSpread(new Float64Array(6), Int32Array.of(0, 0, 1, 1, 2, 2))).toEqual(none);
    expect(reach(none, 0.95)).toEqual({ below: 0, above: 0 });
  });

  test("the end towards which terms are skewed is farther, as Student's t is by fewer degrees; the other stays", () => {
    const random = createRandom(3);
    const means = Float64Array.from({ length: 16 }, () => random.normal());
    const [low, high] = typicalEnds(means, 0.95) as [number, number];
    const ends = (skewness: number): { below: number; above: number } => reach({ se: 2, means, skewness }, 0.95);
    const t = (degrees: number): number => studentQuantile(0.95, degrees) / studentQuantile(0.95, 15);
    expect(ends(0)).toEqual({ below: -low, above: high });
    expect(ends(0.2).below).toBe(-low);
    expect(ends(0.2).above).toBeCloseTo(high * t(1 / (1 / 15 + 2 * 0.04)), 12);
    expect(ends(-0.2).above).toBe(high);
    expect(ends(-0.2).below / -low).toBeCloseTo(ends(0.2).above / high, 12);
    expect(ends(0.9).above).toBe(high * t(3)); // no fewer than a fifth
  });

  test("fewer nets than the confidence asks for have Student's", () => {
    const half = 2 * studentQuantile(0.95, 3);
    expect(reach({ se: 2, means: Float64Array.of(-1, 1, 2, -2), skewness: 0 }, 0.95)).toEqual({
      below: half,
      above: half,
    });
  });

  test("intervals of a mean of few terms hold more often than by R - 1 degrees, of symmetric ones as often", () => {
    const [nets, each, tries] = [16, 16, 1500];
    const net = Int32Array.from({ length: nets * each }, (_, row) => Math.floor(row / each));
    const random = createRandom(7);
    const rates = (term: () => number, truth: number): [number, number] => {
      let [plain, wider] = [0, 0];
      for (let k = 0; k < tries; k++) {
        const terms = Float64Array.from(net, term);
        const mean = terms.reduce((sum, value) => sum + value, 0) / terms.length;
        const spread = netSpread(
          terms.map((value) => value - mean),
          net,
        );
        const { below, above } = reach(spread, 0.95);
        if (Math.abs(mean - truth) <= studentQuantile(0.95, nets - 1) * spread.se) plain++;
        if (mean - below <= truth && truth <= mean + above) wider++;
      }
      return [plain / tries, wider / tries];
    };
    // exp(2 z): a mean of e^2, half of which is of one term in 40.
    const [plain, wider] = rates(() => Math.exp(2 * random.normal()), Math.exp(2));
    expect(plain).toBeLessThan(0.87);
    expect(wider).toBeGreaterThan(plain + 0.03);
    const [even, same] = rates(() => random.normal(), 0);
    expect(even).toBeGreaterThan(0.93);
    expect(same - even).toBeLessThan(0.01);
  });
});

test("fourthMoment(input, k) is E p_k^4, by quadrature", () => {
  const normal = { name: "z", mean: 0, sd: 1 };
  const values = new Float64Array(6);
  const moments = new Float64Array(6);
  const step = 1 / 64;
  for (let z = -16; z <= 16; z += step) {
    orthonormal(normal, z, values);
    const weight = (step * Math.exp((-z * z) / 2)) / Math.sqrt(2 * Math.PI);
    values.forEach((p, k) => (moments[k] += weight * p ** 4));
  }
  moments.forEach((moment, k) => expect(fourthMoment(normal, k) / moment).toBeCloseTo(1, 9));
  expect(fourthMoment(normal, 4)).toBe(639);
  expect(fourthMoment({ name: "u", low: 0, high: 1 }, 4)).toBe(1);
});
