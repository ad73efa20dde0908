/**
 * Who runs tasks: this thread, worker threads, or an engine of the caller's own. Nothing here knows
 * what the work is: a sweep's rows and a study's draws go through the same executors.
 */
import { setImmediate as nextTurn } from "node:timers/promises";

/** What a kind of work is known by. */
export interface WorkName {
  /** Path of the module that exports `run`, without extension. */
  readonly module: string;
  /** The name it is exported by. */
  readonly name: string;
  /** What is counted as it is done: "points". */
  readonly unit: string;
}

/**
 * A kind of work: a pure function from a task, plain JSON, to a result of plain numbers, strings and
 * typed arrays. Another thread finds it again by where it stands.
 */
export interface Work<Task, Result> extends WorkName {
  readonly run: (task: Task) => Result;
}

export interface Executor {
  /**
   * Runs every task and reports each result once, as it is done, in any order. Resolves when all are
   * reported; rejects where a task could not be run, and with `signal.reason` once aborted. It may run
   * tasks anywhere, as long as each one goes through `work.run`.
   */
  run<Task, Result>(
    work: Work<Task, Result>,
    tasks: readonly Task[],
    report: (result: Result) => void,
    signal?: AbortSignal,
  ): Promise<void>;
}

/** Runs tasks in this thread, one after the other, with a turn of the event loop between. */
export const inlineExecutor: Executor = {
  async run(work, tasks, report, signal) {
    for (const task of tasks) {
      signal?.throwIfAborted();
      report(work.run(task));
      await nextTurn();
    }
    signal?.throwIfAborted();
  },
};
