/**
 * Who runs tasks: this thread, worker threads, or an engine beyond this machine. Nothing here knows what the work is: a
 * sweep's rows and a study's draws go through the same executors.
 */
import { setImmediate as nextTurn } from "node:timers/promises";

import type { Work } from "./work";

/** How an engine is doing. */
export interface EngineState {
  /** Tasks that it can run at a time, by who is there now. */
  readonly workers: number;
  /** Tasks that were handed out again, whoever had them having died. */
  readonly retries: number;
}

export interface Executor {
  /**
   * Runs every task and reports each result at least once, as it is done, in any order. Tasks are taken from the
   * iterable as there is room for them, so that a million need not be there at a time. Resolves when all are reported;
   * rejects where a task could not be run, and with `signal.reason` once aborted.
   *
   * What a task throws is thrown, and not tried again; a task whose worker died is, a few times, and then named while
   * the others are kept. It may run tasks anywhere: here by `work.run`, elsewhere by the kind of work of this name in
   * the same source.
   */
  run<Task, Result>(
    work: Work<Task, Result>,
    tasks: Iterable<Task>,
    report: (result: Result) => void,
    signal?: AbortSignal,
  ): Promise<void>;
  /** How it is doing, where it can tell. */
  state?(): EngineState;
  /** Ends what it runs and lets go of all that would keep the process from its end. */
  close?(): Promise<void>;
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
