import { describe, expect, test } from "vitest";

import { modelStudy } from "../../../src/sensitivity/model/model-study";
import type { StudyOutput, Variation } from "../../../src/sensitivity/model/study-function";
import { sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import { tornado } from "../../../src/sensitivity/model/tornado";
import { allocate } from "../../../src/solver/allocate";
import { twap } from "../../../src/solver/baselines/baselines";
import { costOf } from "../../../src/solver/model/cost";

const MODEL = {
  alpha: [0.1, 0.2, 0.05, 0.3],
  beta: [1.5, 1.6, 1.7, 1.4],
  minSize: [10, 10, 10, 10],
  maxSize: [90, 90, 90, 90],
};
const S = 100;
const range = { low: -0.3, high: 0.3 };
const ALL: Variation[] = [
  { name: "level", varies: "level", ...range },
  { name: "level slope", varies: "level-slope", ...range },
  { name: "exponent", varies: "exponent", ...range },
  { name: "exponent slope", varies: "exponent-slope", ...range },
  { name: "size", varies: "size", low: 80, high: 120 },
];
const POINT = [0.1, 0.2, -0.05, 0.08, 110];

describe("modelStudy(model, size, variations)", () => {
  test("changes the parameters as its formulas say: t from -1 to 1, cost kept at the pivot", () => {
    const t = [-1, -1 / 3, 1 / 3, 1];
    const alpha = MODEL.alpha.map((a, i) => a * Math.exp(0.1 + 0.2 * t[i] - (-0.05 + 0.08 * t[i]) * Math.log(30)));
    const beta = MODEL.beta.map((b, i) => b - 0.05 + 0.08 * t[i]);
    const at = (output: StudyOutput): number => modelStudy(MODEL, S, ALL, { output }).f(Float64Array.from(POINT));
    const optimum = allocate({ alpha, beta }, 110);
    expect(at("cost")).toBeCloseTo(optimum.cost, 10);
    expect(at("cost-per-share")).toBeCloseTo(optimum.cost / 110, 12);
    expect(at("shadow-price")).toBeCloseTo(optimum.lambda, 12);
    expect(at("saving")).toBeCloseTo(1 - optimum.cost / twap({ alpha, beta }, 110).cost, 12);
    expect(at("effective-bins")).toBeCloseTo(1 / optimum.x.reduce((sum, x) => sum + (x / 110) ** 2, 0), 10);
    const planned = allocate(MODEL, S).x.map((x) => x * 1.1);
    expect(at("regret")).toBeCloseTo(costOf({ alpha, beta }, planned) - optimum.cost, 9);
  });

  test("at its base it is the model as estimated; a point leaves no trace in the next", () => {
    const { f, base } = modelStudy(MODEL, S, ALL);
    const { cost } = allocate(MODEL, S);
    expect(f(base)).toBeCloseTo(cost, 12);
    f(Float64Array.from(POINT));
    expect(f(base)).toBeCloseTo(cost, 12);
  });

  test("a group of bins moves alone", () => {
    const { f } = modelStudy(MODEL, S, [{ name: "open", varies: "level", binRange: [0, 2], ...range }]);
    const alpha = MODEL.alpha.map((a, i) => (i < 2 ? a * Math.exp(0.3) : a));
    expect(f(Float64Array.of(0.3))).toBeCloseTo(allocate({ alpha, beta: MODEL.beta }, S).cost, 10);
  });

  test("the cost is proportional to exp(level): its Sobol index is that of an exponential times the rest", () => {
    const { f, inputs } = modelStudy(MODEL, S, [ALL[0], { ...ALL[4], name: "size" }]);
    const { total, second } = sobolIndices(f, inputs, { basePoints: 4096, secondOrder: true });
    // Var of e^v over [-0.3, 0.3], relative to the squared mean.
    const mean = Math.sinh(0.3) / 0.3;
    const level = Math.sinh(0.6) / 0.6 / mean ** 2 - 1;
    const { cost: beta } = { cost: MODEL.beta }; // between the least and the largest exponent, C ~ S^beta
    const power = (b: number): number => {
      const moment = (k: number): number => (120 ** (k + 1) - 80 ** (k + 1)) / (k + 1) / 40;
      return moment(2 * b) / moment(b) ** 2 - 1;
    };
    const [least, most] = [Math.min(...beta), Math.max(...beta)].map(
      (b) => (level + level * power(b)) / (level + power(b) + level * power(b)),
    );
    expect(total[0].value).toBeGreaterThan(Math.min(least, most) - 0.02);
    expect(total[0].value).toBeLessThan(Math.max(least, most) + 0.02);
    expect(Math.abs(second?.[0].index.value ?? 1)).toBeLessThan(0.02);
  });

  test("bad input is named", () => {
    expect(() => modelStudy(MODEL, 0, ALL)).toThrow("size must be above 0, got 0");
    expect(() => modelStudy(MODEL, S, ALL, { output: "profit" as StudyOutput })).toThrow(
      'options.output must be one of cost, cost-per-share, shadow-price, saving, regret, effective-bins, got "profit"',
    );
    expect(() => modelStudy(MODEL, S, [{ ...ALL[0], varies: "gamma" as "level" }])).toThrow(
      'inputs[0].varies must be one of level, level-slope, exponent, exponent-slope, size, got "gamma"',
    );
    expect(() => modelStudy(MODEL, S, [{ ...ALL[0], binRange: [2, 5] }])).toThrow(
      'inputs[0].binRange must be two bins [from, to] with 0 <= from < to <= 4, got "[2,5]"',
    );
  });

  test("a point where beta falls to 0 is no value, with the reason", () => {
    const { f, inputs } = modelStudy(MODEL, S, [{ name: "exponent", varies: "exponent", low: -2, high: 0 }]);
    const { failures } = sobolIndices(f, inputs, { basePoints: 64 });
    expect(failures.length).toBeGreaterThan(0);
    expect(failures[0].reason).toMatch(/^beta\[\d\] must be a finite number above 0, got -/);
  });
});

describe("tornado(study)", () => {
  const study = modelStudy(MODEL, S, ALL);

  test("the ends are exact, the widest bar first", () => {
    const { base, bars, output } = tornado(study);
    expect(output).toBe("cost");
    expect(base).toBeCloseTo(allocate(MODEL, S).cost, 12);
    const size = bars.find(({ name }) => name === "size");
    expect(size?.low).toBeCloseTo(allocate(MODEL, 80).cost, 10);
    expect(size?.high).toBeCloseTo(allocate(MODEL, 120).cost, 10);
    const widths = bars.map(({ low, high }) => Math.max(Math.abs(low - base), Math.abs(high - base)));
    expect(widths).toEqual([...widths].sort((a, b) => b - a));
  });

  test.each(["cost", "cost-per-share", "shadow-price"] as const)(
    "the derivatives of %s are those of the output",
    (output) => {
      const { f, base, inputs } = modelStudy(MODEL, S, ALL, { output });
      for (const { name, derivative } of tornado(modelStudy(MODEL, S, ALL, { output })).bars) {
        const k = inputs.findIndex((input) => input.name === name);
        const h = name === "size" ? 1e-2 : 1e-4;
        const at = (step: number): number => f(base.map((v, i) => (i === k ? v + step : v)));
        const difference = (4 * (at(h / 2) - at(-h / 2))) / (3 * h) - (at(h) - at(-h)) / (6 * h);
        expect(Math.abs((derivative ?? NaN) / difference - 1)).toBeLessThan(1e-7);
        // Curved: the derivative is not the function.
        expect(Math.abs(at(h) - at(0) - h * difference)).toBeGreaterThan(0);
      }
    },
  );

  test("regret has no derivative worth a line: it is least at the base", () => {
    const { bars, base } = tornado(modelStudy(MODEL, S, ALL, { output: "regret" }));
    expect(Math.abs(base)).toBeLessThan(1e-12);
    for (const { low, high, linearLow } of bars) {
      expect(Math.min(low, high)).toBeGreaterThan(-1e-12);
      expect(linearLow).toBeUndefined();
    }
  });
});

describe("modelStudy(model, S, inputs, { cap, participation })", () => {
  const bins = { alpha: [0.01, 0.02, 0.03], beta: [1.5, 1.6, 1.5], volume: [5000, 9000, 9000] };
  const p = { participation: 0.06 };
  const vary = [
    { name: "level", varies: "level-slope", mean: 0, sd: 0.2 },
    { name: "size", varies: "size", low: 900, high: 1100 },
  ] as const;

  test("every output is that of the constrained allocation, TWAP's too", () => {
    const free = allocate(bins, 1000);
    const best = allocate(bins, 1000, p);
    expect(best.certificate.atCap).toBe(1);
    const at = (output: "cost" | "saving" | "shadow-price", more: object) => {
      const study = modelStudy(bins, 1000, vary, { output, ...more });
      return study.f(study.base);
    };
    expect(at("cost", p)).toBe(best.cost);
    expect(at("cost", {})).toBe(free.cost);
    expect(at("shadow-price", p)).toBe(best.lambda);
    expect(at("saving", p)).toBe(1 - best.cost / twap(bins, 1000, p).cost);
    expect(at("saving", { cap: [300, 540, 540] })).toBe(at("saving", p));
  });

  test("the tornado's derivative is that of the constrained cost", () => {
    const { bars } = tornado(modelStudy(bins, 1000, vary, p));
    const cost = (size: number): number => allocate(bins, size, p).cost;
    const slope = (cost(1000.1) - cost(999.9)) / 0.2;
    expect((bars.find(({ name }) => name === "size")?.derivative ?? NaN) / slope).toBeCloseTo(1, 6);
  });

  test("what cannot be is refused: no room, and regret where the size varies", () => {
    expect(() => modelStudy(bins, 2000, vary, p)).toThrow("options.participation must leave room for the size");
    expect(() => modelStudy(bins, 1000, vary, { output: "regret", ...p })).toThrow(
      "options.output must not be regret where an input varies the size under constraints",
    );
    expect(modelStudy(bins, 1000, vary.slice(0, 1), { output: "regret", ...p }).f(Float64Array.of(0))).toBeCloseTo(
      0,
      9,
    );
  });
});

test("a saving and a regret that are rounding are 0: no study finds what moves them", () => {
  // Identical convex bins: TWAP is the optimum, whatever all of them share.
  const alike = { alpha: Array<number>(12).fill(0.01), beta: Array<number>(12).fill(1.5) };
  const shared = ALL.slice(0, 3).filter(({ varies }) => varies !== "level-slope");
  for (const output of ["saving", "regret"] as const) {
    const study = modelStudy(alike, S, shared, { output });
    for (const level of [-0.3, -0.1, 0, 0.2]) expect(study.f(Float64Array.of(level, 0.1))).toBe(0);
    expect(sobolIndices(study.f, shared, { basePoints: 32 }).status).toBe("constant-output");
  }
});
