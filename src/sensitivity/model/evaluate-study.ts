/** A model study's values at many points, on one thread or several: the same to the last bit either way. */
import { runTasks, type RunOptions } from "../../work/run-tasks";
import { taskSize } from "../../work/task-size";
import type { PointChunk, Values } from "../global/evaluate";
import { POINT_WORK, type PointTask } from "./point-task";
import type { StudyModel } from "./study-function";

/** Points a task. */
const CHUNK = { work: 250_000, least: 16, most: 256 };
/** About what a point takes a bin. */
const SECONDS_A_BIN = 2e-7;

/** The tasks of a study's points, rows of its inputs. */
export function planPoints(model: StudyModel, rows: Float64Array): PointTask[] {
  const width = model.variations.length;
  const points = rows.length / width;
  const chunk = taskSize(model.alpha.length, CHUNK);
  return Array.from({ length: Math.ceil(points / chunk) }, (_, part) => {
    const first = part * chunk;
    const count = Math.min(chunk, points - first);
    return { part, count, first, rows: Array.from(rows.subarray(first * width, (first + count) * width)), model };
  });
}

/** The values at every row, in order: for `analyseSobol` and `analyseMorris`. */
export async function evaluateStudy(
  model: StudyModel,
  rows: Float64Array,
  options: RunOptions<PointChunk> = {},
): Promise<Values> {
  const chunks: PointChunk[] = [];
  const seconds = SECONDS_A_BIN * model.alpha.length;
  await runTasks(POINT_WORK, planPoints(model, rows), (chunk) => (chunks[chunk.part] = chunk), seconds, options);
  return {
    y: Float64Array.from(chunks.flatMap(({ y }) => Array.from(y))),
    failures: chunks.flatMap(({ failures }) => failures),
  };
}
