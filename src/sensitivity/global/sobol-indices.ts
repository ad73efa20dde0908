/**
 * Sobol's indices (I. M. Sobol, Math. Comput. Simul. 55, 2001): how the variance of an output divides
 * among its inputs. For independent inputs,
 *
 *     S_i  = Var E[f | x_i] / Var f           what fixing x_i alone would take away
 *     ST_i = E Var[f | all but x_i] / Var f   what would be left were all but x_i fixed
 *     S_ij = what x_i and x_j do together beyond S_i + S_j
 */
import { InputError } from "../../base/input-error";
import { evaluate } from "./evaluate";
import type { PointFailure, StudyFunction, Values } from "./evaluate";
import { checkOptions } from "../../base/check-options";
import type { OptionNames } from "../../base/check-options";
import { defaultReplicates, sobolDesign } from "./sobol-design";
import type { DesignOptions, SobolDesign } from "./sobol-design";
import { checkIntervals, estimateIndices, largestShare, sobolTerms } from "./sobol-estimators";
import type { Estimates, IntervalOptions, SobolTerms } from "./sobol-estimators";
import type { StudyInput } from "./study-input";

export interface SobolOptions extends DesignOptions {
  /** "replicates" (Student's t over the nets) or "bootstrap" (percentiles, over base points). Default "replicates". */
  readonly intervals?: "replicates" | "bootstrap";
  /** Confidence of every interval, 0 to 1. Default 0.95. */
  readonly confidence?: number;
  /** Bootstrap resamples. Default 1000. */
  readonly resamples?: number;
  /** Half-width and last change below which an index counts as converged. Default 0.05. */
  readonly tolerance?: number;
}

/** An index with its confidence interval. A small one may come out negative: its interval then covers 0. */
export interface SobolIndex {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * - `estimated`: indices with intervals; whether they have converged is for `convergence` to say.
 * - `constant-output`: the output does not vary beyond rounding: there is no variance to divide, and
 *   every index is NaN.
 * - `too-few-vary`: the output differs at some evaluation, but not among those that the variance is of (A
 *   and B): more points are needed; every index is NaN.
 * - `no-output`: too few points have a value (see `failures`); every index is NaN.
 */
export type SobolStatus = "estimated" | "constant-output" | "too-few-vary" | "no-output";

/** The indices from the first `points` base points. */
export interface ConvergenceStep {
  readonly points: number;
  readonly first: readonly SobolIndex[];
  readonly total: readonly SobolIndex[];
}

export interface SobolResult {
  readonly status: SobolStatus;
  readonly inputs: readonly string[];
  readonly first: readonly SobolIndex[];
  readonly total: readonly SobolIndex[];
  /** S_ij for i < j; undefined unless asked for. */
  readonly second: readonly { readonly i: number; readonly j: number; readonly index: SobolIndex }[] | undefined;
  /** Of the output. The variance is 0 or Infinity where it is beyond a double; the indices do not mind. */
  readonly mean: number;
  readonly variance: number;
  /** Base points with all their values, of N. */
  readonly points: number;
  readonly evaluations: number;
  readonly replicates: number;
  readonly confidence: number;
  readonly intervals: "replicates" | "bootstrap";
  readonly failures: readonly PointFailure[];
  readonly convergence: {
    /** N/8, N/4, N/2 and N base points, as far as they hold a net. */
    readonly steps: readonly ConvergenceStep[];
    /**
     * Whether every half-width, every change in the last doubling of N and every excess of an S_i over its
     * ST_i is within the tolerance, and `largestShare` within `mostShare`.
     */
    readonly converged: boolean;
    readonly largestHalfWidth: number;
    readonly largestChange: number;
    /** The largest S_i - ST_i: above 0 by the error of the estimates alone. */
    readonly largestExcess: number;
    /**
     * The share of the output's centred sum of squares that a single base point holds, and its limit, 0.1. Where
     * one holds much of it, it stands in numerator and denominator alike: indices follow it, and their
     * intervals, for which it is the same in both, collapse. Heavy tails do that: study the output's log.
     */
    readonly largestShare: number;
    readonly mostShare: number;
    readonly tolerance: number;
  };
}

const OPTIONS: OptionNames<SobolOptions> = {
  points: true,
  replicates: true,
  secondOrder: true,
  seed: true,
  intervals: true,
  confidence: true,
  resamples: true,
  tolerance: true,
};

/** First-order, total and, where asked for, second-order indices of f over the inputs. */
export function sobolIndices(f: StudyFunction, inputs: readonly StudyInput[], options: SobolOptions = {}): SobolResult {
  checkOptions(options, OPTIONS);
  const design = sobolDesign(inputs, options);
  checkSobolOptions(options);
  return analyseSobol(design, evaluate(f, design.rows, inputs.length), options);
}

/** The indices from values that were worked out elsewhere, in the design's order. */
export function analyseSobol(design: SobolDesign, { y, failures }: Values, options: SobolOptions = {}): SobolResult {
  const { intervals, tolerance } = checkSobolOptions(options);
  if (y.length !== design.points * design.blocks)
    throw new InputError("values.y", `must have one value an evaluation (${design.points * design.blocks})`, y);
  const terms = sobolTerms(design, y);
  const d = design.inputs.length;
  const status = statusOf(terms);
  const each = design.points / design.replicates;
  const places = status === "estimated" ? [each / 8, each / 4, each / 2, each].filter((n) => n >= 2) : [];
  const estimates = places.map((n) => estimateIndices(terms, n, intervals));
  const last = estimates.at(-1) ?? noEstimates(terms.indices);
  const steps = estimates.map((estimate, k) => ({
    points: places[k] * design.replicates,
    first: indexList(estimate, 0, d),
    total: indexList(estimate, d, d),
  }));
  return {
    status,
    inputs: design.inputs.map(({ name }) => name),
    first: indexList(last, 0, d),
    total: indexList(last, d, d),
    second: design.secondOrder
      ? pairs(d).map(([i, j], k) => ({ i, j, index: indexList(last, 2 * d + k, 1)[0] }))
      : undefined,
    mean: terms.mean,
    variance: status === "constant-output" ? 0 : last.variance * terms.scale * terms.scale,
    points: terms.place.length,
    evaluations: y.length,
    replicates: design.replicates,
    confidence: intervals.confidence,
    intervals: intervals.method,
    failures,
    convergence: { steps, ...convergenceOf(steps, largestShare(terms), tolerance) },
  };
}

/** Values this near one another, relative to their size, differ by rounding alone. */
const ROUNDING = 1e-12;
/** Of one base point in the sum of squares. */
const MOST_SHARE = 0.1;

function statusOf({ range: [least, most], squares, scale }: SobolTerms): SobolStatus {
  if (squares.length < 2) return "no-output";
  const rounding = ROUNDING * Math.max(Math.abs(least), Math.abs(most));
  if (most / 2 - least / 2 <= rounding / 2) return "constant-output";
  return squares.every((square) => Math.sqrt(square) <= rounding / scale) ? "too-few-vary" : "estimated";
}

/** Checks the options of the estimates. */
export function checkSobolOptions(options: SobolOptions): {
  intervals: IntervalOptions;
  tolerance: number;
} {
  const {
    intervals = "replicates",
    confidence = 0.95,
    resamples = 1000,
    tolerance = 0.05,
    points = 1024,
    seed = 1,
  } = options;
  const { replicates = defaultReplicates(points) } = options;
  const checked = { method: intervals, confidence, resamples, seed };
  checkIntervals(checked);
  if (intervals === "replicates" && points < 8)
    throw new InputError("options.points", "must be 8 or above for intervals from replicates", points);
  if (intervals === "replicates" && !(replicates >= 4))
    throw new InputError("options.replicates", "must be 4 or above for intervals from replicates", replicates);
  if (!(tolerance > 0)) throw new InputError("options.tolerance", "must be above 0", tolerance);
  return { intervals: checked, tolerance };
}

function convergenceOf(
  steps: readonly ConvergenceStep[],
  share: number,
  tolerance: number,
): Omit<SobolResult["convergence"], "steps"> {
  const last = steps.at(-1);
  const before = steps.at(-2);
  const said = { largestShare: share, mostShare: MOST_SHARE, tolerance };
  if (last === undefined || before === undefined)
    return { converged: false, largestHalfWidth: NaN, largestChange: NaN, largestExcess: NaN, ...said };
  const all = (step: ConvergenceStep): readonly SobolIndex[] => [...step.first, ...step.total];
  const largestHalfWidth = Math.max(...all(last).map(({ low, high }) => (high - low) / 2));
  const largestChange = Math.max(...all(last).map(({ value }, k) => Math.abs(value - all(before)[k].value)));
  const largestExcess = Math.max(...last.first.map(({ value }, i) => value - last.total[i].value));
  const within = [largestHalfWidth, largestChange, largestExcess].every((value) => value <= tolerance);
  return { converged: within && share <= MOST_SHARE, largestHalfWidth, largestChange, largestExcess, ...said };
}

function indexList({ index, low, high }: Estimates, from: number, count: number): SobolIndex[] {
  return Array.from({ length: count }, (_, k) => ({
    value: index[from + k],
    low: low[from + k],
    high: high[from + k],
  }));
}

function pairs(d: number): [number, number][] {
  return Array.from({ length: d }, (_, i) => i).flatMap((i) =>
    Array.from({ length: d - i - 1 }, (_, k): [number, number] => [i, i + 1 + k]),
  );
}

function noEstimates(indices: number): Estimates {
  const none = new Float64Array(indices).fill(NaN);
  return { variance: NaN, index: none, low: none, high: none };
}
