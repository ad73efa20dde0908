/** Runs a few tasks of one kind of work one after the other: what every worker process does, whoever feeds it. */
import { lastPrepared, type RunTask } from "../work/last-prepared";
import { hashOfText } from "../work/shared-text";
import { resultFromJson, resultToJson } from "../work/result-json";
import { kindOf } from "./load-works";
import { thrownOf, type Thrown } from "./thrown";
import type { Works } from "./works";

export interface Batch {
  /** Name of the kind of work. */
  readonly work: string;
  /** SHA-256 of what the tasks have in common, and its text where it is to hand. */
  readonly hash: string;
  readonly shared: string | undefined;
  /** The tasks, a JSON text each. */
  readonly tasks: readonly string[];
}

/** What a batch's tasks report: each result as a line of JSON, in their order. */
export interface BatchReport {
  /** Task `index` of the batch begins. */
  begin(index: number): void;
  /** Its result; a promise is waited for before the next begins. */
  done(index: number, line: string): void | Promise<void>;
}

/** What runs batches of a table of works; what was prepared last is kept, as a run's batches share it. */
export function batchRunner(works: Works): (batch: Batch, report: BatchReport) => Promise<Thrown | undefined> {
  const prepared = lastPrepared();
  /** @returns what a task threw; those after it are not begun. */
  return async (batch, report) => {
    try {
      const { work, hash, shared } = batch;
      const kind = kindOf(works, work);
      const run = prepared(`${work} ${hash}`, () => {
        if (shared === undefined || hashOfText(shared) !== hash)
          throw new Error(`what the tasks have in common is not the one of hash ${hash}`);
        return kind.prepare(resultFromJson<never>(shared)) as RunTask;
      });
      for (const [index, task] of batch.tasks.entries()) {
        report.begin(index);
        await report.done(index, resultToJson(run(resultFromJson(task))));
      }
      return undefined;
    } catch (error) {
      return thrownOf(error);
    }
  };
}
