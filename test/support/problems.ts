/** Generated allocation problems for fast-check, and the seed they come from. */
import fc from "fast-check";

import type { ImpactModel } from "../../src/solver/model/impact-model";

/** One seed for a run, printed so that any failure can be had again: `SEED=... npm test`. */
export const seed = Number(process.env.SEED ?? 20261122);
fc.configureGlobal({ seed, numRuns: Number(process.env.RUNS ?? 300) });
console.info(`fast-check seed ${seed}`);

export interface Problem {
  readonly model: ImpactModel;
  readonly size: number;
}

/** A number spread evenly over decades. */
export function decades(from: number, to: number): fc.Arbitrary<number> {
  return fc.double({ min: from, max: to, noNaN: true }).map((exponent) => Math.pow(10, exponent));
}

const convexBeta = fc.oneof(
  fc.double({ min: 1.05, max: 3, noNaN: true }),
  decades(-9, 1.04).map((excess) => 1 + excess),
);
const concaveBeta = fc.oneof(
  fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  decades(-9, -1).map((shortfall) => 1 - shortfall),
);

const betas = {
  convex: convexBeta,
  linear: fc.constant(1),
  concave: concaveBeta,
  mixed: fc.oneof(convexBeta, convexBeta, fc.constant(1), concaveBeta),
};

/** Problems of one regime (or any), with 1 to `most` bins. Alpha spans `spread` decades around 1. */
export function problems(regime: keyof typeof betas | "any" = "any", most = 30, spread = 3): fc.Arbitrary<Problem> {
  const beta = regime === "any" ? fc.oneof(...Object.values(betas)) : betas[regime];
  const bin = fc.record({ alpha: decades(-spread, spread), beta });
  return fc
    .record({ bins: fc.array(bin, { minLength: 1, maxLength: most }), size: decades(-3, 9) })
    .map(({ bins, size }) => ({
      model: { alpha: bins.map((b) => b.alpha), beta: bins.map((b) => b.beta) },
      size,
    }));
}

/** Bins that are all tangents of one curve in logarithms, log g = curve(t): every one is on the envelope. */
export function tangents(count: number, convex: number, steepness: number): ImpactModel {
  const alpha: number[] = [];
  const beta: number[] = [];
  for (let k = 0; k < count; k++) {
    const slope = 0.05 + (0.9 * (k + 0.5)) / count;
    // The tangent of slope b to a parabola with curvature -1/steepness touches at t = (b0 - b) steepness.
    beta.push(slope);
    alpha.push(Math.exp(0.5 * steepness * (slope - 0.5) ** 2));
  }
  for (let k = 0; k < convex; k++) {
    beta.push(1.5 + k / convex);
    alpha.push(0.2 + k / convex);
  }
  return { alpha, beta };
}

/** |a - b| relative to the larger. */
export function relativeError(a: number, b: number): number {
  return a === b ? 0 : Math.abs(a - b) / Math.max(Math.abs(a), Math.abs(b));
}
