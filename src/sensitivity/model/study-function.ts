/**
 * Ready-made studies of the impact model: how a result depends on a few shared changes of the parameters.
 * With t_i the bin's place in the day, -1 at its first bin and 1 at its last, and v the input's value:
 *
 *     level            log alpha_i += v
 *     level-slope      log alpha_i += v t_i
 *     exponent         beta_i += v          with cost kept at the pivot q_i: log alpha_i -= v log q_i
 *     exponent-slope   beta_i += v t_i      likewise
 *     size             S = v
 *
 * for all bins, or for a group of them. All at 0 (and S) is the model as estimated.
 */
import { effectiveBins } from "../../numeric/effective-bins";
import { exp, log } from "../../numeric/elementary";
import { allocate } from "../../solver/allocate";
import { twap } from "../../solver/baselines/baselines";
import { costOf, withoutRounding } from "../../solver/model/cost";
import type { ImpactModel } from "../../solver/model/impact-model";
import { constraintsOf, type PlainConstraints } from "../../solver/model/plain-constraints";
import type { Constraints } from "../../solver/model/constraints";
import type { StudyFunction } from "../global/evaluate";
import type { StudyInput } from "../global/study-input";

export const VARIED = ["level", "level-slope", "exponent", "exponent-slope", "size"] as const;

/**
 * - `cost`: C, currency; `cost-per-share`; `shadow-price`: lambda.
 * - `saving`: 1 - C / C(TWAP), TWAP under the same parameters.
 * - `regret`: what the allocation that is optimal for the estimates costs more, under the changed
 *   parameters, than the one that is optimal for these; currency. Where S changes, it is scaled.
 * - `effective-bins`: 1 / sum (x_i / S)^2.
 */
export const STUDY_OUTPUTS = ["cost", "cost-per-share", "shadow-price", "saving", "regret", "effective-bins"] as const;
export type StudyOutput = (typeof STUDY_OUTPUTS)[number];

/** One input of a study: what it changes, where, and over which range. */
export type Variation = StudyInput & {
  readonly varies: (typeof VARIED)[number];
  /** The bins it changes, from the first to before the last. Default: all. */
  readonly binRange?: readonly [number, number];
};

/** A study as plain JSON: what a worker needs to work out its points. */
export interface StudyModel {
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
  readonly pivot: readonly number[];
  readonly size: number;
  readonly output: StudyOutput;
  readonly variations: readonly Variation[];
  /** What every allocation keeps to, TWAP's too, where there is something. */
  readonly constraints?: PlainConstraints;
}

/** The output as a function of the inputs. */
export function studyFunction(study: StudyModel): StudyFunction {
  const { alpha, beta, pivot, size, output, variations } = study;
  const n = alpha.length;
  const logAlpha = Float64Array.from(alpha, log);
  const { constraints, volume } = constraintsOf(study.constraints ?? {});
  const estimated = { alpha: Float64Array.from(alpha), beta: Float64Array.from(beta), volume };
  // By how much one unit of each input moves every bin's log alpha and beta.
  const moves = variations.map((variation) => {
    const weights = weightsOf(variation, n);
    if (variation.varies === "level" || variation.varies === "level-slope")
      return { level: weights, exponent: undefined };
    return variation.varies === "size"
      ? undefined
      : { level: weights.map((w, i) => -w * log(pivot[i])), exponent: weights };
  });
  const planned = output === "regret" ? allocate(estimated, size, constraints).x : undefined;
  const level = new Float64Array(n);
  const changed = { alpha: new Float64Array(n), beta: new Float64Array(n), volume };
  return (v) => {
    let S = size;
    level.set(logAlpha);
    changed.beta.set(estimated.beta);
    moves.forEach((move, k) => {
      if (move === undefined) S = v[k];
      else add(level, v[k], move.level);
      if (move?.exponent !== undefined) add(changed.beta, v[k], move.exponent);
    });
    const e = exp;
    for (let i = 0; i < n; i++) changed.alpha[i] = e(level[i]);
    return outputOf(
      changed,
      S,
      output,
      constraints,
      planned?.map((x) => (x * S) / size),
    );
  };
}

/** A gap that no study can tell from 0: lots on bins of beta < 1 leave one at times. */
const SMALL_GAP = 1e-6;

function add(to: Float64Array, factor: number, values: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] += factor * values[i];
}

function outputOf(
  model: ImpactModel,
  size: number,
  output: StudyOutput,
  constraints: Constraints,
  planned: Float64Array | undefined,
): number {
  const { x, cost, lambda, status, certificate } = allocate(model, size, constraints);
  if (status !== "optimal" && !(status === "bounded" && certificate.dualityGap <= SMALL_GAP))
    throw new Error(`the allocation is not proven optimal: ${status}`);
  switch (output) {
    case "cost":
      return cost;
    case "cost-per-share":
      return cost / size;
    case "shadow-price":
      return lambda;
    case "saving":
      // Of what is rounding a study would attribute the variance.
      return withoutRounding(1 - cost / twap(model, size, constraints).cost, 1);
    case "regret":
      return withoutRounding(costOf(model, planned ?? x) - cost, cost);
    case "effective-bins":
      return effectiveBins(x, size);
  }
}

/** By how much one unit of the input moves each bin. */
export function weightsOf({ varies, binRange }: Variation, n: number): Float64Array {
  const [from, to] = binRange ?? [0, n];
  const slope = varies === "level-slope" || varies === "exponent-slope";
  const place = (i: number): number => (to - from > 1 ? (2 * (i - from)) / (to - from - 1) - 1 : 0);
  return Float64Array.from({ length: n }, (_, i) => (i < from || i >= to ? 0 : slope ? place(i) : 1));
}
