import { expect, test } from "vitest";

import { exp, pow } from "../../../src/numeric/elementary";
import { createRandom } from "../../../src/numeric/random";
import { allocate } from "../../../src/solver/allocate";
import { certifySemi } from "../../../src/solver/evidence/semi-certificate";
import { sumOfCosts } from "../../../src/solver/model/cost";
import { checkModel } from "../../../src/solver/model/impact-model";
import { leastCostBySets, type SmallestTradeProblem } from "../../support/smallest-trade";

function problem(seed: number): SmallestTradeProblem {
  const random = createRandom(seed);
  const n = 1 + random.integer(4);
  const kind = random.integer(4);
  const exponents = [() => 1.05 + 1.5 * random.uniform(), () => 1, () => 0.1 + 0.85 * random.uniform()];
  const beta = Array.from({ length: n }, () => exponents[kind === 3 ? random.integer(3) : kind]());
  const size = exp(8 * random.uniform());
  return {
    beta,
    size,
    alpha: beta.map((b) => exp(2 * random.uniform()) * pow(size / n, 1 - b)),
    cap: random.uniform() < 0.5 ? undefined : beta.map(() => (3 * random.uniform() * size) / n),
    minTrade: size * (0.05 + 0.6 * random.uniform()),
  };
}

test("allocate(model, S, { minTrade, cap }) costs what trying every set of trading bins finds", () => {
  let solved = 0;
  for (let seed = 0; seed < 150; seed++) {
    const { alpha, beta, size, minTrade, cap } = problem(seed);
    const least = leastCostBySets({ alpha, beta, size, minTrade, cap });
    if (least === Infinity) {
      expect(() => allocate({ alpha, beta }, size, { minTrade, cap })).toThrow("options.");
      continue;
    }
    const { status, cost, x, certificate } = allocate({ alpha, beta }, size, { minTrade, cap });
    expect({ seed, status }).toEqual({ seed, status: "optimal" });
    expect(Math.abs(cost / least - 1)).toBeLessThan(1e-9);
    expect(certificate.lowerBound ?? cost).toBeLessThanOrEqual(least * (1 + 1e-9));
    x.forEach((xi, i) => expect(xi === 0 || (xi >= minTrade && xi <= (cap?.[i] ?? Infinity))).toBe(true));
    solved++;
  }
  expect(solved).toBeGreaterThan(80);
});

test("allocate of identical convex bins trades in as many as there is room for, evenly", () => {
  const model = { alpha: new Array<number>(30).fill(1), beta: new Array<number>(30).fill(1.5) };
  const { x, status, certificate } = allocate(model, 1050, { minTrade: 100 });
  expect(status).toBe("optimal");
  expect(Array.from(x).filter((xi) => xi > 0)).toHaveLength(10);
  for (const xi of x) if (xi > 0) expect(xi).toBeCloseTo(105, 9);
  expect(certificate.rounding?.cost).toBeGreaterThan(0);
});

test("allocate says `bounded`, and a bound that holds, where its steps run out", () => {
  const random = createRandom(3);
  const beta = Array.from({ length: 40 }, () => 0.4 + 1.2 * random.uniform());
  const alpha = beta.map((b) => exp(random.uniform()) * pow(100, 1 - b));
  const cap = beta.map(() => 60 + 200 * random.uniform());
  const few = allocate({ alpha, beta }, 3000, { cap, minTrade: 55, nodes: 1 });
  const many = allocate({ alpha, beta }, 3000, { cap, minTrade: 55, nodes: 300_000 });
  expect(["bounded", "optimal"]).toContain(few.status);
  expect(few.certificate.lowerBound).toBeLessThanOrEqual(many.cost);
  expect(many.certificate.lowerBound).toBeLessThanOrEqual(few.cost);
  expect(many.certificate.dualityGap).toBeLessThanOrEqual(few.certificate.dualityGap);
});

test("allocate tells how far its three searches are, and of none within the last", () => {
  const random = createRandom(11);
  const beta = Array.from({ length: 30 }, () => 0.8 + 0.5 * random.uniform());
  const alpha = beta.map((b) => (1 + random.uniform()) * pow(500, 1 - b));
  const options = { minTrade: 700, lot: 10, cap: beta.map(() => 4000), nodes: 20_000 };
  const done: number[] = [];
  allocate({ alpha, beta }, 20_010, { ...options, onProgress: (nodes) => done.push(nodes) });
  const begun = done.filter((nodes, k) => k > 0 && nodes < done[k - 1]);
  // Under caps alone, in lots, and with the smallest trade.
  expect(begun.length).toBeLessThanOrEqual(2);
});

test("allocate whose optimum trades enough anyhow is that optimum to the last bit", () => {
  const model = { alpha: [1, 2, 3], beta: [1.5, 1.5, 1.5] };
  const plain = allocate(model, 1000);
  const { x, cost, lambda } = allocate(model, 1000, { minTrade: 10 });
  expect([Array.from(x), cost, lambda]).toEqual([Array.from(plain.x), plain.cost, plain.lambda]);
});

test("certifySemi(...) can fail: each defect shows where it should", () => {
  const model = checkModel({ alpha: [1, 1, 1], beta: [2, 2, 2] });
  const most = Float64Array.of(10, 10, 10);
  const of = (x: number[], least: number): ReturnType<typeof certifySemi> =>
    certifySemi(model, 9, Float64Array.from(x), Math.log(9), least, most);
  expect(of([4.5, 4.5, 0], 4)).toMatchObject({ feasibility: 0 });
  expect(of([4.5, 4.5, 0], 4).stationarity).toBeLessThan(1e-14);
  expect(of([4.5, 3, 1.5], 4).feasibility).toBeCloseTo(2.5 / 9, 12);
  expect(of([5, 4, 0], 3).stationarity).toBeCloseTo(1 / 9, 12);
});

test("an order of exactly so many smallest trades is optimal, and lambda what one share more costs", () => {
  for (const beta of [
    [1.3, 1.2, 1.9],
    [1.5, 1, 2.5],
    [2, 0.5, 0.9],
  ])
    for (const [size, minTrade] of [
      [1, 0.5],
      [1000, 500],
      [0.3, 0.1],
      [0.7, 0.7 / 3],
      [0.9, 0.30000000000000004],
      [6, 6],
    ]) {
      const model = { alpha: [0.3, 0.34, 0.36], beta };
      const { status, x, lambda, cost, certificate } = allocate(model, size, { minTrade });
      expect({ beta, size, status }).toEqual({ beta, size, status: "optimal" });
      expect(certificate.stationarity).toBeLessThan(1e-9);
      // The bins that trade stay the same a little above this size.
      const trading = [...x.keys()].filter((i) => x[i] > 0);
      const more = 1e-6 * size;
      const cheapest = Math.min(
        ...trading.map((i) => {
          const y = x.map((xi, j) => (i === j ? xi + more : xi));
          return (sumOfCosts(checkModel(model), y) - cost) / more;
        }),
      );
      expect(lambda / cheapest).toBeCloseTo(1, 4);
    }
  // The control: at the dearest share's price the certificate does not hold.
  const model = checkModel({ alpha: [1, 2], beta: [1.5, 1.5] });
  const high = Float64Array.of(10, 10);
  const at = (price: number) => certifySemi(model, 10, Float64Array.of(5, 5), Math.log(price), 5, high).stationarity;
  expect([at(1.5 * Math.sqrt(5)), at(3 * Math.sqrt(5))]).toEqual([expect.closeTo(0, 14), expect.closeTo(0.5, 9)]);
});

test("a bin that is all but at its smallest trade beside a concave one is there", () => {
  const { x, status } = allocate({ alpha: [1, 1, 1], beta: [0.5, 2, 0.5] }, 1, { minTrade: 0.3 });
  expect([status, x[1]]).toEqual(["optimal", 0.3]);
});
