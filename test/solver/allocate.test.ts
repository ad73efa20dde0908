import { describe, expect, test } from "vitest";

import { sum } from "../../src/numeric/sum";
import { allocate } from "../../src/solver/allocate";
import type { Allocation } from "../../src/solver/model/allocation";
import cases from "../fixtures/allocation-cases.json";
import { relativeError } from "../support/problems";

interface ReferenceCase {
  family: string;
  alpha: number[];
  beta: number[];
  S: number;
  cost: string;
  lam: string;
  nonconvex: number | null;
  x: string[] | null;
}

const references: [string, ReferenceCase][] = cases.map((reference, k) => [
  `${k}: ${reference.family}, N = ${reference.alpha.length}, S = ${reference.S.toPrecision(3)}`,
  reference as ReferenceCase,
]);

/** What must hold of any allocation that calls itself optimal. */
function expectOptimal(allocation: Allocation): void {
  const { x, size, cost, lambda, certificate } = allocation;
  expect(allocation.status).toBe("optimal");
  expect(Math.abs(sum(x) - size)).toBeLessThanOrEqual(1e-12 * size);
  expect(x.every((xi) => xi >= 0)).toBe(true);
  expect(cost).toBeGreaterThan(0);
  expect(lambda).toBeGreaterThan(0);
  expect(certificate.feasibility).toBeLessThanOrEqual(1e-12);
  expect(certificate.dualityGap).toBeLessThanOrEqual(1e-12);
  expect(certificate.passes).toBeLessThan(200);
}

describe("allocate(model, size) against the 30-digit references", () => {
  test.each(references)("%s", (_, { alpha, beta, S, cost, lam, nonconvex, x }) => {
    const allocation = allocate({ alpha, beta }, S);
    expectOptimal(allocation);
    expect(relativeError(allocation.cost, Number(cost))).toBeLessThanOrEqual(1e-13);
    expect(relativeError(allocation.lambda, Number(lam))).toBeLessThanOrEqual(1e-13);
    expect(allocation.active).toBe(nonconvex ?? -1);
    if (x === null) return;
    // Two bins with beta - 1 below 1e-6 trade any volume between them at the same price: x is then ill conditioned.
    const wellConditioned = beta.filter((b, i) => Math.abs(b - 1) < 1e-6 && Number(x[i]) > 0).length < 2;
    if (wellConditioned)
      x.forEach((xi, i) => expect(Math.abs(allocation.x[i] - Number(xi))).toBeLessThanOrEqual(1e-8 * S));
  });

  test("the comparison can fail: a cost off by 1e-11 is found out", () => {
    const { alpha, beta, S, cost } = cases[0];
    expect(relativeError(allocate({ alpha, beta }, S).cost * (1 + 1e-11), Number(cost))).toBeGreaterThan(1e-12);
  });
});

describe("allocate(model, size) by hand", () => {
  test("two equal square-law bins share alike: x = 1, 1, cost 2, lambda 2", () => {
    const { x, cost, lambda, active, regime } = allocate({ alpha: [1, 1], beta: [2, 2] }, 2);
    expect([...x]).toEqual([1, 1]);
    expect({ lambda, active, regime }).toEqual({ lambda: 2, active: -1, regime: "convex" });
    expect(relativeError(cost, 2)).toBeLessThan(2e-16);
  });

  test("a linear bin sets the price of a square-law one: x = 1/2, 3/2, cost 7/4, lambda 1", () => {
    const { x, cost, lambda, active, regime } = allocate({ alpha: [1, 1], beta: [2, 1] }, 2);
    expect([...x]).toEqual([0.5, 1.5]);
    expect({ cost, lambda, active, regime }).toEqual({ cost: 1.75, lambda: 1, active: 1, regime: "mixed" });
  });

  test("a linear bin that is too expensive stays empty", () => {
    const { x, active, certificate } = allocate({ alpha: [1, 10], beta: [2, 1] }, 2);
    expect([...x]).toEqual([2, 0]);
    expect(active).toBe(-1);
    expect(certificate).toMatchObject({ candidates: 1, margin: Infinity, runnerUp: undefined });
  });

  test("concave bins: everything where S costs least, with the margin to the second best", () => {
    const { x, cost, active, certificate } = allocate({ alpha: [3, 1, 1], beta: [0.5, 0.75, 0.5] }, 16);
    expect([...x]).toEqual([0, 0, 16]);
    expect({ cost, active }).toEqual({ cost: 4, active: 2 });
    expect(certificate).toMatchObject({ candidates: 3, runnerUp: 1, ties: [] });
    expect(certificate.margin).toBeCloseTo(1, 12); // 16^0.75 = 8 against 4
  });

  test("sqrt-law beside square-law: the cubic of the stationarity condition decides", () => {
    // 2 x = 1 / (2 sqrt(S - x)), that is 16 x^2 (S - x) = 1; at S = 4 the small root is the minimum.
    const { x, active, certificate } = allocate({ alpha: [1, 1], beta: [2, 0.5] }, 4);
    expect(active).toBe(1);
    expect(16 * x[0] * x[0] * (4 - x[0])).toBeCloseTo(1, 12);
    expect(x[0]).toBeLessThan(0.2);
    expect(certificate.runnerUp).toBe(-1);
  });

  test("ties take the lowest index and are reported: equal linear bins, identical concave bins", () => {
    const linear = allocate({ alpha: [2, 1, 1, 1], beta: [1, 1, 1, 1] }, 5);
    expect(linear.active).toBe(1);
    expect(linear.certificate).toMatchObject({ ties: [2, 3], margin: 0 });
    const concave = allocate({ alpha: [1, 1, 1], beta: [2, 0.5, 0.5] }, 100);
    expect(concave.active).toBe(1);
    expect(concave.certificate).toMatchObject({ ties: [2], margin: 0, runnerUp: 2 });
  });
});

describe("allocate: numbers that must survive", () => {
  test("S = 0 trades nothing at no cost, at the price of the first share", () => {
    expect(allocate({ alpha: [1, 2], beta: [2, 1] }, 0)).toMatchObject({
      status: "optimal",
      cost: 0,
      lambda: 0,
      active: -1,
    });
    expect(allocate({ alpha: [3, 2], beta: [1, 1] }, 0).lambda).toBe(2);
    expect(allocate({ alpha: [3, 2], beta: [0.5, 0.5] }, 0).lambda).toBe(Infinity);
    expect([...allocate({ alpha: [1, 2], beta: [2, 1] }, -0).x]).toEqual([0, 0]);
  });

  test.each([1e-12, 1e-3, 1, 1e6, 1e15])("S = %s, in every regime", (size) => {
    for (const beta of [
      [1.5, 2, 3],
      [1, 1, 1],
      [0.5, 0.9, 0.1],
      [2, 1, 0.5],
      [1.2, 1.5, 0.999999],
    ]) {
      expectOptimal(allocate({ alpha: [1, 2, 3], beta }, size));
    }
  });

  test.each([1 + 1e-9, 1.5, 12, 1, 0.5])("N = 1, beta = %s: x = S", (beta) => {
    const { x, cost, lambda } = allocate({ alpha: [0.3], beta: [beta] }, 1000);
    expect(x[0]).toBe(1000);
    expect(relativeError(cost, 0.3 * 1000 ** beta)).toBeLessThan(1e-13);
    expect(relativeError(lambda, 0.3 * beta * 1000 ** (beta - 1))).toBeLessThan(1e-13);
  });

  test("beta - 1 from 1e-9 to 11 in one model", () => {
    const beta = Array.from({ length: 41 }, (_, k) => 1 + Math.pow(10, -9 + (k * 10.04) / 40));
    for (const size of [1e-6, 1, 1e6]) expectOptimal(allocate({ alpha: beta.map(() => 1), beta }, size));
  });

  test("alpha from 1e-12 to 1e12 in one model", () => {
    const alpha = Array.from({ length: 25 }, (_, k) => Math.pow(10, k - 12));
    for (const beta of [1.1, 2, 12]) expectOptimal(allocate({ alpha, beta: alpha.map(() => beta) }, 1e6));
  });

  test.each([1e-10, 1e-12, 1e-14, 2 ** -52])(
    "beta = 1 + %s in every bin: one bin takes what exp cannot place",
    (excess) => {
      const alpha = [1.0000000001, 1, 1.5, 1 + 2 ** -52];
      const { x, cost, status } = allocate({ alpha, beta: alpha.map(() => 1 + excess) }, 1e4);
      expect(status).toBe("optimal");
      expect(Math.abs(sum(x) - 1e4)).toBeLessThanOrEqual(1e-12 * 1e4);
      expect(relativeError(cost, 1e4)).toBeLessThan(1e-8);
    },
  );

  test("alpha at the ends of the doubles", () => {
    for (const scale of [1e-300, 5e-324, 1e300]) {
      const { x, status } = allocate({ alpha: [scale, scale], beta: [1.5, 1.5] }, 2);
      expect([...x].map((xi) => Math.round(xi * 1e9) / 1e9)).toEqual([1, 1]);
      expect(["optimal", "out-of-range"]).toContain(status);
    }
  });

  test("a cost beyond the doubles is said to be out of range, with x still right", () => {
    const { status, x, cost } = allocate({ alpha: [1, 1], beta: [30, 30] }, 1e15);
    expect(status).toBe("out-of-range");
    expect(cost).toBe(Infinity);
    expect([...x]).toEqual([5e14, 5e14]);
  });

  test("a million bins in three regimes", () => {
    const n = 1_000_000;
    const alpha = Float64Array.from(
      { length: n },
      (_, i) => (1 + ((i * 7919) % 1000) / 1000) * [1e-4, 0.05, 0.5][i % 3],
    );
    const beta = Float64Array.from(
      { length: n },
      (_, i) => [1.2 + ((i * 104729) % 1000) / 1000, 1, 0.4 + ((i * 1299709) % 600) / 1000][i % 3],
    );
    expectOptimal(allocate({ alpha, beta }, 1e9));
  });
});

/** Found by trying to break it; costs by 70-digit arithmetic, every bin with beta <= 1 tried. */
describe("allocate: hard cases", () => {
  test.each<[string, number[], number[], number, number, number]>([
    [
      "a linear bin 3e-11 better than none",
      [0.03399242221016331, 4.7503467928888367e-23, 0.02772104998598419, 1.1778175675103661],
      [1.5830226600100517, 8.898396492267397, 1.5830680618616992, 1],
      1000,
      3,
      426.61058239796830398,
    ],
    ["a near-one bin that would wake after the last step", [2, 12500, 1], [1 + 1e-9, 2, 0.1], 1, 2, 0.99999979999928],
    ["the same, dear", [300000, 400000, 300000], [12, 1.000000001, 0.9], 60000, 2, 5990362589.2155],
    ["beta one ulp above 1, unused", [300000, 300000, 300000], [1 + 2 ** -52, 5, 1.5], 1, -1, 96926.97438425314],
    ["beta one ulp above 1, used", [1e9, 1e9], [1 + 2 ** -52, 2], 1000, -1, 999750000000],
    ["an unused bin steep enough to overflow", [1, 1], [0.5, 40], 1e8, 0, 9999.99996559566],
    ["alpha 600 decades apart", [1e-300, 1e300], [0.5, 2], 1, 0, 1e-300],
    ["volume below the normal doubles", [1, 0.012589254117941682], [12, 1.2], 1e-6, -1, 1e-72],
  ])("%s", (_, alpha, beta, size, active, cost) => {
    const allocation = allocate({ alpha, beta }, size);
    expectOptimal(allocation);
    expect(allocation.active).toBe(active);
    expect(relativeError(allocation.cost, cost)).toBeLessThan(1e-12);
  });

  test("beta - 1 from 1e-13 down to one ulp beside ordinary bins: converged, in a few passes", () => {
    for (const excess of [1e-13, 1e-14, 2 ** -52]) {
      for (const level of [0.9, 0.999, 1, 1.001, 1.1]) {
        const { alpha, beta } = { alpha: [0.00055, 0.0007, 0.0007, 0.4277777 * level], beta: [2, 2, 2, 1 + excess] };
        const allocation = allocate({ alpha, beta }, 1000);
        expectOptimal(allocation);
        expect(allocation.certificate.passes).toBeLessThan(20);
      }
    }
  });

  test("a lambda too small for a normal double is out of range", () => {
    expect(allocate({ alpha: [5e-324, 1e-300], beta: [2.5, 1e-5] }, 5e14).status).toBe("out-of-range");
  });
});

describe("allocate(model, size, { start })", () => {
  const model = { alpha: [1, 2, 3, 4], beta: [1.5, 1.6, 1.7, 1.8] };

  test("from a neighbour takes no more passes and gives the same answer", () => {
    const cold = allocate(model, 1000);
    const warm = allocate(model, 1000, { start: allocate(model, 1010) });
    expect(warm.certificate.passes).toBeLessThanOrEqual(cold.certificate.passes);
    expect(relativeError(warm.cost, cold.cost)).toBeLessThan(1e-14);
  });

  test.each([0, 1e-300, 1e300, Infinity])("from an absurd lambda of %s still arrives", (lambda) => {
    const allocation = allocate(model, 1000, { start: { lambda } });
    expectOptimal(allocation);
    expect(relativeError(allocation.cost, allocate(model, 1000).cost)).toBeLessThan(1e-14);
  });
});

describe("allocate refuses bad input with one error that names argument, rule, index and value", () => {
  const good = { alpha: [1, 2], beta: [1.5, 2] };
  test.each<[unknown, unknown, string]>([
    [{ ...good, alpha: [1, NaN] }, 1, "alpha[1] must be a finite number above 0, got NaN"],
    [{ ...good, alpha: [-1, 2] }, 1, "alpha[0] must be a finite number above 0, got -1"],
    [{ ...good, alpha: Float64Array.of(1, 0) }, 1, "alpha[1] must be a finite number above 0, got 0"],
    [{ ...good, alpha: Float64Array.of(1, NaN) }, 1, "alpha[1] must be a finite number above 0, got NaN"],
    [{ ...good, beta: [1.5, 0] }, 1, "beta[1] must be a finite number above 0, got 0"],
    [{ ...good, beta: Float64Array.of(1.5, -2) }, 1, "beta[1] must be a finite number above 0, got -2"],
    [{ ...good, beta: [1.5, Infinity] }, 1, "beta[1] must be a finite number above 0, got Infinity"],
    [{ ...good, beta: Float64Array.of(Infinity, 2) }, 1, "beta[0] must be a finite number above 0, got Infinity"],
    [{ ...good, beta: ["1.5", 2] }, 1, 'beta[0] must be a finite number above 0, got "1.5"'],
    [{ ...good, beta: [1.5, undefined] }, 1, "beta[1] must be a finite number above 0, got undefined"],
    [{ ...good, beta: 1.5 }, 1, "beta must be an array of numbers, got 1.5"],
    [{ ...good, beta: [1.5] }, 1, "beta must have one value a bin, as alpha has (2), got Array of length 1"],
    [{ alpha: [], beta: [] }, 1, "alpha must have at least one bin, got Array of length 0"],
    [{ alpha: [1] }, 1, "beta must be an array of numbers, got undefined"],
    [undefined, 1, "model must be an object { alpha, beta }, got undefined"],
    [good, -1, "size must be a finite number of shares, 0 or above, got -1"],
    [good, NaN, "size must be a finite number of shares, 0 or above, got NaN"],
    [good, Infinity, "size must be a finite number of shares, 0 or above, got Infinity"],
    [good, "10", 'size must be a finite number of shares, 0 or above, got "10"'],
  ])("%j, %j", (model, size, message) => {
    expect(() => allocate(model as never, size as never)).toThrow(
      expect.objectContaining({ name: "InputError", message }),
    );
  });

  test("options that are none, an allocation that is none", () => {
    expect(() => allocate(good, 1, null as never)).toThrow("options must be an object, got null");
    expect(() => allocate({ ...good, alpha: { length: 2 ** 33 } as never }, 1)).toThrow(
      "alpha must be an array of numbers",
    );
  });

  test("options.start without a lambda", () => {
    expect(() => allocate(good, 1, { start: { lambda: NaN } })).toThrow(/options.start must be an allocation/);
  });
});

describe("allocate(model with notes, size) carries the notes", () => {
  const notes = { currency: "USDT", size_unit: "BTC" };
  test.each([
    ["convex", [2, 1.5], 10, {}],
    ["linear", [1, 1], 10, {}],
    ["concave", [0.5, 0.6], 10, {}],
    ["mixed", [2, 0.6], 10, {}],
    ["nothing to trade", [2, 1.5], 0, {}],
    ["caps that bind", [2, 1.5], 10, { cap: 5 }],
    ["caps that do not", [2, 1.5], 10, { cap: 50 }],
    ["nothing to trade under caps", [2, 1.5], 0, { cap: 5 }],
  ])("%s", (_, beta, size, options) => {
    const model = { alpha: [1, 1], beta };
    expect(allocate({ ...model, notes }, size, options).notes).toEqual(notes);
    expect("notes" in allocate(model, size, options)).toBe(false);
  });
});
