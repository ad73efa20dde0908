/** A task as a thread of this process runs it, by the module that the process itself names. */
import { lastPrepared } from "./last-prepared";
import { resultFromJson } from "./result-json";
import type { WorkKind } from "./work";

export interface ThreadTask {
  /** The kind of work, and the module that exports it. */
  readonly work: string;
  readonly module: string;
  /** What the tasks have in common, as JSON, and its hash. */
  readonly hash: string;
  readonly shared: Uint8Array;
  readonly task: unknown;
}

const prepared = lastPrepared();

/** Prepares the work where it is another than the last, and runs the task. */
export function runOnThread({ work, module, hash, shared, task }: ThreadTask): unknown {
  const run = prepared(`${module} ${work} ${hash}`, () => {
    const kind = (require(module) as Readonly<Record<string, WorkKind<unknown, unknown, unknown>>>)[work];
    return kind.prepare(resultFromJson(Buffer.from(shared).toString("utf8")));
  });
  return run(task);
}
