/**
 * Elementary effects (M. D. Morris, Technometrics 33, 1991): r random paths over a grid of p levels, each
 * of which changes one input after another by Delta = p / (2 (p - 1)) of its range. The effect of input i
 * along a path,
 *
 *     d_i = (f(x + Delta e_i) - f(x)) / Delta,
 *
 * is in units of the output over the input's whole range. mu_i is its mean, mu*_i that of |d_i|
 * (Campolongo, Cariboni & Saltelli, Environ. Model. Softw. 22, 2007), sigma_i its standard deviation:
 * mu* ranks the inputs, a sigma as large as mu* says that an input acts through interactions or bends.
 * r (d + 1) evaluations.
 */
import { morrisSummary } from "./indices-summary";
import { checkFields } from "../../base/check-fields";
import { checkOptions } from "../../base/check-options";
import { must } from "../../base/input-error";
import type { Noted } from "../../base/units";
import { pow } from "../../numeric/elementary";
import { studentQuantile } from "../../numeric/student-quantile";
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
import { MORRIS_OPTIONS, morrisDesign, type MorrisDesign, type MorrisOptions } from "./morris-design";
import type { StudyInput } from "./study-input";

export interface ElementaryEffects {
  readonly name: string;
  readonly mu: number;
  readonly muStar: number;
  readonly sigma: number;
  /** Interval of mu*, by Student's t over the paths. */
  readonly low: number;
  readonly high: number;
  /** Effects that mu, mu* and sigma are of: paths whose two points both have a value. */
  readonly effects: number;
}

export interface MorrisResult extends Noted {
  /** `no-output`: an input has lost more than a tenth of its effects, or all but one, which leaves NaN there. */
  readonly status: "estimated" | "constant-output" | "no-output";
  /** In the order of the inputs. */
  readonly effects: readonly ElementaryEffects[];
  readonly trajectories: number;
  readonly levels: number;
  readonly confidence: number;
  readonly evaluations: number;
  readonly failures: readonly PointFailure[];
}

/**
 * Elementary effects of the inputs: along each of r random paths over a grid of p levels, input i is moved by
 * Delta = p / (2 (p - 1)) of its range, d_i = (y(x + Delta e_i) - y(x)) / Delta; mu_i, mu*_i and sigma_i are the mean,
 * the mean size and the standard deviation of d_i over the paths (Morris, Technometrics 33, 1991; Campolongo, Cariboni
 * and Saltelli, Environ. Model. Softw. 22, 2007). r (d + 1) evaluations: few, to find which inputs matter at all.
 *
 * A model study runs on worker threads and can be resumed; its promise resolves to the same numbers, to the last
 * bit, on any number of them. A bare function stays on its thread, and its result is there at once.
 *
 * @param study a model study; or a function of the inputs, in their order, and then the inputs.
 * @param options of the paths; of a study, also of the run, whose `onProgress` counts points.
 * @returns effects in the output's unit over an input's whole range, of a normal over its central 95 %.
 * @throws InputError for inputs and options that break their rule, and for a function that returns no number. Where it
 *   throws or is not finite, the effects of that point are left out, and `failures` says why.
 * @example
 * ```ts
 * import { modelStudy, morris } from "../src";
 *
 * const uniform = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
 * console.log(morris(([a, b]) => a - 2 * b, uniform).effects.map(({ mu }) => mu)); // 1 and -2
 * const study = modelStudy({ alpha: [0.01, 0.02], beta: [1.5, 1.6] }, 1000, [
 *   { name: "level", varies: "level", low: -0.3, high: 0.3 },
 *   { name: "exponent", varies: "exponent", low: -0.1, high: 0.1 },
 * ]);
 * const { effects } = await morris(study, { trajectories: 10 });
 * console.log(effects.map(({ name, muStar }) => [name, muStar]));
 * ```
 */
export function morris(study: PointStudy, options?: MorrisOptions & RunOptions<PointChunk>): Promise<MorrisResult>;
export function morris(f: StudyFunction, inputs: readonly StudyInput[], options?: MorrisOptions): MorrisResult;
export function morris(
  of: PointStudy | StudyFunction,
  second: (MorrisOptions & RunOptions<PointChunk>) | readonly StudyInput[] = {},
  third: MorrisOptions = {},
): Promise<MorrisResult> | MorrisResult {
  return applyMethod(METHOD, of, second, third);
}

const METHOD = { names: MORRIS_OPTIONS, lay: morrisDesign, analyse: analyseMorris, summary: morrisSummary };

/**
 * The effects from values that were worked out elsewhere: the other half of `morrisDesign`.
 *
 * @param design the rows that the values are of.
 * @param values one a row, in the design's order; NaN where there is none.
 * @param options the same as the design's.
 * @throws InputError where there is not one value a row.
 * @example
 * ```ts
 * import { analyseMorris, morrisDesign } from "../src";
 *
 * const design = morrisDesign([{ name: "a", low: -1, high: 1 }], { levels: 8 });
 * const y = design.rows.map((a) => a * a);
 * const [{ mu, muStar }] = analyseMorris(design, { y, failures: [] }, { levels: 8 }).effects;
 * console.log(mu, muStar); // mu* far above mu: the output bends
 * ```
 */
export function analyseMorris(design: MorrisDesign, values: Values, options: MorrisOptions = {}): MorrisResult {
  checkFields("design", design, ["rows", "inputs", "changed"], "what morrisDesign returned");
  const { y, failures } = checkFields("values", values, ["y", "failures"], "an object { y, failures }");
  const { confidence = 0.95 } = checkOptions(options, MORRIS_OPTIONS);
  must(confidence > 0 && confidence < 1, "options.confidence", "must lie between 0 and 1", confidence);
  must(
    y.length === design.rows.length / design.inputs.length,
    "values.y",
    `must have one value a row (${design.rows.length / design.inputs.length})`,
    y,
  );
  const { inputs, trajectories, levels, changed, direction } = design;
  const d = inputs.length;
  const step = levels / (2 * (levels - 1));
  const byInput = inputs.map((): number[] => []);
  for (let k = 0; k < changed.length; k++) {
    const at = Math.floor(k / d) * (d + 1) + (k % d);
    const effect = (direction[k] * (y[at + 1] - y[at])) / step;
    if (Number.isFinite(effect)) byInput[changed[k]].push(effect);
  }
  const finite = y.filter(Number.isFinite);
  const low = finite.reduce((a, b) => Math.min(a, b), Infinity);
  const high = finite.reduce((a, b) => Math.max(a, b), -Infinity);
  const constant = finite.length > 0 && high - low <= ROUNDING * Math.max(Math.abs(low), Math.abs(high));
  return {
    status: byInput.some((effects) => effects.length < least(trajectories))
      ? "no-output"
      : constant
        ? "constant-output"
        : "estimated",
    effects: inputs.map(({ name }, i) => ({ name, ...summary(byInput[i], trajectories, confidence) })),
    trajectories,
    levels,
    confidence,
    evaluations: y.length,
    failures,
  };
}

/** Values this near one another, relative to their size, differ by rounding alone. */
const ROUNDING = 1e-12;

/** Effects that a mean needs, of as many as there are paths. */
function least(trajectories: number): number {
  return Math.max(2, (1 - MOST_FAILED) * trajectories);
}

function summary(
  effects: readonly number[],
  trajectories: number,
  confidence: number,
): Omit<ElementaryEffects, "name"> {
  const n = effects.length;
  if (n < least(trajectories)) return { mu: NaN, muStar: NaN, sigma: NaN, low: NaN, high: NaN, effects: n };
  // Relative to the largest, so that no square overflows or vanishes.
  const scale = effects.reduce((most, effect) => Math.max(most, Math.abs(effect)), 0) || 1;
  const moments = (values: readonly number[]): { mean: number; sd: number } => {
    const mean = values.reduce((a, b) => a + b / scale, 0) / n;
    return {
      mean: mean * scale,
      sd: scale * Math.sqrt(values.reduce((a, b) => a + pow(b / scale - mean, 2), 0) / (n - 1)),
    };
  };
  const plain = moments(effects);
  const absolute = moments(effects.map(Math.abs));
  const half = (studentQuantile(confidence, n - 1) * absolute.sd) / Math.sqrt(n);
  return {
    mu: plain.mean,
    muStar: absolute.mean,
    sigma: plain.sd,
    low: Math.max(0, absolute.mean - half),
    high: absolute.mean + half,
    effects: n,
  };
}
