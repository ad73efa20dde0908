/**
 * What a solution is: the allocation, what it costs, and the evidence that it is optimal.
 */
import { InputError, must } from "../../base/input-error";
import { withNotes, type Noted } from "../../base/units";
import type { CheckedModel, Regime } from "./impact-model";

/**
 * - `optimal`: the certificate holds within the tolerances stated there.
 * - `bounded`: the best that was found under caps on concave bins, in lots or with a smallest trade; no allocation on
 *   these terms costs less than (1 - `dualityGap`) times as much. Everything else in the certificate holds.
 * - `inaccurate`: the certificate does not hold; it says by how much.
 * - `out-of-range`: the cost or lambda is beyond the normal doubles; x is right.
 * - `not-converged`: the bound on passes was reached. No input is known to cause it.
 */
export type AllocationStatus = "optimal" | "bounded" | "inaccurate" | "out-of-range" | "not-converged";

/** What an allocation proves of itself, whatever it was found by. */
interface Proof {
  /** |sum x - S| / S; at most 1e-12 where the status is `optimal`. */
  readonly feasibility: number;
  /** Largest |marginal cost / lambda - 1| over the active bins; at most 1e-9 where `optimal`. */
  readonly stationarity: number;
  /** (Primal - dual) / primal of the convex part for the volume it trades; at most 1e-12 where `optimal`. */
  readonly dualityGap: number;
}

export interface Evidence extends Proof {
  /** C(x) = sum alpha_i x_i^beta_i, currency. */
  readonly cost: number;
}

/** The same under caps. */
export interface CappedEvidence extends Evidence {
  /** The bins at their caps by index, and what more room there would save. */
  readonly capped: readonly BindingCap[];
}

export interface Certificate extends Proof {
  /**
   * Bins with beta <= 1 that could have been active: those on their curves' lower envelope up to S (all, with
   * no convex bin).
   */
  readonly candidates: number;
  /**
   * (C' - C) / C with C' the cost of the runner-up: the cheapest local minimum among the other
   * candidates, which are no bin of beta <= 1, and those on the envelope once the active bin is set
   * aside. Infinity where none of them has a local minimum; a bound from below where finding it would
   * take more than 64 of them. With no convex bin: the next lowest alpha_j S^beta_j.
   */
  readonly margin: number;
  /** The runner-up's active bin; -1 for the convex bins alone; undefined where there is none. */
  readonly runnerUp: number | undefined;
  /** Bins that could take the active bin's place at the same cost. The lowest index is the one chosen. */
  readonly ties: readonly number[];
  /** Passes over the convex bins that the solution took; bounded. */
  readonly passes: number;
  /**
   * Where caps bind: no allocation within them costs less, currency. Then `dualityGap` is 1 - lowerBound /
   * cost, of the whole problem, and no runner-up is looked for.
   */
  readonly lowerBound?: number;
  /** Where caps bind: how many bins are at theirs. */
  readonly atCap?: number;
  /** Where caps bind: the bins at theirs by index, and what a share more of cap would save each. */
  readonly capped?: readonly BindingCap[];
  /** With `lot` or `minTrade`: what they cost. */
  readonly rounding?: Rounding;
}

/** A bin at its cap. */
export interface BindingCap {
  /** The bin's index. */
  readonly bin: number;
  /** c_i, shares: what it trades; in lots the most of it that whole lots fill may be less. */
  readonly cap: number;
  /**
   * The cap's shadow value -dC/dc_i = lambda - g_i'(c_i), currency per share: what one share more of room saves. In
   * lots, what one lot more would save, over the shares of a lot.
   */
  readonly saves: number;
}

/** What round lots and a smallest trade cost. */
export interface Rounding {
  /** The allocation's cost less that of the best found without them, under the same caps, currency. */
  readonly cost: number;
  /** The same over the cost without them. */
  readonly relative: number;
  /** The bin that trades the odd rest of the size beside its lots; -1 where there is none. */
  readonly restBin: number;
  /** The odd rest, shares: the size less its whole lots. */
  readonly rest: number;
}

export interface Allocation extends Noted {
  readonly status: AllocationStatus;
  /** The regime of the model. */
  readonly regime: Regime;
  /** S, shares. */
  readonly size: number;
  /** x_i, shares; N values that sum to S. */
  readonly x: Float64Array;
  /** C(x), currency. */
  readonly cost: number;
  /** The shadow price dC/dS, currency per share: the marginal cost of every active bin. */
  readonly lambda: number;
  /** Index of the bin with beta <= 1 that carries volume, or -1. */
  readonly active: number;
  /** The caps asked for, shares, one a bin; without, there are none. */
  readonly cap?: Float64Array;
  /** The lot asked for, shares; without, there is none. */
  readonly lot?: number;
  /** The smallest trade asked for, shares; without, there is none. */
  readonly minTrade?: number;
  readonly certificate: Certificate;
}

/** Below it doubles lose digits. */
export const LEAST_NORMAL = 2.2250738585072014e-308;
/** What a certificate must keep to for an allocation to be called optimal. */
export const TOLERANCES = { feasibility: 1e-12, stationarity: 1e-9, dualityGap: 1e-12 } as const;

/** What the evidence allows to be said. */
export function allocationStatus(
  { feasibility, stationarity, dualityGap }: Proof,
  cost: number,
  lambda: number,
  converged: boolean,
): AllocationStatus {
  const inRange = cost >= LEAST_NORMAL && cost < Infinity && lambda >= LEAST_NORMAL && lambda < Infinity;
  const proven =
    feasibility <= TOLERANCES.feasibility &&
    stationarity <= TOLERANCES.stationarity &&
    dualityGap <= TOLERANCES.dualityGap;
  return !converged ? "not-converged" : !inRange ? "out-of-range" : proven ? "optimal" : "inaccurate";
}

/** By constructors, whose prototypes have the summaries (allocation-summary.ts). */
export class Certified implements Certificate {
  constructor(
    readonly feasibility: number,
    readonly stationarity: number,
    readonly dualityGap: number,
    readonly candidates: number,
    readonly margin: number,
    readonly runnerUp: number | undefined,
    readonly ties: readonly number[],
    readonly passes: number,
  ) {}
}

export class Allocated implements Allocation {
  constructor(
    readonly status: AllocationStatus,
    readonly regime: Regime,
    readonly size: number,
    readonly x: Float64Array,
    readonly cost: number,
    readonly lambda: number,
    readonly active: number,
    readonly certificate: Certificate,
  ) {}
}

/** What a solver found; of its certificate, what is not said is that of a solution without rivals. */
export interface Found extends Partial<Omit<Certificate, keyof Proof>> {
  readonly regime: Regime;
  readonly cost: number;
  readonly lambda: number;
  readonly active: number;
  readonly converged: boolean;
}

/** An allocation of a model with the certificate that its evidence allows. */
export function allocationOf(
  model: CheckedModel,
  size: number,
  x: Float64Array,
  evidence: Proof,
  found: Found,
): Allocation {
  const { regime, cost, lambda, active, converged } = found;
  const { candidates = 0, margin = Infinity, runnerUp, ties = [], passes = 0 } = found;
  const { feasibility, stationarity, dualityGap } = evidence;
  const status = allocationStatus(evidence, cost, lambda, converged);
  const certificate = new Certified(feasibility, stationarity, dualityGap, candidates, margin, runnerUp, ties, passes);
  return withNotes(new Allocated(status, regime, size, x, cost, lambda, active, certificate), model);
}

/** Checks that an allocation is one of a model of n bins. */
export function checkAllocation(allocation: Allocation, n: number): Allocation {
  if (typeof allocation !== "object" || allocation === null || !(allocation.x instanceof Float64Array)) {
    throw new InputError("allocation", "must be what allocate returned", allocation);
  }
  must(allocation.x.length === n, "allocation", `must have one x a bin (${n})`, allocation.x);
  return allocation;
}

/** The same of one that may trade any number of shares: it moves smoothly with the problem, and has derivatives. */
export function checkInShares(allocation: Allocation, n: number): Allocation {
  checkAllocation(allocation, n);
  const steps = allocation.lot ?? allocation.minTrade;
  must(steps === undefined, "allocation", "must trade any number of shares: lots and smallest trades jump", steps);
  return allocation;
}
