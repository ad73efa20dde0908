/**
 * Sobol's indices (I. M. Sobol, Math. Comput. Simul. 55, 2001): how the variance of an output divides
 * among its inputs. For independent inputs,
 *
 *     S_i  = Var E[f | x_i] / Var f           what fixing x_i alone would take away
 *     ST_i = E Var[f | all but x_i] / Var f   what would be left were all but x_i fixed
 *     S_ij = what x_i and x_j do together beyond S_i + S_j
 */
import { checkFields } from "../../base/check-fields";
import { must } from "../../base/input-error";
import type { Noted } from "../../base/units";
import type { RunOptions } from "../../work/run-tasks";
import { applyMethod } from "./apply-method";
import {
  MOST_FAILED,
  type PointChunk,
  type PointFailure,
  type PointStudy,
  type StudyFunction,
  type Values,
} from "./evaluate";
import { sobolDesign, type SobolDesign } from "./sobol-design";
import type { SurrogateReport } from "./control-variate";
import { estimateIndices, type Estimates } from "./sobol-estimators";
import { checkSobolOptions, SOBOL_OPTIONS, type SobolOptions } from "./sobol-options";
import { largestShare, sobolTerms, type SobolTerms } from "./sobol-terms";
import type { StudyInput } from "./study-input";

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
 * - `no-output`: more than a tenth of the base points have a value missing, or all but one (see `failures`); every
 *   index is NaN.
 */
export type SobolStatus = "estimated" | "constant-output" | "too-few-vary" | "no-output";

/** The indices from the first `basePoints` of them. */
export interface ConvergenceStep {
  readonly basePoints: number;
  readonly first: readonly SobolIndex[];
  readonly total: readonly SobolIndex[];
}

export interface SobolResult extends Noted {
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
  readonly basePoints: number;
  readonly evaluations: number;
  readonly replicates: number;
  readonly confidence: number;
  readonly intervals: "replicates" | "bootstrap";
  /** What the polynomial did that is the control variate of every index. */
  readonly surrogate: SurrogateReport;
  readonly failures: readonly PointFailure[];
  readonly convergence: {
    /** N/8, N/4, N/2 and N base points, as far as they hold a net; each with the polynomial fitted to all. */
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

/**
 * Sobol's indices: first-order S_i = Var E[y | x_i] / Var y, total ST_i = E Var[y | all but x_i] / Var y and, where
 * asked for, those of pairs, by Saltelli's scheme on scrambled Sobol nets (Saltelli et al., Computer Physics
 * Communications 181, 2010; Jansen, ibid. 117, 1999), with intervals and what convergence there is. A sparse polynomial
 * of at most 160 terms, fitted to the other half of the nets, is the control variate of each (Hickernell, Lemieux and
 * Owen, Stat. Sci. 20, 2005); `surrogate` says what it did. Heavy tails defeat it as they defeat the indices: study the
 * output's log.
 *
 * A model study runs on worker threads and can be resumed; its promise resolves to the same numbers, to the last
 * bit, on any number of them. A bare function stays on its thread, and its result is there at once.
 *
 * @param study a model study; or a function of the inputs, in their order, and then the inputs.
 * @param options of the scheme and its intervals; of a study, also of the run, whose `onProgress` counts points.
 * @returns indices without unit, the output's mean and variance in its own.
 * @throws InputError for inputs and options that break their rule, and for a function that returns no number. Where it
 *   throws or is not finite, the point is left out, and `failures` says why.
 * @example
 * ```ts
 * import { modelStudy, sobolIndices } from "../src";
 *
 * const uniform = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * console.log(sobolIndices(([a, b]) => a + 2 * b, uniform).first[0].value); // 0.2
 * const study = modelStudy({ alpha: [0.01, 0.02], beta: [1.5, 1.6] }, 1000, [
 *   { name: "level", varies: "level", mean: 0, sd: 0.2 },
 *   { name: "exponent", varies: "exponent", low: -0.1, high: 0.1 },
 * ]);
 * const { inputs, total } = await sobolIndices(study, { basePoints: 64 });
 * console.log(inputs, total.map(({ value }) => value)); // the level matters most
 * ```
 */
export function sobolIndices(study: PointStudy, options?: SobolOptions & RunOptions<PointChunk>): Promise<SobolResult>;
export function sobolIndices(f: StudyFunction, inputs: readonly StudyInput[], options?: SobolOptions): SobolResult;
export function sobolIndices(
  of: PointStudy | StudyFunction,
  second: (SobolOptions & RunOptions<PointChunk>) | readonly StudyInput[] = {},
  third: SobolOptions = {},
): Promise<SobolResult> | SobolResult {
  return applyMethod(METHOD, of, second, third);
}

const METHOD = { names: SOBOL_OPTIONS, lay: sobolDesign, analyse: analyseSobol };

/**
 * The indices from values that were worked out elsewhere: the other half of `sobolDesign`.
 *
 * @param design the rows that the values are of.
 * @param values one a row, in the design's order; NaN where there is none.
 * @param options the same as the design's.
 * @throws InputError where there is not one value a row.
 * @example
 * ```ts
 * import { analyseSobol, sobolDesign } from "../src";
 *
 * const design = sobolDesign([{ name: "a", low: 0, high: 1 }]);
 * const y = design.rows.map((a) => a * a);
 * console.log(analyseSobol(design, { y, failures: [] }).total[0].value); // about 1: the only input
 * ```
 */
export function analyseSobol(design: SobolDesign, values: Values, options: SobolOptions = {}): SobolResult {
  checkFields("design", design, ["rows", "inputs", "blocks"], "what sobolDesign returned");
  const { y, failures } = checkFields("values", values, ["y", "failures"], "an object { y, failures }");
  const checked = checkSobolOptions(options);
  const { intervals, confidence, tolerance, surrogate } = checked;
  must(
    y.length === design.basePoints * design.blocks,
    "values.y",
    `must have one value an evaluation (${design.basePoints * design.blocks})`,
    y,
  );
  const terms = sobolTerms(design, y, surrogate);
  const d = design.inputs.length;
  const status = statusOf(terms, design.basePoints);
  const each = design.basePoints / design.replicates;
  const places = status === "estimated" ? [each / 8, each / 4, each / 2, each].filter((n) => n >= 2) : [];
  const estimates = places.map((n) => estimateIndices(terms, n, checked));
  const last = estimates.at(-1) ?? noEstimates(terms.indices);
  const steps = estimates.map((estimate, k) => ({
    basePoints: places[k] * design.replicates,
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
    basePoints: terms.place.length,
    evaluations: y.length,
    replicates: design.replicates,
    confidence,
    intervals,
    surrogate: terms.surrogate,
    failures,
    convergence: { steps, ...convergenceOf(steps, largestShare(terms), tolerance) },
  };
}

/** Values this near one another, relative to their size, differ by rounding alone. */
const ROUNDING = 1e-12;
/** Of one base point in the sum of squares. */
const MOST_SHARE = 0.1;

function statusOf({ range: [least, most], ownSquares, scale }: SobolTerms, basePoints: number): SobolStatus {
  if (ownSquares.length < Math.max(2, (1 - MOST_FAILED) * basePoints)) return "no-output";
  const rounding = ROUNDING * Math.max(Math.abs(least), Math.abs(most));
  if (most / 2 - least / 2 <= rounding / 2) return "constant-output";
  return ownSquares.every((square) => Math.sqrt(square) <= rounding / scale) ? "too-few-vary" : "estimated";
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
