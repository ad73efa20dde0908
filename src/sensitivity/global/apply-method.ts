/**
 * How a method that lays out points and analyses their values is applied: to a model study on several threads, to a
 * bare function on this one.
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { withSummary, type Summary } from "../../base/summary";
import { copyOfNotes, type Noted } from "../../base/units";
import { RUN_OPTIONS, type RunOptions } from "../../work/run-tasks";
import { evaluate, type PointChunk, type PointStudy, type StudyFunction, type Values } from "./evaluate";
import type { SobolRecipe } from "./sobol-rows";
import type { StudyInput } from "./study-input";

/** Rows of the inputs, and what they can be made from again, where there is something. */
interface StudyDesign {
  readonly rows: Float64Array;
  readonly recipe?: SobolRecipe;
}

interface Method<Options, Design, Result> {
  readonly names: OptionNames<Options>;
  readonly lay: (inputs: readonly StudyInput[], options: Options) => Design;
  readonly analyse: (design: Design, values: Values, options: Options) => Result;
  /** What the result shows of itself. */
  readonly summary: (result: NoInfer<Result>) => Summary;
}

type StudyOptions<Options> = Options & RunOptions<PointChunk>;

/**
 * @param second of a study, the options; of a function, its inputs.
 * @param third of a function, the options.
 */
export function applyMethod<Options extends object, Design extends StudyDesign, Result extends Noted>(
  method: Method<Options, Design, Result>,
  of: PointStudy | StudyFunction,
  second: StudyOptions<Options> | readonly StudyInput[],
  third: Options,
): Promise<Result> | Result {
  const { lay, analyse, summary } = method;
  if (typeof of === "function") {
    const inputs = second as readonly StudyInput[];
    const design = lay(inputs, third);
    return withSummary(analyse(design, evaluate(of, design.rows, inputs.length), third), summary);
  }
  return applyToStudy(method, of, second as StudyOptions<Options>);
}

async function applyToStudy<Options extends object, Design extends StudyDesign, Result extends Noted>(
  { names, lay, analyse, summary }: Method<Options, Design, Result>,
  study: PointStudy,
  given: StudyOptions<Options>,
): Promise<Result> {
  must(
    typeof study?.evaluate === "function",
    "study",
    "must be a model study, or a function followed by its inputs",
    study,
  );
  checkOptions(given, { ...names, ...RUN_OPTIONS } as OptionNames<StudyOptions<Options>>);
  const own = Object.entries(given).filter(([name]) => !Object.hasOwn(RUN_OPTIONS, name));
  const options = Object.fromEntries(own) as Options;
  const design = lay(study.inputs, options);
  const { workers, executor, done, onProgress, signal } = given;
  const values = await study.evaluate(design.rows, { workers, executor, done, onProgress, signal }, design.recipe);
  return withSummary({ ...analyse(design, values, options), notes: copyOfNotes(study.notes) }, summary);
}
