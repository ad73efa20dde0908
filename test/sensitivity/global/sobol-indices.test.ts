import { describe, expect, test } from "vitest";

import { formatSobol } from "../../../src/sensitivity/global/format-indices";
import { sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import type { SobolIndex, SobolResult } from "../../../src/sensitivity/global/sobol-indices";
import type { SobolOptions } from "../../../src/sensitivity/global/sobol-options";
import { coverage } from "../../support/interval-coverage";
import { gFunction, ishigami } from "../../support/test-functions";

type Pairs = NonNullable<SobolResult["second"]>;

/** Seeds of the short form; sobol-indices.long.test.ts takes 200. */
const SEEDS = 40;
/** 95 % less 3.2 standard errors of a rate over 40 seeds. */
const LEAST = 0.84;

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b) / values.length;

describe("sobolIndices(f, inputs) on Ishigami's function, a = 7, b = 0.1", () => {
  const f = ishigami();

  test("the closed form is the published one", () => {
    const rounded = (values: readonly number[]): number[] => values.map((v) => Number(v.toFixed(4)));
    expect(rounded(f.first)).toEqual([0.3139, 0.4424, 0]);
    expect(rounded(f.total)).toEqual([0.5576, 0.4424, 0.2437]);
  });

  test("many points: every index within its interval, and that small", () => {
    const { first, total, second, convergence, status } = sobolIndices(f.f, f.inputs, {
      basePoints: 2 ** 14,
      secondOrder: true,
    });
    expect(status).toBe("estimated");
    const holds = ({ value, low, high }: SobolIndex, truth: number): void => {
      expect(high - low).toBeLessThan(0.04);
      expect(Math.abs(value - truth)).toBeLessThan(0.01);
      expect(low - 0.002).toBeLessThan(truth);
      expect(high + 0.002).toBeGreaterThan(truth);
    };
    first.forEach((index, i) => holds(index, f.first[i]));
    total.forEach((index, i) => holds(index, f.total[i]));
    second?.forEach(({ i, j, index }) => holds(index, f.second[`${i},${j}`] ?? 0));
    expect(second?.map(({ i, j }) => `${i},${j}`)).toEqual(["0,1", "0,2", "1,2"]);
    expect(convergence).toMatchObject({ converged: true, tolerance: 0.05 });
    expect(convergence.steps.map(({ basePoints }) => basePoints)).toEqual([2048, 4096, 8192, 16384]);
  });

  test("95 % intervals from replicates hold at about their rate over 40 seeds", () => {
    const { rates, halved } = coverage(f, { basePoints: 256 }, SEEDS);
    for (const rate of rates) expect(rate).toBeGreaterThanOrEqual(LEAST);
    expect(mean(halved)).toBeLessThan(LEAST); // the control
  });

  test("less confidence takes narrower intervals of the same estimates, which hold less often", () => {
    const { rates, halfWidth, rmse } = coverage(f, { basePoints: 256, confidence: 0.7 }, SEEDS / 4);
    const usual = coverage(f, { basePoints: 256 }, SEEDS / 4);
    expect(rmse).toEqual(usual.rmse);
    expect(halfWidth).toBeLessThan(0.7 * usual.halfWidth);
    expect(mean(rates)).toBeLessThan(mean(usual.rates) - 0.1);
  });

  test("bootstrap intervals take a net's points for independent: wider, and seldom missing", () => {
    const options: SobolOptions = { basePoints: 1024, intervals: "bootstrap", replicates: 1, resamples: 100 };
    const bootstrap = coverage(f, options, 20);
    for (const rate of bootstrap.rates) expect(rate).toBeGreaterThanOrEqual(0.9);
    expect(bootstrap.halfWidth).toBeGreaterThan(1.2 * coverage(f, { basePoints: 1024 }, 20).halfWidth);
  });
});

describe("sobolIndices(f, inputs) on Sobol's g-function", () => {
  test("95 % intervals hold at about their rate over 40 seeds", () => {
    const { rates } = coverage(gFunction([0, 1, 4.5, 9]), { basePoints: 512 }, SEEDS);
    for (const rate of rates) expect(rate).toBeGreaterThanOrEqual(LEAST);
  });

  test("second-order indices of all pairs", () => {
    const g = gFunction([0, 0.5, 1]);
    const { second } = sobolIndices(g.f, g.inputs, { basePoints: 2 ** 13, secondOrder: true });
    expect(second?.length).toBe(3);
    for (const { i, j, index } of second as Pairs) {
      expect(Math.abs(index.value - g.second[`${i},${j}`])).toBeLessThan(0.02);
    }
  });
});

describe("what a result says", () => {
  const f = ishigami();

  test("scheme and number of evaluations", () => {
    const count = (options: SobolOptions): number =>
      sobolIndices(f.f, f.inputs, { basePoints: 64, ...options }).evaluations;
    expect(count({})).toBe(64 * 5);
    expect(count({ secondOrder: true })).toBe(64 * 8);
  });

  test("the same seed gives the same numbers, another seed others; zero is a seed", () => {
    const value = (seed: number): number => sobolIndices(f.f, f.inputs, { basePoints: 64, seed }).first[0].value;
    expect(value(0)).toBe(value(0));
    expect(new Set([0, 1, 2].map(value)).size).toBe(3);
  });

  test("a constant output has no index, and no division by zero", () => {
    const result = sobolIndices(() => 3, f.inputs, { basePoints: 64, secondOrder: true });
    expect(result).toMatchObject({ status: "constant-output", mean: 3, variance: 0 });
    expect([...result.first, ...result.total].every(({ value }) => Number.isNaN(value))).toBe(true);
    expect(formatSobol(result)).toContain(
      "The output is the same to 12 digits (3) wherever it was evaluated: there is no variance",
    );
    // One in a million: what 64 points see of it is constant, and no more is said.
    const rare = sobolIndices(([x]) => (x > 1 - 1e-6 ? 1 : 0), [{ name: "x", low: 0, high: 1 }], { basePoints: 64 });
    expect(formatSobol(rare)).not.toContain("is constant");
    const nearly = sobolIndices((x) => 3 + 1e-14 * x[0], f.inputs, { basePoints: 64 });
    expect(nearly.status).toBe("constant-output");
    expect(sobolIndices((x) => 3 + 1e-9 * x[0], f.inputs, { basePoints: 64 }).status).toBe("estimated");
  });

  test("has no index where more than a tenth of the base points have no value, and one just below", () => {
    // Each base point has a of its own at A, AB_2, ..: the share that is lost is about 2 p, of A's and of B's.
    const lost = (p: number) => (x: Float64Array) => (x[0] > Math.PI * (1 - 2 * p) ? NaN : f.f(x));
    const few = sobolIndices(lost(0.04), f.inputs, { basePoints: 256 });
    expect([few.status, few.basePoints > 0.9 * 256]).toEqual(["estimated", true]);
    const many = sobolIndices(lost(0.08), f.inputs, { basePoints: 256 });
    expect([many.status, many.basePoints > 0.8 * 256]).toEqual(["no-output", true]);
    expect([...many.first, ...many.total].every(({ value }) => Number.isNaN(value))).toBe(true);
    expect(formatSobol(many)).toMatch(/Too few points have a value, with all of them \d+ of 256 base points: no index/);
    // Three quarters lost, and yet 16 base points: what is left is another function.
    const most = sobolIndices((x) => (x[0] > -Math.PI / 2 ? NaN : f.f(x)), f.inputs, { basePoints: 64 });
    expect([most.status, most.basePoints > 1]).toEqual(["no-output", true]);
  });

  test("points that throw or are not finite are left out with their reason", () => {
    const g = (x: Float64Array): number => {
      if (x[0] > 3.05) throw new Error("x1 is above 3.05");
      return x[1] > 3.05 ? NaN : f.f(x);
    };
    const result = sobolIndices(g, f.inputs, { basePoints: 256 });
    expect(result.status).toBe("estimated");
    expect(new Set(result.failures.map(({ reason }) => reason))).toEqual(
      new Set(["x1 is above 3.05", "the value is NaN"]),
    );
    for (const { x } of result.failures) expect(x[0] > 3.05 || x[1] > 3.05).toBe(true);
    expect(result.basePoints).toBeLessThan(256);
    expect(formatSobol(result)).toMatch(
      /\d+ evaluations have no value and their base points are left out; the first at \(.*\): /,
    );
    const none = sobolIndices(() => NaN, f.inputs, { basePoints: 64 });
    expect(none.status).toBe("no-output");
    expect(formatSobol(none)).toContain("Too few points have a value");
  });

  test("a negative small index is explained by its interval", () => {
    const seeds = Array.from({ length: 20 }, (_, seed) => sobolIndices(f.f, f.inputs, { basePoints: 128, seed }));
    const negative = seeds.find(({ first }) => first[2].value < 0) as SobolResult;
    expect(negative.first[2].high).toBeGreaterThan(0);
    expect(formatSobol(negative)).toContain("Indices below 0 are estimates of small ones: their intervals cover 0.");
  });

  test("convergence is reported: not from few points, then from many", () => {
    const few = sobolIndices(f.f, f.inputs, { basePoints: 64 });
    expect(few.convergence.converged).toBe(false);
    expect(formatSobol(few)).toContain("NOT converged: the widest interval is ±");
    expect(formatSobol(sobolIndices(f.f, f.inputs, { basePoints: 4096 }))).toContain("\nConverged: ");
  });

  test("heavy tails never converge: one point holds the variance, and the text says so", () => {
    const normals = ["a", "b"].map((name) => ({ name, mean: 0, sd: 1 }));
    const exponential = (s: number, seed: number): SobolResult =>
      sobolIndices((x) => Math.exp(s * x[0]), normals, { seed });
    for (const s of [2, 3, 8])
      for (let seed = 0; seed < 8; seed++) expect(exponential(s, seed).convergence.converged).toBe(false);
    expect(exponential(2, 62).convergence.largestShare).toBeGreaterThan(0.9);
    const text = formatSobol(exponential(8, 1));
    expect(text).toContain("NOT converged");
    expect(text).toMatch(/A few points hold the variance, one of 1024 alone \d+ % of it \(limit 10 %\): .*its log\./);
    expect(text).toMatch(/An S1 is above its ST by 0.99/);
    expect(text).toMatch(/No control variate: .* explained nothing of the other, as where an output has heavy tails/);
    // Of +-1 no few points hold the variance: no tail is blamed, and no log of a negative number advised.
    const uniform = ["a", "b", "c"].map((name) => ({ name, low: -1, high: 1 }));
    const jumps = formatSobol(sobolIndices(([a, b, c]) => Math.sign(a * b * c), uniform, { basePoints: 64 }));
    expect(jumps).toMatch(/No control variate: .* nothing of the other, as where many inputs act together .* points\./);
    expect(jumps).not.toContain("log");
    // The controls: the log of the same output, and functions without a tail, are not accused.
    expect(sobolIndices((x) => 8 * x[0], normals).convergence.converged).toBe(true);
    for (const { f: g, inputs } of [f, gFunction([0, 1, 4.5, 9])])
      expect(sobolIndices(g, inputs, { basePoints: 4096 }).convergence.converged).toBe(true);
  });

  test("values that differ at changed points alone are not constant", () => {
    const corner = (x: Float64Array): number => (x[0] > 0.85 && x[1] > 0.85 ? 1 : 0);
    const inputs = ["x0", "x1"].map((name) => ({ name, low: 0, high: 1 }));
    const result = sobolIndices(corner, inputs, { basePoints: 32, seed: 0 });
    expect(result.status).toBe("too-few-vary");
    expect(formatSobol(result)).toContain("The output differs at too few points to have a variance");
    expect(sobolIndices(corner, inputs).status).toBe("estimated");
  });

  test.each([2 ** -700, 1e-200, 1e200, 2 ** 1000])("indices do not depend on the output's unit: times %d", (unit) => {
    const inputs = ["x0", "x1"].map((name) => ({ name, low: 0, high: 1 }));
    const of = (factor: number): SobolResult => sobolIndices((x) => factor * (x[0] + 2 * x[1]), inputs, { seed: 1 });
    const [plain, scaled] = [of(1), of(unit)];
    expect(scaled).toMatchObject({ status: "estimated", convergence: { converged: true } });
    [...scaled.first, ...scaled.total].forEach(({ value, high }, k) => {
      expect(value).toBeCloseTo([...plain.first, ...plain.total][k].value, 12);
      expect(high).toBeCloseTo([...plain.first, ...plain.total][k].high, 12);
    });
  });

  test("an output that the polynomial is to the last digit has intervals as wide as rounding, and no wider", () => {
    const inputs = ["x0", "x1"].map((name) => ({ name, low: 0, high: 1 }));
    for (let seed = 0; seed < 20; seed++) {
      const { first, total } = sobolIndices((x) => x[0] + 2 * x[1], inputs, { basePoints: 256, seed });
      [...first, ...total].forEach(({ low, high }, k) => {
        const truth = [0.2, 0.8][k % 2];
        expect(low).toBeLessThanOrEqual(truth);
        expect(high).toBeGreaterThanOrEqual(truth);
        expect(high - low).toBeGreaterThan(2 ** -51 * truth);
        expect(high - low).toBeLessThan(2 ** -45 * truth);
      });
    }
  });

  test("few points take fewer replicates of their own accord", () => {
    expect(sobolIndices(f.f, f.inputs, { basePoints: 16 }).replicates).toBe(8);
    expect(sobolIndices(f.f, f.inputs, { basePoints: 8 }).replicates).toBe(4);
    expect(() => sobolIndices(f.f, f.inputs, { basePoints: 4 })).toThrow(
      "options.basePoints must be 8 or above for intervals from replicates, got 4",
    );
  });

  test("a normal and a log-uniform input: indices of a sum", () => {
    const inputs = [
      { name: "a", mean: 5, sd: 2 },
      { name: "b", low: 1, high: 100, scale: "log" as const },
    ];
    const { first, variance } = sobolIndices((x) => x[0] + Math.log(x[1]), inputs, { basePoints: 2 ** 13 });
    const [a, b] = [4, Math.log(100) ** 2 / 12];
    expect(Math.abs(variance / (a + b) - 1)).toBeLessThan(0.01);
    expect(Math.abs(first[0].value - a / (a + b))).toBeLessThan(0.01);
  });

  test("a function that returns no number is refused", () => {
    expect(() => sobolIndices((() => "3") as unknown as () => number, f.inputs)).toThrow(
      'f must return a number, got "3"',
    );
    expect(() => sobolIndices((() => Promise.resolve(3)) as unknown as () => number, f.inputs)).toThrow(
      "f must return a number, got a Promise",
    );
  });

  test.each([
    [
      { point: 64 } as SobolOptions,
      "options.point must be an option that is known (basePoints, replicates, secondOrder, seed, intervals, " +
        "surrogate, confidence, resamples, tolerance); did you mean basePoints?, got 64",
    ],
    [{ basePoints: 100 }, "options.basePoints must be a power of two from 2 to 16777216, got 100"],
    [{ replicates: 3 }, "options.replicates must be a power of two from 1 to 512, got 3"],
    [{ replicates: 2 }, "options.replicates must be 4 or above for intervals from replicates, got 2"],
    [{ confidence: 1 }, "options.confidence must lie between 0 and 1, got 1"],
    [{ intervals: "guess" as "bootstrap" }, 'options.intervals must be replicates or bootstrap, got "guess"'],
    [{ seed: -1 }, "options.seed must be a whole number"],
  ])("%j is refused", (options, message) => {
    expect(() => sobolIndices(f.f, f.inputs, options)).toThrow(message);
  });

  test.each([
    [[], "inputs must be a list of at least one input"],
    [[{ name: "a", low: 1, high: 0 }], "inputs[0].high must be a finite number, not below low (1), got 0"],
    [[{ name: "a", low: 0, high: 1, scale: "log" as const }], "inputs[0].low must be above 0 on a log scale, got 0"],
    [
      [
        { name: "a", low: 0, high: 1 },
        { name: "a", mean: 0, sd: 1 },
      ],
      'inputs[1].name must differ from the names before it, got "a"',
    ],
    [
      [{ name: "a", mean: 0, sd: 1, low: 0, high: 1 }],
      'inputs[0] must have either low and high, or mean and sd, got "{ mean, sd, low, high }"',
    ],
    [[{ name: "a", mean: 0, sd: -1 }], "inputs[0].sd must be a finite number, 0 or above, got -1"],
  ])("inputs %j are refused", (inputs, message) => {
    expect(() => sobolIndices(f.f, inputs)).toThrow(message);
  });
});
