/** A model study's values at many points, on one thread or several: the same to the last bit either way. */
import type { Executor } from "../../work/executor";
import { executorFor } from "../../work/worker-executor";
import type { Values } from "../global/evaluate";
import type { ModelStudy } from "./model-study";
import { POINT_WORK } from "./point-task";
import type { PointChunk, PointTask } from "./point-task";

export interface EvaluateOptions {
  /** Worker threads; 1 stays in this thread. `"auto"`: as many as cores where the work is worth it. Default `"auto"`. */
  readonly workers?: number | "auto";
  /** Runs the tasks instead of this process. */
  readonly executor?: Executor;
  /** Results of an earlier run of the same study, which are not run again. */
  readonly done?: Iterable<PointChunk>;
  /** Called with each result as it is done, and how many points of how many are. */
  readonly onChunk?: (chunk: PointChunk, done: number, total: number) => void;
  /** Ends the work early: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/** Points a task: the same whoever runs it. */
const CHUNK = 256;
/** About what a point takes a bin. */
const SECONDS_A_BIN = 2e-7;

/** The tasks of a study's points, rows of its inputs. */
export function planPoints({ inputs, model }: ModelStudy, rows: Float64Array): PointTask[] {
  const width = inputs.length;
  const points = rows.length / width;
  return Array.from({ length: Math.ceil(points / CHUNK) }, (_, chunk) => {
    const first = chunk * CHUNK;
    return {
      chunk,
      first,
      rows: Array.from(rows.subarray(first * width, Math.min(points, first + CHUNK) * width)),
      model,
    };
  });
}

/** The values at every row, in order: for `analyseSobol` and `analyseMorris`. */
export async function evaluateStudy(
  study: ModelStudy,
  rows: Float64Array,
  options: EvaluateOptions = {},
): Promise<Values> {
  const tasks = planPoints(study, rows);
  const open = new Map(tasks.map((task) => [task.chunk, task]));
  const chunks: PointChunk[] = [];
  const total = rows.length / study.inputs.length;
  let done = 0;
  const accept = (chunk: PointChunk): void => {
    if (!open.delete(chunk.chunk)) return;
    chunks[chunk.chunk] = chunk;
    done += chunk.y.length;
  };
  for (const chunk of options.done ?? []) accept(chunk);
  const executor =
    options.executor ??
    executorFor(options.workers ?? "auto", SECONDS_A_BIN * (total - done) * study.model.alpha.length);
  const report = (chunk: PointChunk): void => {
    accept(chunk);
    options.onChunk?.(chunk, done, total);
  };
  await executor.run(POINT_WORK, [...open.values()], report, options.signal);
  if (open.size > 0) throw new Error(`the executor left ${open.size} of ${tasks.length} tasks without a result`);
  return {
    y: Float64Array.from(chunks.flatMap(({ y }) => Array.from(y))),
    failures: chunks.flatMap(({ failures }) => failures),
  };
}
