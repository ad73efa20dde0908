/** A model study's values at many points, on one thread or several: the same to the last bit either way. */
import { runTasks, type RunOptions } from "../../work/run-tasks";
import { inOrder } from "../../work/in-order";
import { taskSize } from "../../work/task-size";
import { workOf, type Work } from "../../work/work";
import type { PointChunk, PointFailure, Values } from "../global/evaluate";
import type { SobolRecipe } from "../global/sobol-rows";
import { POINT_WORK, type PointTask } from "./point-task";
import type { StudyModel } from "./study-function";

/** Points a task. */
const CHUNK = { work: 250_000, least: 16, most: 256 };
/** About what a point takes a bin. */
const SECONDS_A_BIN = 2e-7;

/** A study's points, rows of its inputs, as work and its tasks. */
export interface PlannedPoints {
  readonly work: Work<PointTask, PointChunk>;
  readonly tasks: readonly PointTask[];
}

/** @param recipe what makes the rows, where something does: tasks then carry none. */
export function planPoints(model: StudyModel, rows: Float64Array, recipe?: SobolRecipe): PlannedPoints {
  const width = model.variations.length;
  const points = rows.length / width;
  const chunk = taskSize(model.alpha.length, CHUNK);
  const tasks = Array.from({ length: Math.ceil(points / chunk) }, (_, part) => {
    const first = part * chunk;
    const count = Math.min(chunk, points - first);
    const own = recipe === undefined ? { rows: rows.slice(first * width, (first + count) * width) } : {};
    return { part, count, first, ...own };
  });
  return { work: workOf(POINT_WORK, { model, recipe }), tasks };
}

/** The values at every row, in order: for `analyseSobol` and `analyseMorris`. */
export async function evaluateStudy(
  model: StudyModel,
  rows: Float64Array,
  options: RunOptions<PointChunk> = {},
  recipe?: SobolRecipe,
): Promise<Values> {
  const y = new Float64Array(rows.length / model.variations.length);
  const failures: PointFailure[] = [];
  let at = 0;
  const accept = inOrder<PointChunk>((chunk) => {
    y.set(chunk.y, at);
    at += chunk.y.length;
    failures.push(...chunk.failures);
  });
  const { work, tasks } = planPoints(model, rows, recipe);
  await runTasks(work, tasks, accept, SECONDS_A_BIN * model.alpha.length, options);
  return { y, failures };
}
