import { describe, expect, test } from "vitest";

import cases from "../../fixtures/lots-cases.json";
import { allocate } from "../../../src/solver/allocate";
import { costOf } from "../../../src/solver/model/cost";
import { certifyLots } from "../../../src/solver/evidence/lots-certificate";
import { checkModel } from "../../../src/solver/model/impact-model";
import { PowerLots } from "../../../src/solver/lots/power-lots";
import { lotGrid, lotRanges } from "../../../src/solver/model/lot-grid";
import { exp } from "../../../src/numeric/elementary";
import { createRandom } from "../../../src/numeric/random";
import { leastCostInLots } from "../../support/lots-dynamic-programme";
import { violations } from "../../support/lots-problems";
import { mixedDay, mixedDayInLots } from "../../support/mixed-days";
import { relativeError } from "../../support/problems";

test.each(cases.map((problem) => [problem.name, problem] as const))(
  "allocate(...) in lots has the exact least cost: %s",
  (_, { alpha, beta, size, lot, cap, minTrade, cost }) => {
    const found = allocate({ alpha, beta }, size, { lot, cap, minTrade });
    expect(found.status).toBe("optimal");
    expect(relativeError(found.cost, Number(cost))).toBeLessThan(1e-13);
    found.x.forEach((xi) => expect(Math.abs(xi / lot - Math.round(xi / lot))).toBeLessThan(1e-12));
  },
);

test("allocate(model, S, { lot, cap }) of seeded problems in all regimes costs what a dynamic programme finds", () => {
  for (let seed = 0; seed < 2000; seed++) expect(violations(seed)).toEqual([]);
});

test("allocate(model, S, { lot, cap, minTrade }) likewise", () => {
  for (let seed = 0; seed < 1000; seed++) expect(violations(seed, true)).toEqual([]);
});

test("allocate finds the optimum where the pool's cost is straight up to a full linear bin", () => {
  expect(violations(19_423)).toEqual([]);
});

test("violations(...) can fail: an allocation that is not the best is named", () => {
  const inOneBin: typeof allocate = (model, size, options) => {
    const found = allocate(model, size, options);
    const x = found.x.map((_, i) => (i === 0 ? size : 0));
    return { ...found, x, cost: costOf(model, x) };
  };
  const named = Array.from({ length: 40 }, (_, seed) => violations(seed, false, inOneBin)).filter(
    ({ length }) => length > 0,
  );
  expect(named.length).toBeGreaterThan(20);
});

test("allocate in lots on mixed days of 390 bins is proven, with caps from loose to tight and an odd rest", () => {
  const caps: [seed: number, shift: number, size: number, cap: (maxSize: number, i: number) => number][] = [
    [1, 0.2, 250_000, () => 10_000],
    [2, 0.3, 250_050, () => 10_000],
    [3, 0.4, 1_000_037, () => 10_000],
    [5, 0.4, 1_000_037, (maxSize) => 5 * maxSize],
    [5, 0.4, 1_000_037, (maxSize, i) => 4 * maxSize + 37 * (i % 3)],
    [26, 0.4, 1_000_037, (maxSize, i) => 4 * maxSize + 37 * (i % 3)],
  ];
  for (const [seed, shift, size, cap] of caps) {
    const { alpha, beta, maxSize } = mixedDay(seed, shift);
    const { status, certificate } = allocate({ alpha, beta }, size, { lot: 100, cap: maxSize.map(cap) });
    expect(status).toBe("optimal");
    expect(certificate.dualityGap).toBeLessThan(1e-6);
  }
});

test("allocate in lots on parts of mixed days costs what a dynamic programme finds", () => {
  for (let seed = 0; seed < 40; seed++) {
    const problem = mixedDayInLots(seed, 12 + (seed % 3) * 12);
    const { alpha, beta, lot, cap, size } = problem;
    if (size / lot > 3000) continue;
    const { status, cost } = allocate({ alpha, beta }, size, { lot, cap });
    expect([seed, status]).toEqual([seed, "optimal"]);
    expect(relativeError(cost, leastCostInLots(problem))).toBeLessThan(1e-12);
  }
});

describe("closed forms", () => {
  test("allocate of equal convex bins in lots: as even as lots allow, the first bins one more", () => {
    const model = { alpha: [1, 1, 1, 1], beta: [1.5, 1.5, 1.5, 1.5] };
    expect(Array.from(allocate(model, 1000, { lot: 100 }).x)).toEqual([300, 300, 200, 200]);
  });

  test("allocate puts the odd rest where it costs least, the lowest index on ties", () => {
    const { x, certificate } = allocate({ alpha: [1, 1], beta: [2, 2] }, 230, { lot: 100 });
    expect(Array.from(x)).toEqual([130, 100]);
    expect(certificate.rounding).toMatchObject({ restBin: 0, rest: 30 });
    const dear = allocate({ alpha: [2, 1], beta: [2, 2] }, 330, { lot: 100 });
    expect([Array.from(dear.x), dear.certificate.rounding?.restBin]).toEqual([[100, 230], 1]);
  });

  test("allocate of an order below a lot trades it in one bin", () => {
    expect(Array.from(allocate({ alpha: [2, 1], beta: [2, 2] }, 30, { lot: 100 }).x)).toEqual([0, 30]);
  });

  test("certificate.rounding is the cost above the optimum in shares, and lambda a share of the next lot", () => {
    const model = { alpha: [1, 1.7, 0.4], beta: [1.5, 1.3, 1.8] };
    const free = allocate(model, 1000);
    const { cost, lambda, certificate } = allocate(model, 1000, { lot: 100 });
    expect(certificate.rounding?.cost).toBeCloseTo(cost - free.cost, 9);
    expect(certificate.rounding?.relative).toBeCloseTo(cost / free.cost - 1, 12);
    expect(lambda).toBeCloseTo((allocate(model, 1100, { lot: 100 }).cost - cost) / 100, 10);
  });

  test("certificate.capped says what a lot more of each cap saves, a share", () => {
    const model = { alpha: [1, 1, 2], beta: [2, 2, 2] };
    const cap = [200, 1000, 1000];
    const { cost, certificate } = allocate(model, 1000, { lot: 100, cap });
    expect(certificate.capped?.map(({ bin }) => bin)).toEqual([0]);
    const more = allocate(model, 1000, { lot: 100, cap: [300, 1000, 1000] }).cost;
    expect(certificate.capped?.[0].saves).toBeCloseTo((cost - more) / 100, 9);
  });

  test("allocate with lots of 0.1 takes decimals as they are meant", () => {
    const { x, status } = allocate({ alpha: [1, 1, 1], beta: [2, 2, 2] }, 0.9, { lot: 0.1, cap: 0.3 });
    expect(status).toBe("optimal");
    x.forEach((xi) => expect(xi).toBeCloseTo(0.3, 15));
  });
});

test("certifyLots(...) can fail: each defect shows where it should", () => {
  const model = checkModel({ alpha: [1, 1, 1], beta: [2, 2, 2] });
  const grid = lotGrid(900, 100);
  const question = {
    curves: new PowerLots(model.alpha, model.beta, 100),
    size: 900,
    grid,
    ranges: lotRanges(grid, 3, Float64Array.of(500, 500, 500), 0),
    cap: undefined,
    holder: -1,
  };
  const evidence = (...x: number[]): ReturnType<typeof certifyLots> =>
    certifyLots(question, Float64Array.from(x), true);
  expect(evidence(300, 300, 300)).toMatchObject({ feasibility: 0, stationarity: 0, dualityGap: 0 });
  expect(evidence(400, 300, 300).feasibility).toBeCloseTo(1 / 9, 12);
  expect(evidence(350, 300, 250).feasibility).toBeGreaterThan(0.05);
  expect(evidence(600, 200, 100).feasibility).toBeCloseTo(1 / 9, 12);
  const worse = evidence(400, 300, 200);
  expect(worse.stationarity).toBeCloseTo(7 / 5 - 1, 12);
  // The dual is exact: 29 less 27, in units of lots squared.
  expect(worse.dualityGap).toBeCloseTo(2 / 29, 12);
});

test.each([
  [{ lot: 0 }, 10, "options.lot must be a finite number of shares above 0, got 0"],
  [{ lot: 1e-17 }, 10, "options.lot must not be finer than doubles count 10 shares in, got 1e-17"],
  [{ lot: 3, cap: 5 }, 14, "options.lot must leave room for the size within the caps in lots of 3 shares"],
  [{ lot: 3, cap: 5 }, 14, "the largest up to it is 11 shares, got 14"],
  [{ minTrade: -1 }, 10, "options.minTrade must be a finite number of shares, 0 or above, got -1"],
  [{ minTrade: 20 }, 10, "options.minTrade must be at most the size, 10 shares, for a bin to trade it, got 20"],
  [{ minTrade: 4, cap: 5 }, 6, "the largest up to it is 5 shares, got 6"],
])("allocate(model of 3 bins, S, %o) of %d shares is refused", (options, size, message) => {
  expect(() => allocate({ alpha: [1, 1, 1], beta: [2, 2, 2] }, size, options)).toThrow(message);
});

test("caps of a few lots on thousands of mixed bins are proven, an odd rest beside them or none", () => {
  // At the price of the same bins in shares the gap was 0.2 to 0.5.
  for (const [n, lot, more] of [
    [390, 3, 0],
    [390, 3, 1],
    [1000, 3, 1],
    [3000, 7, 2],
  ]) {
    const random = createRandom(n + lot);
    const beta = Float64Array.from(
      { length: n },
      () => [1.2 + random.uniform(), 1, 0.3 + 0.6 * random.uniform()][random.integer(3)],
    );
    const alpha = beta.map((b) => exp(2 * random.uniform() + (b > 1 ? 0 : 4)));
    const cap = beta.map(() => 3.5 * lot * random.uniform() + lot / 2);
    const room = cap.reduce((sum, c) => sum + lot * Math.floor(c / lot), 0);
    const size = lot * Math.floor((0.8 * room) / lot) + more;
    const { status, certificate } = allocate({ alpha, beta }, size, { lot, cap, nodes: 400_000 });
    expect({ n, lot, status }).toEqual({ n, lot, status: "optimal" });
    expect(certificate.rounding?.rest).toBe(more);
  }
});

test("a steep bin whose lots cost more than doubles hold is left alone where others take the order", () => {
  const { status, x } = allocate({ alpha: [0.6, 0.6], beta: [0.9, 500] }, 10, { lot: 1 });
  expect([status, Array.from(x)]).toEqual(["optimal", [10, 0]]);
  // One lot is next to nothing there, two of them are beyond the doubles; 203.528 is the least of all ways.
  const alpha = [2.088992851229701, 3.287936144696366e-261, 2.508227656281076];
  const beta = [1 - 2 ** -53, 500, 1 - 2 ** -53];
  const lot = 3.3014678259601515;
  const beside = allocate({ alpha, beta }, 100.69476869178462, { lot });
  expect([beside.status, beside.x[1], beside.x[2]]).toEqual(["optimal", lot, 0]);
  expect(beside.cost).toBeCloseTo(203.52811851052059, 9);
});
