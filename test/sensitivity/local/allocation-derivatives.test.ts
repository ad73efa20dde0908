import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { exactBig } from "../../../src/numeric/big";
import { allocationDerivatives } from "../../../src/sensitivity/local/allocation-derivatives";
import type { Gradient } from "../../../src/sensitivity/local/allocation-derivatives";
import { elasticities } from "../../../src/sensitivity/local/elasticities";
import { allocate } from "../../../src/solver/allocate";
import type { ImpactModel } from "../../../src/solver/model/impact-model";
import { sensitivities } from "../../../src/solver/sensitivities";
import { bigProblem, solveBranch } from "../../support/big-allocation";
import type { BigProblem, BigSolution } from "../../support/big-allocation";
import { problems } from "../../support/problems";

type Parameter = ["size"] | ["alpha" | "beta", number];

/** d(x, lambda, cost)/d parameter as a central difference in 64 digits: its own error is about 1e-36. */
function bigDerivative(
  model: ImpactModel,
  size: number,
  parameter: Parameter,
): { x: number[]; lambda: number; cost: number } {
  const { x, lambda } = allocate(model, size);
  const active = [...x.keys()].filter((i) => x[i] > 0);
  const base = bigProblem(model.alpha, model.beta, size);
  const [what, i] = parameter;
  const value = what === "size" ? base.size : base[what][i as number];
  const h = value.times(exactBig(2 ** -60));
  const at = (sign: number): BigSolution => {
    const moved = value.plus(h.times(sign));
    const changed: BigProblem =
      what === "size" ? { ...base, size: moved } : { ...base, [what]: base[what].map((v, j) => (j === i ? moved : v)) };
    return solveBranch(changed, active, lambda);
  };
  const [up, down] = [at(1), at(-1)];
  return {
    x: up.x.map((xi, k) => xi.minus(down.x[k]).div(h.times(2)).toNumber()),
    lambda: up.lambda.minus(down.lambda).div(h.times(2)).toNumber(),
    cost: up.cost.minus(down.cost).div(h.times(2)).toNumber(),
  };
}

function unit(n: number, parameter: Parameter): { size?: number; alpha?: number[]; beta?: number[] } {
  const [what, i] = parameter;
  return what === "size" ? { size: 1 } : { [what]: Array.from({ length: n }, (_, j) => (j === i ? 1 : 0)) };
}

/**
 * The largest error of J v, dlambda and dC along every parameter, relative to the largest |dx|, to |dlambda|
 * and to |dC|; where these vanish, to a thousandth of S, lambda and C over the parameter.
 */
function largestError(model: ImpactModel, size: number): number {
  const n = model.alpha.length;
  const allocation = allocate(model, size);
  const derivatives = allocationDerivatives(model, allocation);
  const bins = [...allocation.x.keys()].filter((i) => allocation.x[i] > 0);
  const parameters: Parameter[] = [
    ["size"],
    ...bins.flatMap((i): Parameter[] =>
      model.beta[i] === 1
        ? [["alpha", i]]
        : [
            ["alpha", i],
            ["beta", i],
          ],
    ),
  ];
  return Math.max(
    ...parameters.map((parameter) => {
      const exact = bigDerivative(model, size, parameter);
      const here = derivatives.along(unit(n, parameter));
      const [what, i] = parameter;
      const value = what === "size" ? size : model[what][i as number];
      const error = (a: ArrayLike<number>, b: readonly number[], whole: number): number =>
        Math.max(...b.map((v, k) => Math.abs(v - a[k]))) / Math.max(...b.map(Math.abs), (1e-3 * whole) / value);
      return Math.max(
        error(here.x, exact.x, size),
        error([here.lambda], [exact.lambda], allocation.lambda),
        error([here.cost], [exact.cost], allocation.cost),
      );
    }),
  );
}

const CONVEX = { alpha: [0.1, 2, 0.03, 5], beta: [1.5, 1.2, 2.1, 1.05] };
const NEAR_LINEAR = { alpha: [0.1, 0.4, 0.03], beta: [1.5, 1 + 1e-9, 2.1] };
const LINEAR = { alpha: [0.1, 0.4, 0.03], beta: [1.5, 1, 2.1] };
const CONCAVE = { alpha: [0.1, 4, 0.03, 6], beta: [1.5, 0.7, 2.1, 0.6] };

describe("allocationDerivatives(model, allocation) against differences in 64 digits", () => {
  test.each([
    ["convex", CONVEX, 40, 1e-11],
    ["one beta at 1 + 1e-9", NEAR_LINEAR, 40, 1e-7],
    ["an active linear bin", LINEAR, 40, 1e-12],
    ["an active concave bin", CONCAVE, 900, 1e-12],
    ["one bin", { alpha: [3], beta: [1.4] }, 7, 1e-12],
  ])("%s", (_, model, size, most) => {
    expect(largestError(model, size)).toBeLessThan(most);
  });

  test("the active bin of each example is what its name says", () => {
    expect([CONVEX, NEAR_LINEAR, LINEAR].map((model) => allocate(model, 40).active)).toEqual([-1, -1, 1]);
    expect(allocate(CONCAVE, 900).active).toBeGreaterThan(0);
  });

  test("any mix of regimes", () => {
    const smooth = problems("mixed", 6, 1).filter(({ model, size }) => {
      if (Array.from(model.beta).some((b) => b !== 1 && Math.abs(b - 1) < 0.01)) return false;
      const { x, certificate } = allocate(model, size);
      return certificate.margin > 1e-6 && x.every((xi) => xi === 0 || xi > 1e-100);
    });
    fc.assert(
      fc.property(smooth, ({ model, size }) => {
        expect(largestError(model, size)).toBeLessThan(1e-10);
      }),
      { numRuns: 60 },
    );
  });

  test("the differences can tell: a derivative at fixed lambda is found out", () => {
    const { x } = allocate(CONVEX, 40);
    const fixed = x.map((xi, i) => (i === 0 ? -xi / (CONVEX.beta[0] - 1) / CONVEX.alpha[0] : 0));
    const exact = bigDerivative(CONVEX, 40, ["alpha", 0]).x;
    expect(Math.abs(fixed[0] / exact[0] - 1)).toBeGreaterThan(0.01);
    expect(Math.abs(fixed[1] - exact[1])).toBeGreaterThan(0.01 * Math.abs(exact[1]));
  });
});

describe("the forms of one Jacobian agree", () => {
  test.each([CONVEX, LINEAR, CONCAVE])("v . (J w) = (J^T v) . w, and the dense matrix is J: %j", (model) => {
    const n = model.alpha.length;
    const derivatives = allocationDerivatives(model, allocate(model, 500));
    const spread = (k: number): number => ((k * 0.618034) % 1) - 0.5;
    const v = Array.from({ length: n }, (_, i) => spread(i + 1));
    const w = {
      size: 0.7,
      alpha: v.map((_, i) => 1e-3 * spread(i + 20)),
      beta: v.map((_, i) => 1e-3 * spread(i + 40)),
    };
    const forward = derivatives.along(w).x.reduce((sum, dx, i) => sum + v[i] * dx, 0);
    const dot = ({ size, alpha, beta }: Gradient): number =>
      size * w.size + alpha.reduce((s, a, j) => s + a * w.alpha[j], 0) + beta.reduce((s, b, j) => s + b * w.beta[j], 0);
    expect(dot(derivatives.pullBack(v))).toBeCloseTo(forward, 10);
    const dense = derivatives.dense();
    const product = v.map((_, i) =>
      dot({
        size: dense.size[i],
        alpha: dense.alpha.subarray(i * n, i * n + n),
        beta: dense.beta.subarray(i * n, i * n + n),
      }),
    );
    derivatives.along(w).x.forEach((dx, i) => expect(product[i]).toBeCloseTo(dx, 9));
    expect(dot(derivatives.lambda)).toBeCloseTo(derivatives.along(w).lambda, 12);
    expect(dot(derivatives.cost)).toBeCloseTo(derivatives.along(w).cost, 10);
    // The order is neither lost nor made.
    expect(derivatives.along({ alpha: w.alpha, beta: w.beta }).x.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 10);
    expect(dense.size.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
  });

  test("cost and lambda are those of sensitivities()", () => {
    const allocation = allocate(CONCAVE, 900);
    const { cost, lambda } = allocationDerivatives(CONCAVE, allocation);
    const envelope = sensitivities(CONCAVE, allocation);
    expect(lambda.size).toBeCloseTo(envelope.curvature, 14);
    expect(cost.size).toBe(envelope.size);
    cost.alpha.forEach((v, i) => expect(v).toBeCloseTo(envelope.alpha[i], 9));
    cost.beta.forEach((v, i) => expect(v).toBeCloseTo(envelope.beta[i], 9));
  });
});

describe("what the derivatives are of", () => {
  test("an active concave bin takes more than each further share: the others give some up", () => {
    const allocation = allocate(CONCAVE, 900);
    const bySize = allocationDerivatives(CONCAVE, allocation).along({ size: 1 }).x;
    expect(bySize[allocation.active]).toBeGreaterThan(1);
    expect(bySize[0]).toBeLessThan(0);
  });

  test("branch tells a switch: two linear bins of one price", () => {
    const tied = { alpha: [0.1, 0.4, 0.4], beta: [1.5, 1, 1] };
    expect(allocationDerivatives(tied, allocate(tied, 40)).branch).toMatchObject({ active: 1, atSwitch: true });
    expect(allocationDerivatives(LINEAR, allocate(LINEAR, 40)).branch).toMatchObject({ active: 1, atSwitch: false });
  });

  test("elasticities: cost shares sum to 1, and a law with one beta scales by it", () => {
    const model = { alpha: [0.1, 0.4, 0.2], beta: [1.6, 1.6, 1.6] };
    const { cost, lambda, x } = elasticities(model, allocate(model, 70));
    expect(cost.alpha.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(lambda.alpha.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    expect(cost.size).toBeCloseTo(1.6, 12);
    expect(lambda.size).toBeCloseTo(0.6, 12);
    x.forEach((v) => expect(v).toBeCloseTo(1, 12));
  });

  test("bad input is named", () => {
    const { along, pullBack } = allocationDerivatives(LINEAR, allocate(LINEAR, 40));
    expect(() => along({ alpha: [1, 2] })).toThrow("change.alpha must have one value a bin (3), got Array of length 2");
    expect(() => pullBack([1, NaN, 0])).toThrow("weights[1] must be finite, got NaN");
    expect(() => allocationDerivatives(LINEAR, allocate(LINEAR, 0))).toThrow(
      "allocation must be of a size above 0 to have derivatives, got 0",
    );
    const many = { alpha: new Float64Array(2001).fill(1), beta: new Float64Array(2001).fill(1.5) };
    expect(() => allocationDerivatives(many, allocate(many, 10)).dense()).toThrow(
      "model must have at most 2000 bins for a dense matrix",
    );
  });
});
