import type { BigNumber } from "mathjs";
import { describe, expect, test } from "vitest";
import fc from "fast-check";

import { exactBig } from "../../src/numeric/big";
import { allocate } from "../../src/solver/allocate";
import { allocateAverage } from "../../src/solver/allocate-average";
import { certifyAverage } from "../../src/solver/evidence/average-certificate";
import { checkModel } from "../../src/solver/model/impact-model";
import type { ImpactModel } from "../../src/solver/model/impact-model";
import { decades, relativeError } from "../support/problems";

/** A root of an increasing function between two ends, to 25 digits, by regula falsi with Illinois's rule. */
function root(low: BigNumber, high: BigNumber, f: (z: BigNumber) => BigNumber): BigNumber {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (!(fa.isNegative() && fb.isPositive())) throw new Error("the ends must enclose the root");
  for (let step = 0; step < 100; step++) {
    const c = a.times(fb).minus(b.times(fa)).div(fb.minus(fa));
    const fc = f(c);
    if (fc.isNegative() !== fb.isNegative()) [a, fa] = [b, fb];
    else fa = fa.div(2);
    [b, fb] = [c, fc];
    if (fc.isZero() || b.minus(a).abs().lt(1e-25)) return b;
  }
  throw new Error("the root was not found in 100 steps");
}

/** The optimum by two nested searches in 64 digits: of the log price, and of every bin's log volume at it. */
function bigOptimum(
  models: readonly ImpactModel[],
  size: number,
): { cost: BigNumber; lambda: BigNumber; x: BigNumber[] } {
  const S = exactBig(size);
  const alpha = models.map((model) => Array.from(model.alpha, exactBig));
  const beta = models.map((model) => Array.from(model.beta, exactBig));
  const bins = [...alpha[0].keys()];
  const sum = (terms: readonly BigNumber[]): BigNumber => terms.reduce((a, b) => a.plus(b));
  const mean = (of: (m: number) => BigNumber): BigNumber => sum(models.map((_, m) => of(m))).div(models.length);
  const logMarginal = (i: number, x: BigNumber): BigNumber =>
    mean((m) => alpha[m][i].times(beta[m][i]).times(x.pow(beta[m][i].minus(1)))).ln();
  const volume = (i: number, u: BigNumber): BigNumber =>
    root(S.ln().minus(200), S.ln().plus(200), (y) => logMarginal(i, y.exp()).minus(u)).exp();
  const prices = bins.flatMap((i) => [logMarginal(i, S), logMarginal(i, S.div(bins.length))]);
  const [least, most] = [prices.reduce((a, b) => (a.lt(b) ? a : b)), prices.reduce((a, b) => (a.gt(b) ? a : b))];
  const u = root(least.minus(1), most.plus(1), (price) =>
    sum(bins.map((i) => volume(i, price)))
      .div(S)
      .ln(),
  );
  const x = bins.map((i) => volume(i, u));
  const cost = sum(bins.map((i) => mean((m) => alpha[m][i].times(x[i].pow(beta[m][i])))));
  return { cost, lambda: u.exp(), x };
}

const MODELS = [
  { alpha: [0.1, 0.02, 0.5], beta: [1.5, 1.9, 1.1] },
  { alpha: [0.3, 0.01, 0.2], beta: [1.2, 2.2, 1.35] },
];

test("allocateAverage(models, S) agrees with nested searches in 64 digits", () => {
  const models = MODELS.map(({ alpha, beta }) => ({ alpha: alpha.slice(1), beta: beta.slice(1) }));
  const { x, cost, lambda, status } = allocateAverage(models, 300);
  const reference = bigOptimum(models, 300);
  expect(status).toBe("optimal");
  expect(relativeError(cost, reference.cost.toNumber())).toBeLessThan(1e-13);
  expect(relativeError(lambda, reference.lambda.toNumber())).toBeLessThan(1e-12);
  x.forEach((xi, i) => expect(relativeError(xi, reference.x[i].toNumber())).toBeLessThan(1e-11));
});

test("allocateAverage([model], S) is allocate(model, S), as it is for any number of copies", () => {
  for (const size of [1e-6, 3, 1e9]) {
    const one = allocate(MODELS[0], size);
    for (const copies of [1, 5]) {
      const mean = allocateAverage(new Array<ImpactModel>(copies).fill(MODELS[0]), size);
      expect(relativeError(mean.cost, one.cost)).toBeLessThan(1e-12);
      expect(relativeError(mean.lambda, one.lambda)).toBeLessThan(1e-12);
      mean.x.forEach((xi, i) => expect(Math.abs(xi - one.x[i])).toBeLessThan(1e-10 * size));
    }
  }
});

test("allocateAverage(models of one beta, S) is allocate with the mean alphas", () => {
  const models = [
    { alpha: [1, 2, 3], beta: [1.5, 1.5, 2] },
    { alpha: [5, 1, 1], beta: [1.5, 1.5, 2] },
  ];
  const mean = allocate({ alpha: [3, 1.5, 2], beta: [1.5, 1.5, 2] }, 70);
  const average = allocateAverage(models, 70);
  expect(relativeError(average.cost, mean.cost)).toBeLessThan(1e-13);
  average.x.forEach((xi, i) => expect(relativeError(xi, mean.x[i])).toBeLessThan(1e-12));
});

test("allocateAverage(...): no random move of volume lowers the mean cost", () => {
  const { x, cost } = allocateAverage(MODELS, 300);
  const meanCost = (at: Float64Array): number =>
    MODELS.reduce((total, { alpha, beta }) => total + at.reduce((sum, xi, i) => sum + alpha[i] * xi ** beta[i], 0), 0) /
    MODELS.length;
  for (const step of [1e-1, 1e-3, 1e-5]) {
    for (const [from, to] of [
      [0, 1],
      [1, 0],
      [0, 2],
      [2, 0],
      [1, 2],
      [2, 1],
    ]) {
      const moved = x.slice();
      moved[from] -= step * x[from];
      moved[to] += step * x[from];
      expect(meanCost(moved)).toBeGreaterThan(cost);
    }
  }
});

describe("linear draws", () => {
  test("allocateAverage(...): a bin whose every draw is linear takes what is left at its mean price", () => {
    const models = [
      { alpha: [0.1, 2, 3], beta: [1.5, 1, 1] },
      { alpha: [0.3, 4, 3], beta: [1.5, 1, 1] },
    ];
    const { x, lambda, active, status, regime } = allocateAverage(models, 1000);
    // 0.2 * 1.5 * sqrt(x) = 3 at x = 100; bins 1 and 2 tie at a price of 3, the first takes the rest.
    expect([active, status, regime]).toEqual([1, "optimal", "mixed"]);
    expect(lambda).toBeCloseTo(3, 14);
    expect(x[0]).toBeCloseTo(100, 9);
    expect(x[1]).toBeCloseTo(900, 9);
    expect(x[2]).toBe(0);
  });

  test("allocateAverage(...): a bin with a linear draw stays shut below that draw's price", () => {
    const models = [
      { alpha: [1, 9], beta: [1.5, 1] },
      { alpha: [1, 1], beta: [1.5, 2] },
    ];
    const little = allocateAverage(models, 4); // 1.5 sqrt(4) = 3 < 9 / 2
    expect(Array.from(little.x)).toEqual([4, 0]);
    expect(little.status).toBe("optimal");
    const { x, lambda } = allocateAverage(models, 100);
    expect(lambda).toBeCloseTo((9 + 2 * x[1]) / 2, 10);
    expect(lambda).toBeCloseTo(1.5 * Math.sqrt(x[0]), 10);
  });

  test("allocateAverage(linear models, S) puts all in the cheapest bin", () => {
    const { x, cost, regime } = allocateAverage(
      [
        { alpha: [3, 1], beta: [1, 1] },
        { alpha: [1, 2], beta: [1, 1] },
      ],
      10,
    );
    expect([Array.from(x), cost, regime]).toEqual([[0, 10], 15, "linear"]);
  });
});

test("allocateAverage(any convex models, any S) is certified", () => {
  const bin = fc.record({
    alpha: decades(-6, 6),
    beta: fc.oneof(
      fc.double({ min: 1.05, max: 3, noNaN: true }),
      fc.constant(1),
      decades(-4, -1).map((c) => 1 + c),
    ),
  });
  fc.assert(
    fc.property(
      fc
        .integer({ min: 1, max: 6 })
        .chain((n) => fc.array(fc.array(bin, { minLength: n, maxLength: n }), { minLength: 1, maxLength: 6 })),
      decades(-3, 9),
      (draws, size) => {
        const models = draws.map((bins) => ({ alpha: bins.map((b) => b.alpha), beta: bins.map((b) => b.beta) }));
        const { status, certificate, x } = allocateAverage(models, size);
        expect({ status, ...certificate }).toMatchObject({ status: "optimal" });
        expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
      },
    ),
  );
});

test("certifyAverage(...) can fail: TWAP is feasible, and neither stationary nor without a gap", () => {
  const checked = MODELS.map((model) => checkModel(model));
  const best = allocateAverage(MODELS, 300);
  const bad = certifyAverage(checked, 300, new Float64Array(3).fill(100), best.lambda);
  expect(bad.feasibility).toBeLessThan(1e-15);
  expect(bad.stationarity).toBeGreaterThan(0.1);
  // The gap is a proven one: the cost is above the optimum by no more.
  expect(bad.dualityGap).toBeGreaterThanOrEqual(1 - best.cost / bad.cost);
  const short = certifyAverage(
    checked,
    300,
    best.x.map((xi) => 0.9 * xi),
    best.lambda,
  );
  expect(short.feasibility).toBeCloseTo(0.1, 10);
});

test.each([
  [[], 1, "models must be an array of at least one model, got Array of length 0"],
  [[MODELS[0], { alpha: [1], beta: [2] }], 1, "models[1] must have the same bins each (3)"],
  [
    [MODELS[0], { alpha: [1, 1, 1], beta: [2, 0.9, 2] }],
    1,
    "models[1].beta[1] must be 1 or above, for the mean cost to be convex",
  ],
  [MODELS, 0, "size must be above 0, got 0"],
  [MODELS, NaN, "size must be a finite number of shares, 0 or above, got NaN"],
])("allocateAverage(%o, %d) is refused", (models, size, message) => {
  expect(() => allocateAverage(models as ImpactModel[], size)).toThrow(message);
});

describe("allocateAverage(models, S, { cap, participation })", () => {
  const linear = [
    { alpha: [0.1, 0.4, 0.5, 0.02], beta: [1.5, 1, 1, 1.7] },
    { alpha: [0.3, 0.6, 0.6, 0.05], beta: [1.2, 1, 1, 1.6] },
  ];

  test("of one model is allocate under the same caps, from loose to tight", () => {
    for (const [size, cap] of [
      [300, 250],
      [300, [20, 290, 5]],
      [300, [0, 200, 150]],
      [300, 100],
      [1e-5, [1e-6, 2e-6, 8e-6]],
    ] as const) {
      const one = allocate(MODELS[0], size, { cap });
      const mean = allocateAverage([MODELS[0], MODELS[0], MODELS[0]], size, { cap });
      expect([mean.status, mean.certificate.atCap]).toEqual(["optimal", one.certificate.atCap]);
      expect(relativeError(mean.cost, one.cost)).toBeLessThan(1e-12);
      mean.x.forEach((xi, i) => expect(Math.abs(xi - one.x[i])).toBeLessThan(1e-10 * size));
    }
  });

  test("linear bins under caps are full below lambda, and empty above", () => {
    const model = { alpha: [0.1, 0.4, 0.5], beta: [1.5, 1, 1] };
    for (const size of [1, 10, 40, 60, 100]) {
      const cap = [1000, 30, 40];
      const one = allocate(model, size, { cap });
      const mean = allocateAverage([model, model], size, { cap });
      expect(mean.status).toBe("optimal");
      expect(relativeError(mean.lambda, one.lambda)).toBeLessThan(1e-12);
      mean.x.forEach((xi, i) => expect(Math.abs(xi - one.x[i])).toBeLessThan(1e-10 * size));
    }
  });

  test("no random move of volume within the caps lowers the mean cost, and a wrong x has a gap", () => {
    const cap = [40, 30, 500, 35];
    const { x, cost, lambda, status, certificate } = allocateAverage(linear, 150, { cap });
    expect([status, certificate.atCap]).toEqual(["optimal", 2]);
    const meanCost = (at: Float64Array): number =>
      linear.reduce((all, { alpha, beta }) => all + at.reduce((sum, xi, i) => sum + alpha[i] * xi ** beta[i], 0), 0) /
      linear.length;
    expect(relativeError(meanCost(x), cost)).toBeLessThan(1e-13);
    let tried = 0;
    for (const from of [0, 1, 2, 3]) {
      for (const to of [0, 1, 2, 3]) {
        const moved = x.slice();
        moved[from] -= 1e-3;
        moved[to] += 1e-3;
        if (from === to || moved[to] > cap[to]) continue;
        tried++;
        expect(meanCost(moved)).toBeGreaterThan(cost);
      }
    }
    expect(tried).toBeGreaterThan(2);
    const wrong = x.map((xi, i) => xi + [-5, 0, 5, 0][i]);
    const models = linear.map((model) => checkModel(model));
    expect(certifyAverage(models, 150, wrong, lambda, Float64Array.from(cap)).dualityGap).toBeGreaterThan(1e-6);
  });

  test("caps that are just enough fill every bin", () => {
    const { x, status } = allocateAverage(MODELS, 300, { cap: 100 });
    expect([Array.from(x), status]).toEqual([[100, 100, 100], "optimal"]);
  });

  test("a participation holds on every model", () => {
    const models = MODELS.map((model, m) => ({ ...model, volume: m === 0 ? [900, 9000, 9000] : [9000, 9000, 500] }));
    const { cap, x } = allocateAverage(models, 300, { participation: 0.1 });
    expect(Array.from(cap ?? [])).toEqual([90, 900, 50]);
    expect(x[2]).toBeLessThanOrEqual(50);
    expect(() => allocateAverage(models, 1050, { participation: 0.1 })).toThrow(
      "options.participation, on every model, must leave room for the size: all bins together may trade 1040 shares",
    );
  });

  test("what cannot be is refused by name", () => {
    expect(() => allocateAverage(MODELS, 300, { cap: 20 })).toThrow("options.cap must leave room for the size");
    expect(() => allocateAverage(MODELS, 300, { cpa: 200 } as never)).toThrow("options.cpa must be an option");
    expect(allocateAverage(MODELS, 300, { cap: undefined })).toEqual(allocateAverage(MODELS, 300));
    expect(allocateAverage(MODELS, 300, { cap: 300 })).toMatchObject({ x: allocateAverage(MODELS, 300).x });
  });
});

describe("allocateAverage(models, S, { lot })", () => {
  test("of one model is allocate in the same lots, with caps and an odd rest", () => {
    for (const [size, cap] of [
      [300, undefined],
      [317, undefined],
      [317, [40, 300, 120]],
      [300, [100, 100, 100]],
    ] as const) {
      const one = allocate(MODELS[0], size, { lot: 10, cap });
      const mean = allocateAverage([MODELS[0], MODELS[0]], size, { lot: 10, cap });
      expect([mean.status, Array.from(mean.x)]).toEqual(["optimal", Array.from(one.x)]);
      expect(relativeError(mean.cost, one.cost)).toBeLessThan(1e-13);
      expect(mean.certificate.rounding).toMatchObject({ rest: one.certificate.rounding?.rest });
    }
  });

  test("is the cheapest of all divisions, by enumeration", () => {
    const meanCost = (x: readonly number[]): number =>
      MODELS.reduce((all, { alpha, beta }) => all + x.reduce((sum, xi, i) => sum + alpha[i] * xi ** beta[i], 0), 0) / 2;
    for (const size of [60, 64]) {
      const [lots, rest] = [Math.floor(size / 5), size % 5];
      let best = Infinity;
      for (let a = 0; a <= lots; a++)
        for (let b = 0; a + b <= lots; b++)
          for (const j of rest === 0 ? [0] : [0, 1, 2])
            best = Math.min(best, meanCost([a, b, lots - a - b].map((k, i) => 5 * k + (i === j ? rest : 0))));
      const { cost, status, x } = allocateAverage(MODELS, size, { lot: 5 });
      expect(status).toBe("optimal");
      expect(relativeError(cost, best)).toBeLessThan(1e-13);
      expect(x.reduce((a, b) => a + b, 0)).toBe(size);
      // The control: shares cost less.
      expect(allocateAverage(MODELS, size).cost).toBeLessThan(cost);
    }
  });

  test("a smallest trade is refused by name", () => {
    expect(() => allocateAverage(MODELS, 300, { minTrade: 5 })).toThrow("options.minTrade must be left out");
  });
});

test("allocateAverage(models, S) carries the first model's notes", () => {
  const notes = { currency: "EUR" };
  expect(allocateAverage([{ ...MODELS[0], notes }, MODELS[1]], 300).notes).toEqual(notes);
});
