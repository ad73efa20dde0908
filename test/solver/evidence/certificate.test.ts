import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { exactBig } from "../../../src/numeric/big";
import { allocate } from "../../../src/solver/allocate";
import { certify } from "../../../src/solver/evidence/certificate";
import { checkModel } from "../../../src/solver/model/impact-model";
import { problems, relativeError } from "../../support/problems";
import { bigMath } from "../../support/big-math";

const model = checkModel({ alpha: [1, 2, 0.5], beta: [1.5, 2, 1.2] });
const { x, lambda, cost } = allocate(model, 100);

/** (primal - dual) / primal in 64 digits, straight from the definition of the conjugate. */
function exactGap(xs: ArrayLike<number>, price: number): number {
  const L = exactBig(price);
  let primal = exactBig(0);
  let bracket = exactBig(0);
  for (let i = 0; i < xs.length; i++) {
    const [a, b, xi] = [model.alpha[i], model.beta[i], xs[i]].map(exactBig);
    const g = a.times(xi.pow(b));
    const best = L.div(a.times(b)).pow(exactBig(1).div(b.minus(1)));
    const conjugate = L.times(best).minus(a.times(best.pow(b)));
    primal = primal.plus(g);
    bracket = bracket.plus(g).plus(conjugate).minus(L.times(xi));
  }
  return bigMath().divide(bracket, primal).toString() === "0" ? 0 : bracket.div(primal).toNumber();
}

describe("certify(model, size, x, logLambda)", () => {
  test("at the optimum: nothing missing, nothing out of balance", () => {
    const evidence = certify(model, 100, x, Math.log(lambda));
    expect(relativeError(evidence.cost, cost)).toBeLessThan(1e-14);
    expect(evidence.feasibility).toBeLessThan(1e-15);
    expect(evidence.stationarity).toBeLessThan(1e-14);
    expect(evidence.dualityGap).toBeLessThan(1e-27);
  });

  test.each([1e-1, 1e-3, 1e-5, 1e-7])("off the optimum by %s of a bin, the gap is the 64-digit one", (delta) => {
    const off = x.slice();
    off[0] += delta * x[0];
    off[1] -= delta * x[0];
    const evidence = certify(model, 100, off, Math.log(lambda));
    expect(relativeError(evidence.dualityGap, exactGap(off, lambda))).toBeLessThan(1e-3);
    expect(evidence.stationarity).toBeGreaterThan(0.4 * delta);
  });

  test("a price off by 1e-6 shows in stationarity and gap", () => {
    const evidence = certify(model, 100, x, Math.log(lambda * (1 + 1e-6)));
    expect(evidence.stationarity).toBeCloseTo(1e-6, 9);
    expect(relativeError(evidence.dualityGap, exactGap(x, lambda * (1 + 1e-6)))).toBeLessThan(1e-3);
  });

  test("a bin wrongly left empty shows in the gap", () => {
    const off = Float64Array.of(x[0] + x[1], 0, x[2]);
    expect(certify(model, 100, off, Math.log(lambda)).dualityGap).toBeGreaterThan(1e-4);
  });

  test("missing shares show in feasibility", () => {
    const off = x.slice();
    off[0] -= 1e-9;
    expect(certify(model, 100, off, Math.log(lambda)).feasibility).toBeCloseTo(1e-11, 14);
  });

  test("the gap bounds the excess cost of any feasible x from above (weak duality)", () => {
    fc.assert(
      fc.property(problems("convex", 6, 1), fc.double({ min: -0.5, max: 0.5, noNaN: true }), (problem, t) => {
        const checked = checkModel(problem.model);
        const best = allocate(checked, problem.size);
        fc.pre(best.x.length > 1);
        const off = best.x.slice();
        const moved = t * Math.min(off[0], off[1]);
        off[0] += moved;
        off[1] -= moved;
        const evidence = certify(checked, problem.size, off, Math.log(best.lambda));
        expect(evidence.cost - best.cost).toBeLessThanOrEqual(evidence.cost * (evidence.dualityGap + 1e-12));
      }),
    );
  });
});
