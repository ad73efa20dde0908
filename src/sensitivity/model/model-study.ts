/** Ready-made studies of the impact model: how a result depends on a few shared changes of the parameters. */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { copyOfNotes } from "../../base/units";
import { log } from "../../numeric/elementary";
import { capsOf, CONSTRAINT_OPTIONS, type Constraints } from "../../solver/model/constraints";
import { checkModel, checkSize, type ImpactModel } from "../../solver/model/impact-model";
import { plainConstraints } from "../../solver/model/plain-constraints";
import { resolvePivot, type Pivot } from "../../sweep/beta-transform";
import type { PointStudy, StudyFunction } from "../global/evaluate";
import { checkInputs } from "../global/study-input";
import type { Change } from "../local/allocation-derivatives";
import { evaluateStudy } from "./evaluate-study";
import {
  STUDY_OUTPUTS,
  studyFunction,
  VARIED,
  weightsOf,
  type StudyModel,
  type StudyOutput,
  type Variation,
} from "./study-function";

/** What is asked of the model, and what every allocation keeps to. */
export interface ModelStudyOptions extends Constraints {
  /** Default "cost". */
  readonly output?: StudyOutput;
  /** Sizes at which a change of exponents keeps the cost. Default "typical" (see `shiftBeta`). */
  readonly pivot?: Pivot;
}

const OPTIONS: OptionNames<ModelStudyOptions> = {
  output: true,
  pivot: true,
  ...CONSTRAINT_OPTIONS,
};

/** A study that `sobolIndices`, `morris` and `tornado` take as it is. */
export interface ModelStudy extends PointStudy {
  readonly inputs: readonly Variation[];
  /** The output at a point of the inputs. */
  readonly f: StudyFunction;
  /** The inputs' values at the model as estimated: 0, and S. */
  readonly base: Float64Array;
  /** The first-order change of the model that one unit of each input is, at the base. */
  readonly directions: readonly Change[];
  readonly model: StudyModel;
}

/**
 * How a result of the optimal allocation depends on a few shared changes of the parameters. With t_i the bin's place
 * in its range, -1 at the first bin and 1 at the last, and v the input's value, an input that varies
 *
 *     level            moves log alpha_i by v
 *     level-slope      moves log alpha_i by v t_i
 *     exponent         moves beta_i by v, cost kept at the pivot q_i: log alpha_i by -v log q_i
 *     exponent-slope   moves beta_i by v t_i, likewise
 *     size             sets S = v
 *
 * @param model alpha and beta, N bins.
 * @param size S > 0, shares: where no input varies it.
 * @param inputs what varies: a name, what it varies, its range or its normal distribution, and `binRange` where not
 *   all bins move.
 * @returns the study: `f(x)` is the output at inputs x (currency, currency per share, or a pure number, by the output).
 * @throws InputError for a model, a size, an input or an option that breaks its rule.
 * @example
 * ```ts
 * import { modelStudy, tornado } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.5, 1.5, 1.5] };
 * const study = modelStudy(model, 1000, [
 *   { name: "level", varies: "level", mean: 0, sd: 0.2 },
 *   { name: "exponent", varies: "exponent", low: -0.1, high: 0.1 },
 * ]);
 * console.log(study.f(study.base), tornado(study).bars[0].name); // the cost as estimated; what moves it most
 * ```
 */
export function modelStudy(
  model: ImpactModel,
  size: number,
  inputs: readonly Variation[],
  options: ModelStudyOptions = {},
): ModelStudy {
  const checked = checkModel(model);
  must(checkSize(size) > 0, "size", "must be above 0", size);
  const { output = "cost", pivot = "typical" } = checkOptions(options, OPTIONS);
  must(STUDY_OUTPUTS.includes(output), "options.output", `must be one of ${STUDY_OUTPUTS.join(", ")}`, output);
  checkInputs(inputs);
  inputs.forEach((variation, k) => checkVariation(variation, k, checked.alpha.length));
  capsOf(model, checked.alpha.length, size, options);
  const constraints = plainConstraints(model, options);
  must(
    constraints === undefined || output !== "regret" || inputs.every(({ varies }) => varies !== "size"),
    "options.output",
    "must not be regret where an input varies the size under constraints: the plan, scaled, would break them",
    output,
  );
  // Its own, as they are now: the function is made when it is first asked for.
  const variations = inputs.map((variation) =>
    variation.binRange === undefined ? { ...variation } : { ...variation, binRange: [...variation.binRange] as const },
  );
  const studyModel = {
    alpha: Array.from(checked.alpha),
    beta: Array.from(checked.beta),
    pivot: Array.from(resolvePivot(model, checked, pivot, Float64Array.of(size), "options.pivot").pivot),
    size,
    output,
    variations,
    ...(constraints === undefined ? {} : { constraints }),
  };
  let f: StudyFunction | undefined;
  return {
    inputs: variations,
    f: (x) => (f ??= studyFunction(studyModel))(x),
    base: Float64Array.from(variations, ({ varies }) => (varies === "size" ? size : 0)),
    // Made when asked for: N numbers an input.
    get directions() {
      return variations.map((variation) => directionOf(studyModel, variation));
    },
    model: studyModel,
    notes: copyOfNotes(model.notes),
    evaluate: (rows, run, recipe) => evaluateStudy(studyModel, rows, run, recipe),
  };
}

/** The first-order change of the model that one unit of an input is. */
export function directionOf({ alpha, pivot }: StudyModel, variation: Variation): Change {
  if (variation.varies === "size") return { size: 1 };
  const weights = weightsOf(variation, alpha.length);
  if (variation.varies === "level" || variation.varies === "level-slope")
    return { alpha: weights.map((w, i) => w * alpha[i]) };
  return { beta: weights, alpha: weights.map((w, i) => -w * alpha[i] * log(pivot[i])) };
}

function checkVariation({ varies, binRange }: Variation, k: number, n: number): void {
  must(VARIED.includes(varies), `inputs[${k}].varies`, `must be one of ${VARIED.join(", ")}`, varies);
  if (binRange === undefined) return;
  const [from, to] = Array.isArray(binRange) ? (binRange as number[]) : [NaN, NaN];
  must(
    Number.isInteger(from) && Number.isInteger(to) && from >= 0 && from < to && to <= n,
    `inputs[${k}].binRange`,
    `must be two bins [from, to] with 0 <= from < to <= ${n}`,
    JSON.stringify(binRange),
  );
}
