/**
 * The same problem once more in 64-digit arithmetic, by another road: every bin with beta <= 1 is tried
 * (no envelope, no bounds), lambda is found by bisection in doubles and finished by Newton's method in
 * mathjs BigNumbers. Slow, and independent of `allocate`: the reference to hold it against.
 */
import type { BigNumber } from "mathjs";

import { exactBig } from "../../numeric/big";
import { bisect } from "../../numeric/bisect";
import { bounded, withSummary, type Summary } from "../../base/summary";
import { InputError, must } from "../../base/input-error";
import { exp, log } from "../../numeric/elementary";
import { checkInShares, type Allocation } from "../model/allocation";
import { logMarginal } from "../model/cost";
import { checkModel, type CheckedModel, type ImpactModel } from "../model/impact-model";

export interface Audit {
  /** The optimal cost to 30 digits, currency. */
  readonly cost: string;
  /** The shadow price to 30 digits, currency per share. */
  readonly lambda: string;
  /** The active bin of beta <= 1 at the optimum, or -1. */
  readonly active: number;
  /** (C - C*) / C* with C the allocation's `cost` and C* the optimal cost. */
  readonly relativeCostError: number;
  /** (C(x) - C*) / C* with C(x) the exact cost of the allocation's x. */
  readonly excessCost: number;
  /** |sum x - S| / S, exactly. */
  readonly feasibility: number;
  /**
   * Largest |alpha_i beta_i x_i^(beta_i - 1) / lambda - 1| over the bins that carry volume (below their caps),
   * with the allocation's lambda.
   */
  readonly stationarity: number;
}

/** A bin below this share of S has too few digits left in x for its marginal cost to mean anything. */
const LEAST_SHARE = 1e-280;

/**
 * Solves the model's problem for the allocation's size in BigNumbers, every bin of beta <= 1 tried in turn, and
 * measures the allocation by it:
 *
 *     relativeCostError = (C - C*) / C*,   excessCost = (C(x) - C*) / C*.
 *
 * Takes about a millisecond a bin and Newton step; meant for a few hundred bins. Its own search starts
 * in doubles, which do not resolve 0 < |beta - 1| < 1e-12: such bins are beyond it.
 *
 * Where caps bind, which bins are at theirs is found by bisection, and the rest solved as ever.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param allocation what `allocate` returned for this model, S > 0.
 * @returns the optimal cost (currency) and shadow price (currency per share) to 30 digits, and by how much the
 *   allocation misses each.
 * @throws InputError where the model breaks its rules or the allocation has another number of bins, or S = 0; and
 *   where caps bind beside bins of beta < 1, in lots or with a smallest trade: there the certificate has the bound.
 * @example
 * ```ts
 * import { allocate, audit } from "../src";
 * const model = { alpha: [1, 2], beta: [2, 1] };
 * console.log(audit(model, allocate(model, 3)).cost); // 5.00000000000000000000000000000
 * ```
 */
export function audit(model: ImpactModel, allocation: Allocation): Audit {
  const checked = checkModel(model);
  const { size, x, cap } = checkInShares(allocation, checked.alpha.length);
  must(size > 0, "allocation", "must be of a size above 0 to audit", size);
  const problem = new BigProblem(checked, size);
  const binding = cap !== undefined && allocation.certificate.atCap !== undefined;
  const optimum = binding ? solveCapped(problem, checked, size, cap) : problem.solve();

  const { alpha, beta, S } = problem;
  let total = exactBig(0);
  let cost = exactBig(0);
  let stationarity = 0;
  const lambda = exactBig(allocation.lambda);
  for (let i = 0; i < x.length; i++) {
    if (!(x[i] > 0)) continue;
    const xi = exactBig(x[i]);
    const g = alpha[i].times(xi.pow(beta[i]));
    total = total.plus(xi);
    cost = cost.plus(g);
    if (binding && x[i] >= cap[i]) continue;
    if (x[i] > LEAST_SHARE * Math.max(1, size)) {
      const deviation = g.times(beta[i]).div(xi).div(lambda).minus(1).abs().toNumber();
      stationarity = Math.max(stationarity, deviation);
    }
  }
  const relative = (value: BigNumber): number => value.minus(optimum.cost).div(optimum.cost).toNumber();
  const found = {
    cost: optimum.cost.toPrecision(30),
    lambda: optimum.lambda.toPrecision(30),
    active: optimum.active,
    relativeCostError: relative(exactBig(allocation.cost)),
    excessCost: relative(cost),
    feasibility: total.minus(S).abs().div(S).toNumber(),
    stationarity,
  };
  return withSummary(found, auditSummary);
}

function auditSummary({ cost, lambda, excessCost, feasibility, stationarity }: Audit): Summary {
  const rows = [
    ["optimal cost", cost],
    ["shadow price", lambda],
    ["cost of x above it, relative", bounded(excessCost)],
    ["sum of x off by", bounded(feasibility)],
    ["marginal costs off by", bounded(stationarity)],
  ];
  return { title: "Audit in 64-digit arithmetic", rows };
}

/** Under caps: the bins that bisection on lambda finds full are set aside, the others share what is left. */
function solveCapped(problem: BigProblem, model: CheckedModel, size: number, cap: Float64Array): BigOptimum {
  if (model.beta.some((b, i) => b < 1 && cap[i] > 0)) {
    throw new InputError(
      "allocation",
      "must have no caps that bind beside bins of beta < 1; certificate.lowerBound is a proven bound",
      "such caps",
    );
  }
  const { full, free } = binsAtCaps(model, size, cap);
  let cost = exactBig(0);
  let rest = problem.S;
  let lambda = exactBig(0);
  for (const i of full) {
    const g = problem.alpha[i].times(exactBig(cap[i]).pow(problem.beta[i]));
    const marginal = g.times(problem.beta[i]).div(cap[i]);
    cost = cost.plus(g);
    rest = rest.minus(exactBig(cap[i]));
    if (marginal.gt(lambda)) lambda = marginal;
  }
  if (free.length === 0) return { cost, lambda, active: -1 };
  const part = {
    alpha: Float64Array.from(free, (i) => model.alpha[i]),
    beta: Float64Array.from(free, (i) => model.beta[i]),
  };
  const optimum = new BigProblem(part, rest.toNumber(), rest).solve();
  return {
    cost: cost.plus(optimum.cost),
    lambda: optimum.lambda,
    active: optimum.active < 0 ? -1 : free[optimum.active],
  };
}

interface BigOptimum {
  readonly cost: BigNumber;
  readonly lambda: BigNumber;
  readonly active: number;
}

/** A step of log lambda below which Newton's method has all the digits that are promised. */
const SMALLEST_STEP = 1e-45;

/** Costs within this of the lowest, as doubles find them, are compared in BigNumbers. */
const CONTENDERS = 1e-6;

class BigProblem {
  readonly alpha: BigNumber[];
  readonly beta: BigNumber[];
  readonly S: BigNumber;
  private readonly convex: number[];
  private readonly other: number[];

  constructor(
    private readonly model: CheckedModel,
    private readonly size: number,
    exactSize: BigNumber = exactBig(size),
  ) {
    this.alpha = Array.from(model.alpha, exactBig);
    this.beta = Array.from(model.beta, exactBig);
    this.S = exactSize;
    const bins = [...model.alpha.keys()];
    this.convex = bins.filter((i) => model.beta[i] > 1);
    this.other = bins.filter((i) => !(model.beta[i] > 1));
  }

  solve(): BigOptimum {
    const choices = this.convex.length > 0 ? [-1, ...this.other] : this.other;
    const rough = choices.map((active) => ({ active, u: this.logLambda(active) })).filter(({ u }) => u !== undefined);
    const scored = rough.map(({ active, u }) => ({
      active,
      u: u as number,
      logCost: this.logCost(active, u as number),
    }));
    const least = Math.min(...scored.map(({ logCost }) => logCost));
    let best: BigOptimum | undefined;
    for (const { active, u, logCost } of scored) {
      if (logCost > least + CONTENDERS) continue;
      const optimum = this.refine(active, u);
      if (best === undefined || optimum.cost.lt(best.cost)) best = optimum;
    }
    return best as BigOptimum;
  }

  /** x_i at price u over S, with S's logarithm inside so that nothing overflows. */
  private share(i: number, u: number): number {
    const { alpha, beta } = this.model;
    return exp((u - logMarginal(alpha[i], beta[i], 0)) / (beta[i] - 1) - log(this.size));
  }

  private convexShare(u: number): number {
    return this.convex.reduce((total, i) => total + this.share(i, u), 0);
  }

  /** log lambda of the local minimum with `active` (or none), by bisection in doubles; undefined without one. */
  private logLambda(active: number): number | undefined {
    const { alpha, beta } = this.model;
    const atSize = (i: number): number => logMarginal(alpha[i], beta[i], log(this.size));
    if (active >= 0 && this.convex.length === 0) return atSize(active);
    const high = Math.min(...this.convex.map(atSize));
    const spread = log(this.convex.length);
    const low = Math.min(...this.convex.map((i) => atSize(i) - (beta[i] - 1) * spread));
    const alone = bisect(low, high, (u) => this.convexShare(u) < 1).high;
    if (active < 0) return alone;
    const start = atSize(active);
    if (!(start < alone)) return undefined;
    if (beta[active] === 1) return start;
    // T(u) - 1 is convex: positive at the start, and again at `alone`. Its minimum lies where dT/du = 0.
    const q = 1 / (1 - beta[active]);
    const slope = (u: number): number =>
      this.convex.reduce((total, i) => total + this.share(i, u) / (beta[i] - 1), 0) - q * this.share(active, u);
    const excess = (u: number): number => this.convexShare(u) + this.share(active, u) - 1;
    const lowest = slope(alone) > 0 ? bisect(start, alone, (u) => slope(u) < 0).high : alone;
    if (!(excess(lowest) < 0)) return undefined;
    return bisect(start, lowest, (u) => excess(u) > 0).high;
  }

  private logCost(active: number, u: number): number {
    // g_i = lambda x_i / beta_i for every active bin; a linear bin takes what the convex ones leave.
    const rest = active < 0 ? 0 : (1 - this.convexShare(u)) / this.model.beta[active];
    const convex = this.convex.reduce((total, i) => total + this.share(i, u) / this.model.beta[i], 0);
    return u + log(convex + rest) + log(this.size);
  }

  /** Newton's method in BigNumbers on sum_i x_i(u) = S, from a root good to a double. */
  private refine(active: number, start: number): BigOptimum {
    const { alpha, beta, S } = this;
    if (this.convex.length === 0) {
      const lambda = alpha[active].times(beta[active]).times(S.pow(beta[active].minus(1)));
      return this.costAt(active, [], lambda);
    }
    const bins = active < 0 || this.model.beta[active] === 1 ? this.convex : [...this.convex, active];
    const slopes = bins.map((i) => alpha[i].times(beta[i]).ln());
    const elasticities = bins.map((i) => exactBig(1).div(beta[i].minus(1)));
    const volumes = (u: BigNumber): BigNumber[] => bins.map((_, k) => u.minus(slopes[k]).times(elasticities[k]).exp());
    if (active >= 0 && this.model.beta[active] === 1)
      return this.costAt(active, volumes(alpha[active].ln()), alpha[active]);
    let u = exactBig(start);
    let x: BigNumber[] = [];
    for (let step = 0; step < 60; step++) {
      x = volumes(u);
      const total = x.reduce((sum, xi) => sum.plus(xi));
      const slope = x.reduce((sum, xi, k) => sum.plus(xi.times(elasticities[k])), exactBig(0));
      // The logarithm of the sum is nearly linear in u where one bin is steep.
      const du = total.div(S).ln().times(total).div(slope).neg();
      u = u.plus(du);
      if (du.abs().lt(SMALLEST_STEP)) break;
    }
    return this.costAt(active, x.slice(0, this.convex.length), u.exp());
  }

  /** What trading `x` in the convex bins, and the rest in the active one, costs. */
  private costAt(active: number, x: readonly BigNumber[], lambda: BigNumber): BigOptimum {
    const { alpha, beta, S } = this;
    let cost = x.reduce((sum, xi, k) => sum.plus(lambda.times(xi).div(beta[this.convex[k]])), exactBig(0));
    const rest = x.reduce((left, xi) => left.minus(xi), S);
    if (active >= 0) cost = cost.plus(alpha[active].times(rest.pow(beta[active])));
    return { cost, lambda, active };
  }
}

/** The bins that are full at the lambda where min(c_i, x_i) sum to S, and those of room that are not; by bisection. */
function binsAtCaps(
  { alpha, beta }: CheckedModel,
  size: number,
  cap: Float64Array,
): { full: number[]; free: number[] } {
  const open = [...cap.keys()].filter((i) => cap[i] > 0);
  const logSlope = (i: number): number => logMarginal(alpha[i], beta[i], 0);
  /** log of the price from which on bin i is full. */
  const fullFrom = (i: number): number => logMarginal(alpha[i], beta[i], log(Math.min(cap[i], size)));
  const volume = (u: number): number =>
    open.reduce(
      (total, i) =>
        total + (u >= fullFrom(i) ? Math.min(cap[i], size) : beta[i] > 1 ? exp((u - logSlope(i)) / (beta[i] - 1)) : 0),
      0,
    );
  const high = Math.max(...open.map(fullFrom));
  const low =
    Math.min(
      ...open.map((i) => (beta[i] > 1 ? logSlope(i) + (beta[i] - 1) * (log(size) - log(open.length)) : logSlope(i))),
    ) - 1;
  const { high: u } = bisect(low, high, (price) => volume(price) < size);
  // A price at which a linear bin fills is that of a bin in part full.
  const full = open.filter((i) => u > fullFrom(i) + (beta[i] > 1 ? 0 : 1e-12));
  const set = new Set(full);
  return { full, free: open.filter((i) => !set.has(i)) };
}
