/** A task as a thread of this process runs it, by the module that the process itself names. */
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

type Run = (task: unknown) => unknown;

/** What was prepared last: a run's tasks come one after the other. */
let last: { readonly key: string; readonly run: Run } | undefined;

/** Prepares the work where it is another than the last, and runs the task. */
export function runOnThread({ work, module, hash, shared, task }: ThreadTask): unknown {
  const key = `${module} ${work} ${hash}`;
  if (last?.key !== key) {
    const kind = (require(module) as Readonly<Record<string, WorkKind<unknown, unknown, unknown>>>)[work];
    last = { key, run: kind.prepare(resultFromJson(Buffer.from(shared).toString("utf8"))) };
  }
  return last.run(task);
}
