/**
 * The optimal allocation of a parent order over time bins under power-law impact, for any mix of
 * regimes:
 *
 *     minimise    C(x) = sum_i alpha_i x_i^beta_i
 *     subject to  sum_i x_i = S,  x_i >= 0
 *
 * The convex bins (beta > 1) share one shadow price lambda; at most one bin with beta <= 1 carries
 * volume beside them. The result is a global optimum with its evidence.
 */
import { allocateCapped } from "./capped/allocate-capped";
import { certify, certifyBins } from "./evidence/certificate";
import { allocateLots } from "./allocate-lots";
import type { Continuous } from "./lots/lots-allocation";
import { allocateMinTrade } from "./min-trade/allocate-min-trade";
import { allocationOf, type Allocation } from "./model/allocation";
import { shownAllocation } from "./model/allocation-summary";
import { checkBudget, type BudgetOptions } from "./knapsack/budget";
import { CONSTRAINT_OPTIONS, type Constraints } from "./model/constraints";
import { asked, termsOf, type Terms } from "./model/terms";
import { cheapestBin } from "./mixed/cheapest-bin";
import {
  convexBins,
  costPerPrice,
  emptyVolume,
  plainConvexBins,
  sumVolume,
  type ConvexBins,
} from "./convex/convex-bins";
import { finish, priceAfter, solveConvex } from "./convex/convex";
import { linesAt, logLines, type Lines } from "./mixed/envelope";
import { solveMixed } from "./mixed/mixed";
import {
  checkModel,
  checkSize,
  modelArrays,
  partition,
  regimeOf,
  type CheckedModel,
  type ImpactModel,
} from "./model/impact-model";
import { checkOptions, type OptionNames } from "../base/check-options";
import { InputError } from "../base/input-error";
import { exp, log } from "../numeric/elementary";

export interface AllocateOptions extends Constraints, BudgetOptions {
  /**
   * A solution of a neighbouring problem (another size, slightly other parameters), from which the
   * search for lambda starts: its lambda and, where they are given, its size and x, which say how lambda
   * moves with the size. It saves passes and changes no answer beyond rounding; where bins of beta <= 1
   * are present it is not used. Default: none.
   */
  readonly start?: Start;
}

const OPTIONS: OptionNames<AllocateOptions> = {
  start: true,
  ...CONSTRAINT_OPTIONS,
  nodes: true,
  seconds: true,
  onProgress: true,
};

/** What of an allocation helps to find a neighbouring one. */
export interface Start {
  readonly lambda: number;
  readonly size?: number;
  readonly x?: Float64Array;
}

/**
 * The allocation of `size` shares at the lowest total cost, for any mix of regimes:
 *
 *     minimise    C(x) = sum_i alpha_i x_i^beta_i
 *     subject to  sum_i x_i = S,  0 <= x_i <= c_i
 *
 * A global optimum with its evidence, found by Newton's method on the shadow price for the bins of beta > 1 and a
 * comparison of the few others that could be active (`src/solver/README.md` has the proof).
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each, all above 0.
 *   More fields may ride along; notes of units are carried over to the result.
 * @param size S >= 0, shares.
 * @param options `cap`, the most that each bin may trade (shares), or `participation`, the most of its volume (a
 *   share); `start`, a solution nearby.
 * @returns x (N shares), the cost (currency), lambda (currency per share), the certificate, and a status that says
 *   what it proves. For S = 0, x is 0 and lambda is the right derivative of the cost at 0 (Infinity where every bin
 *   is concave or shut).
 * @throws InputError for a model, a size or an option that breaks its rule.
 * @example
 * ```ts
 * import { allocate } from "../src";
 * const model = { alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.4, 1.6] };
 * const { status, x, cost, lambda } = allocate(model, 1000);
 * console.log(status, x, cost, lambda); // optimal: shares a bin, their cost, and what one share more would cost
 * console.log(allocate(model, 1000, { cap: 400 }).x); // no bin above 400
 * ```
 */
export function allocate(model: ImpactModel, size: number, options?: AllocateOptions): Allocation {
  const solution =
    options === undefined ? solve(modelArrays(model), checkSize(size)) : solveAsAsked(model, size, options);
  return shownAllocation(solution, model);
}

function solveAsAsked(model: ImpactModel, size: number, options: AllocateOptions): Allocation {
  const { start: given, nodes, seconds, onProgress, ...constraints } = checkOptions(options, OPTIONS);
  const arrays = modelArrays(model);
  const S = checkSize(size);
  const start = checkStart(given);
  const terms = termsOf(model, arrays.alpha.length, S, constraints);
  const { cap, lot, minTrade } = terms;
  // Whether or not there is a search: what is no number is refused.
  const budget = checkBudget({ nodes, seconds, onProgress });
  if (cap === undefined && lot === undefined && !(minTrade > 0)) return solve(arrays, S, start);
  if (S === 0) return nothingToTrade(checkModel(arrays), terms);
  if (cap === undefined && lot !== undefined) {
    const bins = plainConvexBins(arrays.alpha, arrays.beta);
    const continuous = bins === undefined ? solve(arrays, S, start) : continuousOptimum(S, bins, start);
    return allocateLots(bins === undefined ? checkModel(arrays) : arrays, S, terms, continuous, budget);
  }
  const checked = checkModel(arrays);
  const free = (): Allocation => solve(arrays, S, start);
  const capped = cap === undefined ? free() : allocateCapped(checked, S, cap, free, budget);
  if (lot !== undefined) return allocateLots(checked, S, terms, capped, budget);
  return minTrade > 0 ? allocateMinTrade(checked, S, terms, capped, budget) : capped;
}

/** Without constraints. */
function solve(arrays: CheckedModel, S: number, start?: Start): Allocation {
  const plain = S === 0 ? undefined : plainConvexBins(arrays.alpha, arrays.beta);
  return plain === undefined ? solveAny(arrays, S, start) : allocateConvex(arrays, S, plain, start);
}

function solveAny(arrays: CheckedModel, S: number, start?: Start): Allocation {
  const checked = checkModel(arrays);
  if (S === 0) return nothingToTrade(checked);
  const { convex, other } = partition(checked);
  if (other.length === 0) return allocateConvex(checked, S, convexBins(checked, convex), start);
  if (convex.length === 0) return allocateToOne(checked, S, logLines(checked, other, log(S)));
  return allocateMixed(checked, S, convex, other);
}

function allocateConvex(model: CheckedModel, size: number, bins: ConvexBins, start: Start | undefined): Allocation {
  const { x, u, passes, converged } = solveBins(size, bins, start);
  const { l, p, w, arena } = bins;
  // The certificate is of x and the model: its beta takes the place of p; log(alpha beta) is not the solver's alone.
  p.set(model.beta);
  const evidence = certifyBins({ alpha: model.alpha, beta: p, x: w, levels: l, arena }, size, u);
  return allocationOf(model, size, x, evidence, {
    regime: "convex",
    cost: evidence.cost,
    lambda: exp(u),
    active: -1,
    passes,
    converged,
  });
}

/** The same without evidence, for what is held to its own. */
function continuousOptimum(size: number, bins: ConvexBins, start: Start | undefined): Continuous {
  const { x, u, passes } = solveBins(size, bins, start);
  return { regime: "convex", x, cost: exp(u) * costPerPrice(bins), certificate: { candidates: 0, passes } };
}

function solveBins(
  size: number,
  bins: ConvexBins,
  start: Start | undefined,
): { x: Float64Array; u: number; passes: number; converged: boolean } {
  const logSize = log(size);
  const point = solveConvex(bins, logSize, start && startPrice(start, bins, logSize));
  const u = finish(bins, logSize, point, size);
  return { x: new Float64Array(bins.w), u, passes: point.passes, converged: point.converged };
}

/** No convex bins: all of S goes to the bin with the lowest alpha_j S^beta_j. */
function allocateToOne(model: CheckedModel, size: number, lines: Lines): Allocation {
  const { index, c } = lines;
  const { tied, lowest, logLambda, cost, lambda } = cheapestBin(model, size, lines);
  const active = tied[0];
  let runnerUp: number | undefined;
  let runnerUpLog = Infinity;
  for (let k = 0; k < c.length; k++) {
    if (index[k] !== active && c[k] < runnerUpLog) {
      runnerUpLog = c[k];
      runnerUp = index[k];
    }
  }
  const x = new Float64Array(model.alpha.length);
  x[active] = size;
  return allocationOf(model, size, x, certify(model, size, x, logLambda), {
    regime: regimeOf(model),
    cost,
    lambda,
    active,
    converged: true,
    candidates: index.length,
    margin: Math.max(0, (tied.length > 1 ? 1 : exp(runnerUpLog - lowest)) - 1),
    runnerUp,
    ties: tied.slice(1),
  });
}

function allocateMixed(model: CheckedModel, size: number, convex: Int32Array, other: Int32Array): Allocation {
  const lines = logLines(model, other, 0);
  const problem = { model, bins: convexBins(model, convex), linesAt: (logSize: number) => linesAt(lines, logSize) };
  const { u, rest, best, runnerUp, candidates, passes, converged } = solveMixed(problem, size);
  const { alpha, beta } = model;
  const x = new Float64Array(alpha.length);
  const { l, p, w, arena } = problem.bins;
  const convexAlpha = new Float64Array(convex.length);
  for (let k = 0; k < convex.length; k++) {
    const i = convex[k];
    w[k] *= size;
    x[i] = w[k];
    convexAlpha[k] = alpha[i];
    p[k] = beta[i];
  }
  if (best.bin >= 0) x[best.bin] = size * rest;
  const active = best.bin < 0 ? undefined : { alpha: alpha[best.bin], beta: beta[best.bin], x: x[best.bin] };
  const evidence = certifyBins({ alpha: convexAlpha, beta: p, x: w, levels: l, arena }, size, u, active);
  return allocationOf(model, size, x, evidence, {
    regime: "mixed",
    cost: evidence.cost,
    lambda: exp(u),
    active: best.bin,
    converged,
    candidates,
    margin: runnerUp === undefined ? Infinity : Math.max(0, runnerUp.cost / best.cost - 1),
    runnerUp: runnerUp?.bin,
    ties: best.bin < 0 ? [] : tiesOf(model, best.bin, size * rest, lines),
    passes,
  });
}

/** S = 0: x = 0; lambda is the limit of the shadow price as S goes to 0, over the bins that may trade. */
function nothingToTrade(model: CheckedModel, { cap, lot, minTrade }: Partial<Terms> = {}): Allocation {
  const { alpha, beta } = model;
  const prices = alpha.map((a, i) => (cap?.[i] === 0 || beta[i] < 1 ? Infinity : beta[i] > 1 ? 0 : a));
  const lambda = prices.reduce((least, price) => Math.min(least, price), Infinity);
  const evidence = { feasibility: 0, stationarity: 0, dualityGap: 0 };
  const found = { regime: regimeOf(model), cost: 0, lambda, active: -1, converged: true };
  const nothing = allocationOf(model, 0, new Float64Array(alpha.length), evidence, found);
  return { ...nothing, status: "optimal", ...asked({ cap, lot, minTrade: minTrade ?? 0 }) };
}

/** The other bins of beta <= 1 that cost the same at y: equal linear bins, identical concave bins. */
function tiesOf({ alpha, beta }: CheckedModel, active: number, y: number, { index, c: logAlpha }: Lines): number[] {
  const logY = log(y);
  const level = log(alpha[active]) + beta[active] * logY;
  const ties: number[] = [];
  for (let k = 0; k < index.length; k++) {
    const j = index[k];
    if (!(Math.abs(logAlpha[k] + beta[j] * logY - level) <= 4 * Number.EPSILON)) continue;
    if (j !== active) ties.push(j);
  }
  return ties;
}

function checkStart(start: Start | undefined): Start | undefined {
  if (start === undefined) return undefined;
  if (typeof start !== "object" || start === null || typeof start.lambda !== "number" || !(start.lambda >= 0)) {
    throw new InputError("options.start", "must be an allocation, or an object with its lambda", start);
  }
  return start;
}

/** A guess of log lambda; undefined where the start has none to give: at S = 0, and where doubles end. */
function startPrice({ lambda, size, x }: Start, bins: ConvexBins, logSize: number): number | undefined {
  if (!(lambda > 0 && lambda < Infinity)) return undefined;
  const u = log(lambda);
  if (!(size !== undefined && size > 0) || x === undefined || x.length !== bins.l.length) return u;
  const volume = emptyVolume();
  bins.w.set(x);
  sumVolume(bins, volume);
  const start = priceAfter(u, logSize - log(size), volume);
  return Number.isFinite(start) ? start : u;
}
