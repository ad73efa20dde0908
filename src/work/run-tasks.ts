/**
 * The one loop that runs work cut into numbered tasks: what is done already is taken as it is, the rest
 * goes through an executor, and each part is handed on as it comes in.
 */
import type { OptionNames } from "../base/check-options";
import type { Executor } from "./executor";
import type { Work } from "./work";
import { executorFor } from "./worker-executor";

/** A task by its number, from 0 in their order, and for how many of what its work counts it stands. */
export interface NumberedTask {
  readonly part: number;
  readonly count: number;
}

/** The result of the task of the same number. */
export interface Part {
  readonly part: number;
}

/** How work is run. No result depends on it. */
export interface RunOptions<P extends Part> {
  /**
   * Worker threads; 1 stays in this thread. `"auto"`: as many as there are cores, where the work is worth
   * it. Default `"auto"`.
   */
  readonly workers?: number | "auto";
  /** Runs the tasks instead of this process: `redisExecutor`, `slurmExecutor`, or one's own. */
  readonly executor?: Executor;
  /** Parts of an earlier run of the same work, as `onProgress` had them, which are not run again. */
  readonly done?: Iterable<P>;
  /** Called with each part as it is done: how many of how many are by then, and the part itself. */
  onProgress?(done: number, total: number, part: P): void;
  /** Ends the work early: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export const RUN_OPTIONS: OptionNames<RunOptions<Part>> = {
  workers: true,
  executor: true,
  done: true,
  onProgress: true,
  signal: true,
};

/**
 * Runs what is not done yet.
 *
 * @param tasks in the order of their numbers; gone through more than once, and never held whole.
 * @param accept takes each part once, in any order (in-order.ts has theirs).
 * @param seconds about what one of those counted takes one thread.
 */
export async function runTasks<Task extends NumberedTask, P extends Part>(
  work: Work<Task, P>,
  tasks: Iterable<Task>,
  accept: (part: P) => void,
  seconds: number,
  { workers = "auto", executor, done = [], onProgress, signal }: RunOptions<P>,
): Promise<void> {
  /** What each task counts, by its number; 0 once it is done. */
  const open: number[] = [];
  let total = 0;
  for (const { part, count } of tasks) {
    open[part] = count;
    total += count;
  }
  let count = 0;
  const take = (part: P): void => {
    const counted = open[part.part] ?? 0;
    if (counted === 0) return;
    open[part.part] = 0;
    accept(part);
    count += counted;
  };
  for (const part of done) take(part);
  const runner = executor ?? executorFor(workers, seconds * (total - count));
  const report = (part: P): void => {
    take(part);
    onProgress?.(count, total, part);
  };
  await runner.run(work, { [Symbol.iterator]: () => stillOpen(tasks, open) }, report, signal);
  if (count < total) throw new Error(`the executor left ${total - count} of ${total} ${work.unit} without a result`);
}

function* stillOpen<Task extends NumberedTask>(tasks: Iterable<Task>, open: readonly number[]): Iterator<Task> {
  for (const task of tasks) if (open[task.part] > 0) yield task;
}

/** How many of what is counted the tasks stand for. */
export function countOf(tasks: Iterable<NumberedTask>): number {
  let total = 0;
  for (const { count } of tasks) total += count;
  return total;
}
