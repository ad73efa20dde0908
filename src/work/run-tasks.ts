/**
 * The one loop that runs work cut into numbered tasks: what is done already is taken as it is, the rest
 * goes through an executor, and each part is handed on as it comes in.
 */
import type { OptionNames } from "../base/check-options";
import type { Executor, Work } from "./executor";
import { executorFor } from "./worker-executor";

/** A task by its number, and for how many of what its work counts it stands. */
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
  /** Runs the tasks instead of this process. */
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
 * @param accept takes each part once, in any order.
 * @param seconds about what one of those counted takes one thread.
 */
export async function runTasks<Task extends NumberedTask, P extends Part>(
  work: Work<Task, P>,
  tasks: readonly Task[],
  accept: (part: P) => void,
  seconds: number,
  { workers = "auto", executor, done = [], onProgress, signal }: RunOptions<P>,
): Promise<void> {
  const open = new Map(tasks.map((task) => [task.part, task]));
  const total = countOf(tasks);
  let count = 0;
  const take = (part: P): void => {
    const task = open.get(part.part);
    if (task === undefined) return;
    open.delete(part.part);
    accept(part);
    count += task.count;
  };
  for (const part of done) take(part);
  const runner = executor ?? executorFor(workers, seconds * (total - count));
  const report = (part: P): void => {
    take(part);
    onProgress?.(count, total, part);
  };
  await runner.run(work, [...open.values()], report, signal);
  if (open.size > 0) {
    throw new Error(`the executor left ${total - count} of ${total} ${work.unit} without a result`);
  }
}

/** How many of what is counted the tasks stand for. */
export function countOf(tasks: Iterable<NumberedTask>): number {
  let total = 0;
  for (const { count } of tasks) total += count;
  return total;
}
