import { describe, expect, test } from "vitest";

import { formatSobol } from "../../../src/sensitivity/global/format-indices";
import { fitSurrogate, isSteep, type Term } from "../../../src/sensitivity/global/fit-surrogate";
import { sobolDesign } from "../../../src/sensitivity/global/sobol-design";
import { sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import { coverage, ONE_NET } from "../../support/interval-coverage";
import { borehole, gFunction, ishigami, twoSteps, type TestFunction } from "../../support/test-functions";

const uniform = ["a", "b", "c"].map((name) => ({ name, low: 0, high: 1 }));
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

describe("sobolIndices(f, inputs), its polynomial as control variate", () => {
  // All at 200 seeds, 1024 base points too, in sobol-indices.long.test.ts.
  test.each<[string, TestFunction, number, number]>([
    ["Ishigami's", ishigami(), 100, 12],
    ["g of 6 inputs", gFunction([0, 0.5, 3, 9, 99, 99]), 2, 12],
    ["the borehole", borehole(), 40, 8],
    ["two steps", twoSteps(), 1, 24],
  ])("%s function, N = 256: more accurate than one net; without it, less", (_, f, times, seeds) => {
    const { rmse, rates } = coverage(f, { basePoints: 256 }, seeds);
    const one = coverage(f, { ...ONE_NET, basePoints: 256 }, seeds).rmse;
    const without = coverage(f, { basePoints: 256, surrogate: false }, seeds).rmse;
    expect(rmse.first * times).toBeLessThan(one.first);
    expect(rmse.total * times).toBeLessThan(one.total);
    expect(mean(rates)).toBeGreaterThan(0.9);
    expect(without.first).toBeGreaterThan(one.first); // the control
  });

  test("a polynomial's indices are exact, of pairs too, and the report says all of the variance", () => {
    // a + 2 b + 6 (a - 1/2)(b - 1/2): variances 1/12, 4/12, 36/144; with c in it alone, nothing.
    const f = ([a, b]: Float64Array): number => a + 2 * b + 6 * (a - 0.5) * (b - 0.5);
    const result = sobolIndices(f, uniform, { basePoints: 64, secondOrder: true });
    const V = 1 / 12 + 4 / 12 + 36 / 144;
    const near = (value: number, truth: number): void => expect(Math.abs(value - truth)).toBeLessThan(1e-12);
    [1 / 12, 4 / 12, 0].forEach((part, i) => near(result.first[i].value, part / V));
    [1 / 12 + 1 / 4, 4 / 12 + 1 / 4, 0].forEach((part, i) => near(result.total[i].value, part / V));
    near(result.second?.[0].index.value ?? NaN, 1 / 4 / V);
    near(result.variance, V);
    near(result.mean, 1.5);
    expect(result.surrogate.status).toBe("used");
    near(result.surrogate.share, 1);
    // The control: a step is no polynomial.
    expect(sobolIndices(([a]) => Number(a > 0.3), uniform, { basePoints: 64 }).surrogate.share).toBeLessThan(0.99);
  });

  test("normal inputs take Hermite's polynomials, log-uniform ones Legendre's of their logarithm", () => {
    const inputs = [
      { name: "z", mean: 3, sd: 2 },
      { name: "l", low: 1, high: 100, scale: "log" as const },
    ];
    const f = ([z, l]: Float64Array): number => (z - 3) ** 2 / 4 + Math.log(l);
    const { first, surrogate, variance } = sobolIndices(f, inputs, { basePoints: 64 });
    const V = [2, Math.log(100) ** 2 / 12];
    expect(variance).toBeCloseTo(V[0] + V[1], 10);
    expect(first[0].value).toBeCloseTo(V[0] / (V[0] + V[1]), 10);
    expect(surrogate.terms).toEqual([3, 3]);
  });

  test("kinks and steps across normal inputs: intervals hold, though few points see tails of polynomials", () => {
    const normals = ["a", "b"].map((name) => ({ name, mean: 0, sd: 1 }));
    const sumOf = (h: (z: number) => number, variance: number): TestFunction => {
      const parts = [variance / (1 + variance), 1 / (1 + variance)];
      return { f: ([a, b]) => h(a) + b, inputs: normals, first: parts, total: parts, second: {} };
    };
    // max(0, z - 1): mean p - q of the density p and the tail q at 1, mean square 2 q - p.
    const [p, q] = [0.24197072451914337, 0.15865525393145707];
    const cases: TestFunction[] = [
      sumOf(Math.abs, 1 - 2 / Math.PI),
      sumOf((z) => Math.max(0, z - 1), 2 * q - p - (p - q) ** 2),
      { f: ([a, b]) => Number(a + b > 0), inputs: normals, first: [1 / 3, 1 / 3], total: [2 / 3, 2 / 3], second: {} },
    ];
    // .946 to .950 over 1000 seeds; .87 to .94 where polynomials with any tails are taken at their word.
    for (const of of cases) {
      const { rates, halved } = coverage(of, { basePoints: 256 }, 60);
      expect(mean(rates)).toBeGreaterThan(0.92);
      expect(mean(halved)).toBeLessThan(0.8); // the control
    }
  });

  test("singular at an end of an input: intervals hold, though no point sees what a polynomial leaves there", () => {
    // h(a) + b on the unit square, of the variance of h: x^s has 1 / (2 s + 1) - 1 / (s + 1)^2.
    const sumOf = (h: (x: number) => number, variance: number): TestFunction => {
      const parts = [variance, 1 / 12].map((part) => part / (variance + 1 / 12));
      return { f: ([a, b]) => h(a) + b, inputs: uniform.slice(0, 2), first: parts, total: parts, second: {} };
    };
    const power = (s: number): TestFunction => sumOf((x) => x ** s, 1 / (2 * s + 1) - 1 / (s + 1) ** 2);
    const arc = sumOf((x) => Math.sqrt(x * (1 - x)), 1 / 6 - (Math.PI / 8) ** 2);
    // .90, .94 and .93 over 400 seeds; .76, .79 and .76 with every degree that least squares takes.
    for (const of of [power(0.5), power(1.5), arc]) {
      const { rates, halved } = coverage(of, { basePoints: 256 }, 40);
      expect(mean(rates)).toBeGreaterThan(0.86);
      expect(mean(halved)).toBeLessThan(0.8); // the control
    }
  });

  test("a degree goes as far as the output is smooth, or bent inside alone", () => {
    const highest = (f: (x: Float64Array) => number): number =>
      Math.max(...fitSurrogate(uniform, [0, 1, 2], 256, points, y(f)).flatMap(({ degrees }) => degrees));
    const points = sobolDesign(uniform, { basePoints: 128 }).rows;
    const y = (f: (x: Float64Array) => number): Float64Array =>
      Float64Array.from({ length: points.length / 3 }, (_, row) => f(points.subarray(3 * row, 3 * row + 3)));
    const bent =
      (at: number) =>
      ([a, b]: Float64Array): number =>
        Math.abs(a - at) + b - 0.5;
    expect(highest(([a, b]) => Math.sin(20 * a) + b)).toBeGreaterThan(16);
    expect(highest(([a, b]) => Math.sqrt(a) + b)).toBe(8);
    expect(highest(bent(0.4))).toBeGreaterThan(8);
    expect(highest(bent(0.4))).toBeLessThanOrEqual(16);
  });

  test("polynomials of normal inputs are steep where the points do not know their squares", () => {
    const inputs = [...uniform, { name: "z", mean: 0, sd: 1 }];
    const of = (input: number, degree: number): Term[] => [
      { inputs: [], degrees: [], c: 1 },
      { inputs: [input], degrees: [degree], c: 1 },
    ];
    // E p^4 is 3, 15, 93: the mean square is off by sqrt(2 / n), sqrt(14 / n), sqrt(92 / n).
    for (const [degree, points] of [
      [1, 200],
      [2, 1400],
      [3, 9200],
    ] as const) {
      expect(isSteep(of(3, degree), inputs, points - 1)).toBe(true);
      expect(isSteep(of(3, degree), inputs, points + 1)).toBe(false);
    }
    expect(isSteep(of(0, 9), inputs, 16)).toBe(false); // Legendre's have no tails
    // Degree 3 joins from 4 times 92 points on.
    const cube = ([z]: Float64Array): number => z ** 3;
    const share = (basePoints: number): number => sobolIndices(cube, [inputs[3]], { basePoints }).surrogate.share;
    expect(share(256)).toBeLessThan(0.9);
    expect(1 - share(512)).toBeLessThan(1e-12);
  });

  test("steps and kinks elsewhere, on the axes and off: no less accurate than one net, intervals hold", () => {
    const three = (x: Float64Array): number =>
      Number(x[0] > 0.3) + 2 * Number(x[0] + 2 * x[1] > 1.7) + Number(x[2] > x[0]);
    const roof = (x: Float64Array): number => Math.abs(x[0] + x[1] - 0.9) + Math.max(0, x[1] - x[2] - 0.1);
    for (const f of [three, roof]) {
      const all = sobolIndices(f, uniform, { basePoints: 2 ** 14, surrogate: false, replicates: 1, ...ONE_NET });
      const truth = { first: all.first.map(({ value }) => value), total: all.total.map(({ value }) => value) };
      const of: TestFunction = { f, inputs: uniform, second: {}, ...truth };
      const { rmse, rates } = coverage(of, { basePoints: 256 }, 24);
      const one = coverage(of, { ...ONE_NET, basePoints: 256 }, 24).rmse;
      expect(rmse.first).toBeLessThan(one.first);
      expect(rmse.total).toBeLessThan(one.total);
      expect(mean(rates)).toBeGreaterThan(0.9);
    }
  });

  test("an input that does nothing, or is fixed, keeps indices of 0 exactly", () => {
    const inputs = [...uniform, { name: "fixed", low: 2, high: 2 }];
    const { first, total } = sobolIndices(([a, b]) => Number(a + b > 1), inputs, { basePoints: 256 });
    for (const index of [first[2], total[2], first[3], total[3]]) expect(index).toEqual({ value: 0, low: 0, high: 0 });
  });

  test("an index whose terms it would spread keeps its own: steps that nets hit exactly", () => {
    const { first, total } = sobolIndices(([a, b]) => Number(a > 0.5 && b > 0.5), uniform, { basePoints: 256 });
    for (const [index, truth] of [
      [first[0], 1 / 3],
      [total[0], 2 / 3],
    ] as const)
      expect(Math.abs(index.value - truth)).toBeLessThan(1e-3);
  });

  test("an input with a tiny share: its interval stays above 0 and holds about as often as it says", () => {
    const f = borehole();
    const seeds = Array.from({ length: 16 }, (_, seed) => sobolIndices(f.f, f.inputs, { basePoints: 256, seed }));
    for (const i of [2, 4]) {
      const held = seeds.filter(({ total }) => total[i].low <= f.total[i] && f.total[i] <= total[i].high).length;
      expect(held).toBeGreaterThan(11);
      for (const { total } of seeds) expect(total[i].value).toBeLessThan(1e-4);
    }
  });

  test("says what it did where it did nothing", () => {
    const f = ishigami();
    const said = (options: object, g = f.f): string => {
      const result = sobolIndices(g, f.inputs, { basePoints: 64, ...options });
      return `${result.surrogate.status}: ${formatSobol(result)}`;
    };
    expect(said({})).toMatch(/^used: [^]*\nControl variate: polynomials of \d+ and \d+ terms, which leave .* %/);
    // A kink across a normal input has powers with tails, a line none.
    const normal = [{ name: "z", mean: 0, sd: 1 }];
    const kinked = sobolIndices(([z]) => Math.abs(z), normal, { basePoints: 256 });
    expect(kinked.surrogate).toMatchObject({ status: "used", steep: true });
    expect(kinked.surrogate.taken).toBeLessThan(1);
    expect(formatSobol(kinked)).toMatch(
      /; \d+ % of the estimates spread less with them and take them\.\nFew points see the tails/,
    );
    const line = sobolIndices(([z]) => z, normal, { basePoints: 256 });
    expect(line.surrogate).toMatchObject({ status: "used", steep: false, taken: 1 });
    expect(formatSobol(line)).not.toMatch(/take them|tails/);
    expect(said({ surrogate: false })).toMatch(/^off: (?![^]*[Cc]ontrol variate)/);
    expect(said(ONE_NET)).toMatch(/^too-few-nets: [^]*it takes 4 randomisations/);
    const missing = (x: Float64Array): number => (x[0] > 3.05 ? NaN : f.f(x));
    expect(said({}, missing)).toMatch(/^points-missing: [^]*points that have a value is not known/);
    expect(() => sobolIndices(f.f, f.inputs, { surrogate: 1 as unknown as boolean })).toThrow(
      "options.surrogate must be true or false, got 1",
    );
  });
});
