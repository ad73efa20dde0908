import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { allocate } from "../../src/solver/allocate";
import { bisection } from "../../src/solver/baselines/bisection";
import { greedy } from "../../src/solver/baselines/greedy";
import { lowestAlpha, proportional, singleBest, twap } from "../../src/solver/baselines/baselines";
import { costOf } from "../../src/solver/model/cost";
import type { ImpactModel } from "../../src/solver/model/impact-model";
import { problems, relativeError } from "../support/problems";
import type { Problem } from "../support/problems";

/** What rounding may do to a cost that went through logarithms of alpha and S. */
const ROUNDING = 1e-12;

/** With a runner-up this near, rounding may choose either, and lambda jumps between the two. */
const TIE = 1e-9;

function map(model: ImpactModel, alpha: (a: number, b: number, i: number) => number): ImpactModel {
  return { alpha: Array.from(model.alpha, (a, i) => alpha(a, model.beta[i], i)), beta: model.beta };
}

/** The model with its bins in another order; `order[k]` is the old index of new bin k. */
function reorder(model: ImpactModel, order: readonly number[]): ImpactModel {
  return { alpha: order.map((i) => model.alpha[i]), beta: order.map((i) => model.beta[i]) };
}

/** Cost of the best allocation in whole lots, bin by bin (Bellman): independent of every formula in the solver. */
function lotByLot({ model, size }: Problem, lots: number): number {
  const g = (i: number, k: number): number =>
    k === 0 ? 0 : model.alpha[i] * Math.pow((k * size) / lots, model.beta[i]);
  let best = Array.from({ length: lots + 1 }, (_, k) => g(0, k));
  for (let i = 1; i < model.alpha.length; i++) {
    best = best.map((_, total) => Math.min(...best.slice(0, total + 1).map((cost, k) => cost + g(i, total - k))));
  }
  return best[lots];
}

describe("allocate is never above", () => {
  test("any baseline", () => {
    fc.assert(
      fc.property(problems(), ({ model, size }) => {
        const { cost, status } = allocate(model, size);
        expect(status).toBe("optimal");
        const volume = Array.from(model.alpha, (_, i) => 1 + (i % 5));
        const baselines = [
          twap(model, size),
          proportional(model, size, volume),
          lowestAlpha(model, size),
          singleBest(model, size),
          greedy(model, size, { lots: 50 }),
          ...(Array.from(model.beta).some((b) => b > 1) ? [bisection(model, size)] : []),
        ];
        for (const baseline of baselines) expect(cost).toBeLessThanOrEqual(baseline.cost * (1 + ROUNDING));
      }),
    );
  });

  test("a lot-by-lot dynamic programme on small problems, nor far below it", () => {
    fc.assert(
      fc.property(problems("any", 4, 1), (problem) => {
        const { cost, x } = allocate(problem.model, problem.size);
        const lots = 40;
        expect(cost).toBeLessThanOrEqual(lotByLot(problem, lots) * (1 + ROUNDING));
        // Rounding x to lots, with the remainder in the bin that holds most, is one of the programme's choices.
        const rounded = Array.from(x, (xi) => Math.floor((xi / problem.size) * lots));
        const fullest = x.indexOf(x.reduce((most, xi) => Math.max(most, xi), 0));
        rounded[fullest] += lots - rounded.reduce((a, b) => a + b, 0);
        const inLots = costOf(
          problem.model,
          rounded.map((k) => (k * problem.size) / lots),
        );
        expect(lotByLot(problem, lots)).toBeLessThanOrEqual(inLots * (1 + ROUNDING));
      }),
    );
  });

  test("the comparison can fail: TWAP on identical concave bins is above the programme", () => {
    const problem = { model: { alpha: [1, 1], beta: [0.5, 0.5] }, size: 10 };
    expect(twap(problem.model, 10).cost).toBeGreaterThan(lotByLot(problem, 40) * (1 + ROUNDING));
  });
});

describe("allocate is invariant", () => {
  test("under permutation of the bins", () => {
    fc.assert(
      fc.property(problems(), fc.infiniteStream(fc.nat()), ({ model, size }, randoms) => {
        const order = [...Array.from(model.alpha).keys()];
        for (let i = order.length - 1; i > 0; i--) {
          const j = randoms.next().value % (i + 1);
          [order[i], order[j]] = [order[j], order[i]];
        }
        const one = allocate(model, size);
        const other = allocate(reorder(model, order), size);
        expect(relativeError(other.cost, one.cost)).toBeLessThan(ROUNDING);
        if (!(one.certificate.margin > TIE)) return;
        expect(relativeError(other.lambda, one.lambda)).toBeLessThan(ROUNDING);
        expect(other.active).toBe(one.active < 0 ? -1 : order.indexOf(one.active));
      }),
    );
  });

  test("under a change of currency: alpha -> c alpha scales cost and lambda by c", () => {
    fc.assert(
      fc.property(problems(), fc.integer({ min: -20, max: 20 }), ({ model, size }, power) => {
        const c = Math.pow(2, power);
        const one = allocate(model, size);
        const other = allocate(
          map(model, (a) => c * a),
          size,
        );
        expect(relativeError(other.cost, c * one.cost)).toBeLessThan(ROUNDING);
        if (one.certificate.margin > TIE) expect(relativeError(other.lambda, c * one.lambda)).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("under a change of lot: x -> k x with alpha -> alpha k^-beta leaves the cost", () => {
    fc.assert(
      fc.property(problems(), fc.integer({ min: -10, max: 10 }), ({ model, size }, power) => {
        const k = Math.pow(2, power);
        const one = allocate(model, size);
        const other = allocate(
          map(model, (a, b) => a * Math.pow(k, -b)),
          size * k,
        );
        expect(relativeError(other.cost, one.cost)).toBeLessThan(1e-11);
        if (one.certificate.margin > TIE) expect(relativeError(other.lambda * k, one.lambda)).toBeLessThan(1e-11);
      }),
    );
  });

  test("under splitting off a bin that it does not use", () => {
    fc.assert(
      fc.property(problems("mixed"), ({ model, size }) => {
        const one = allocate(model, size);
        const used = [...Array.from(model.alpha).keys()].filter((i) => one.x[i] > 0);
        const other = allocate(reorder(model, used), size);
        expect(relativeError(other.cost, one.cost)).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("from a warm start", () => {
    fc.assert(
      fc.property(problems(), fc.double({ min: 0.5, max: 2, noNaN: true }), ({ model, size }, factor) => {
        const cold = allocate(model, size);
        const warm = allocate(model, size, { start: allocate(model, size * factor) });
        expect(relativeError(warm.cost, cold.cost)).toBeLessThan(ROUNDING);
        expect(warm.status).toBe("optimal");
      }),
    );
  });
});

describe("the cost", () => {
  test("is C(x) of the allocation returned", () => {
    fc.assert(
      fc.property(problems(), ({ model, size }) => {
        const { x, cost } = allocate(model, size);
        expect(relativeError(cost, costOf(model, x))).toBeLessThan(ROUNDING);
      }),
    );
  });

  test("increases in S and in every alpha", () => {
    fc.assert(
      fc.property(problems(), fc.nat(), ({ model, size }, k) => {
        const { cost } = allocate(model, size);
        expect(allocate(model, size * 1.01).cost).toBeGreaterThan(cost);
        const bin = k % model.alpha.length;
        const dearer = allocate(
          map(model, (a, _, i) => (i === bin ? a * 1.5 : a)),
          size,
        );
        expect(dearer.cost).toBeGreaterThanOrEqual(cost * (1 - ROUNDING));
      }),
    );
  });
});

describe("the optimality conditions", () => {
  test("hold: equal marginal costs where volume is, none lower where it is not", () => {
    fc.assert(
      fc.property(problems(), ({ model, size }) => {
        const { x, lambda, active } = allocate(model, size);
        let used = 0;
        for (let i = 0; i < x.length; i++) {
          const beta = model.beta[i];
          if (beta <= 1 && x[i] > 0) {
            used++;
            expect(active).toBe(i);
          }
          const marginal = model.alpha[i] * beta * Math.pow(x[i], beta - 1);
          if (x[i] > 1e-280) expect(relativeError(marginal, lambda)).toBeLessThan(1e-9);
          else if (beta === 1) expect(model.alpha[i]).toBeGreaterThanOrEqual(lambda * (1 - ROUNDING));
        }
        expect(used).toBe(active < 0 ? 0 : 1);
      }),
    );
  });

  test("dC/dS equals lambda, by central differences of allocate itself", () => {
    fc.assert(
      fc.property(problems(), ({ model, size }) => {
        const h = 1e-4;
        const [low, here, high] = [size * (1 - h), size, size * (1 + h)].map((S) => allocate(model, S));
        fc.pre(low.active === here.active && here.active === high.active);
        const slope = (high.cost - low.cost) / (2 * h * size);
        expect(relativeError(slope, here.lambda)).toBeLessThan(1e-4);
      }),
    );
  });
});
