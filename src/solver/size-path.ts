/**
 * Optimal allocations of one model along a path of parent-order sizes: `allocate`, point for point,
 * with what depends on the model alone (checks, logarithms) done once, and every size started from
 * the one before (`priceAfter`; follow.ts where bins of beta <= 1 are among them), so that on a grid
 * of sizes one pass over the bins is the rule. The runner-up is not looked for.
 */
import { exp, log } from "../numeric/elementary";
import { allocationStatus, type AllocationStatus, type Evidence } from "./model/allocation";
import { certify, certifyBins } from "./evidence/certificate";
import { cheapestBin } from "./mixed/cheapest-bin";
import { emptyVolume, heldBins, type Volume } from "./convex/convex-bins";
import { finish, priceAfter, solveConvex } from "./convex/convex";
import { linesAt, logLines, type Lines } from "./mixed/envelope";
import { follow, type Followed, type Follower } from "./mixed/follow";
import { solveMixed, type MixedProblem } from "./mixed/mixed";
import {
  checkModel,
  checkSize,
  partition,
  regimeOf,
  type CheckedModel,
  type ImpactModel,
  type Regime,
} from "./model/impact-model";

export interface PathPoint {
  readonly status: AllocationStatus;
  /** C(x), currency. */
  readonly cost: number;
  /** dC/dS, currency per share. */
  readonly lambda: number;
  /** Index of the bin with beta <= 1 that carries volume, or -1. */
  readonly active: number;
  /** Passes over the convex bins. */
  readonly passes: number;
}

export interface SizePath {
  readonly regime: Regime;
  /**
   * The optimum for one parent order, S > 0 shares; x (N shares) is written to `x`. The last digits
   * depend on the point before: for the same numbers take the same path.
   */
  at(size: number, x: Float64Array): PathPoint;
}

/** Starts a path. Throws an InputError for a model that breaks its rules. */
export function sizePath(model: ImpactModel): SizePath {
  const checked = checkModel(model);
  const regime = regimeOf(checked);
  const { convex, other } = partition(checked);
  const lines = logLines(checked, other, 0);
  const solve =
    other.length === 0
      ? convexPath(checked)
      : convex.length === 0
        ? onePath(checked, lines)
        : mixedPath(checked, convex, lines);
  return {
    regime,
    at(size, x) {
      const { evidence, logLambda, active, passes, converged, closedForm } = solve(checkSize(size), x);
      const { cost, lambda } = closedForm ?? { cost: evidence.cost, lambda: exp(logLambda) };
      return { status: allocationStatus(evidence, cost, lambda, converged), cost, lambda, active, passes };
    },
  };
}

interface Solved {
  readonly evidence: Evidence;
  readonly logLambda: number;
  readonly active: number;
  readonly passes: number;
  readonly converged: boolean;
  /** Cost and lambda where a formula gives them to the last digit. */
  readonly closedForm?: { readonly cost: number; readonly lambda: number };
}

type Solve = (size: number, x: Float64Array) => Solved;

function convexPath(model: CheckedModel): Solve {
  const held = heldBins(model, Int32Array.from(model.beta.keys()));
  const { bins, beta } = held;
  const { l: levels, w, arena } = bins;
  const certified = { alpha: model.alpha, beta, x: w, levels, arena };
  const predict = predictor();
  return (size, x) => {
    held.hold();
    const logSize = log(size);
    const point = solveConvex(bins, logSize, predict.start(logSize));
    const u = finish(bins, logSize, point, size);
    predict.learn(logSize, u, point.volume);
    const evidence = certifyBins(certified, size, u);
    x.set(w);
    return { evidence, logLambda: u, active: -1, passes: point.passes, converged: point.converged };
  };
}

/** All of S in one bin. */
function onePath({ alpha, beta }: CheckedModel, base: Lines): Solve {
  const none = { alpha: new Float64Array(0), beta: new Float64Array(0) };
  return (size, x) => {
    const { tied, logLambda, cost, lambda } = cheapestBin({ alpha, beta }, size, linesAt(base, log(size)));
    const active = tied[0];
    x.fill(0);
    x[active] = size;
    const evidence = certify(none, size, none.alpha, logLambda, { alpha: alpha[active], beta: beta[active], x: size });
    return { evidence, logLambda, active, passes: 0, converged: true, closedForm: { cost, lambda } };
  };
}

/** Compares all candidates where it must, and follows their best from there while it is proven to stay so. */
function mixedPath(model: CheckedModel, convex: Int32Array, base: Lines): Solve {
  const { alpha, beta } = model;
  const held = heldBins(model, convex);
  const { bins } = held;
  const { l: levels, w, arena } = bins;
  const problem: MixedProblem = { model, bins, linesAt: (logSize) => linesAt(base, logSize) };
  const n = convex.length;
  const certified = { alpha: Float64Array.from(convex, (i) => alpha[i]), beta: held.beta, x: w, levels, arena };
  /** What the active bin of beta <= 1 trades. */
  let volume = 0;
  const evidenceOf = (size: number, u: number, bin: number, x: number): Evidence => {
    volume = x;
    return certifyBins(certified, size, u, bin < 0 ? undefined : { alpha: alpha[bin], beta: beta[bin], x });
  };
  let follower: Follower | undefined;

  const compare = (size: number): Solved => {
    const solution = solveMixed(problem, size, false);
    const { u, rest, best, passes, converged } = solution;
    for (let k = 0; k < n; k++) w[k] *= size;
    follower = follow(problem, held, solution, evidenceOf);
    return { evidence: evidenceOf(size, u, best.bin, size * rest), logLambda: u, active: best.bin, passes, converged };
  };

  return (size, x) => {
    held.hold();
    const followed = follower?.at(size);
    const solved = followed === undefined ? compare(size) : asSolved(followed, follower as Follower);
    x.fill(0);
    for (let k = 0; k < n; k++) x[convex[k]] = w[k];
    if (solved.active >= 0) x[solved.active] = volume;
    return solved;
  };
}

function asSolved({ evidence, logLambda, passes }: Followed, { bin }: Follower): Solved {
  return { evidence, logLambda, active: bin, passes, converged: true };
}

/** The start of a solve from the last point. */
function predictor(): {
  start(logSize: number): number | undefined;
  learn(logSize: number, u: number, volume: Volume): void;
} {
  let from = 0;
  let u = NaN;
  let volume = emptyVolume();
  return {
    start(logSize) {
      const start = priceAfter(u, logSize - from, volume);
      return Number.isFinite(start) ? start : undefined;
    },
    learn(...last) {
      [from, u, volume] = last;
    },
  };
}
