/**
 * Who runs a sweep's tasks: this thread, worker threads, or an engine of the caller's own. An
 * executor may run tasks in any order and anywhere, as long as each one goes through `runTask`.
 */
import { setImmediate as nextTurn } from "node:timers/promises";

import { runTask } from "./sweep-task";
import type { SweepRow, SweepTask } from "./sweep-task";

export interface Executor {
  /**
   * Runs every task and reports each row once, as it is done, in any order. Resolves when all are
   * reported; rejects where a task could not be run, and with `signal.reason` once aborted.
   */
  run(tasks: readonly SweepTask[], report: (row: SweepRow) => void, signal?: AbortSignal): Promise<void>;
}

/** Runs tasks in this thread, one after the other, with a turn of the event loop between. */
export const inlineExecutor: Executor = {
  async run(tasks, report, signal) {
    for (const task of tasks) {
      signal?.throwIfAborted();
      report(runTask(task));
      await nextTurn();
    }
    signal?.throwIfAborted();
  },
};
