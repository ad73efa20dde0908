/** An executor whose runs an end can be made of: what engines beyond this machine have in common. */
import type { EngineState, Executor } from "../work/executor";
import type { NumberedTask, Part } from "../work/run-tasks";
import type { Work } from "../work/work";

/** An executor with its end. */
export type ClosableExecutor = Executor & Required<Pick<Executor, "state" | "close">>;

interface EngineRun {
  run(): Promise<void>;
  state(): EngineState;
}

/** @param begin makes a run, which ends itself when `stop` is aborted. */
export function closable(
  begin: (
    work: Work<NumberedTask, Part>,
    tasks: Iterable<NumberedTask>,
    report: (part: Part) => void,
    stop: AbortSignal,
  ) => EngineRun | Promise<EngineRun>,
): ClosableExecutor {
  const closed = new AbortController();
  const running = new Set<Promise<unknown>>();
  let last: EngineRun | undefined;

  async function run<Task, Result>(
    work: Work<Task, Result>,
    tasks: Iterable<Task>,
    report: (result: Result) => void,
    signal?: AbortSignal,
  ): Promise<void> {
    const stop = AbortSignal.any([closed.signal, ...(signal === undefined ? [] : [signal])]);
    stop.throwIfAborted();
    const numbered = work as unknown as Work<NumberedTask, Part>;
    last = await begin(numbered, tasks as Iterable<NumberedTask>, report as (part: Part) => void, stop);
    await last.run();
  }

  return {
    run(work, tasks, report, signal) {
      const promise = run(work, tasks, report, signal);
      running.add(promise);
      const over = (): void => void running.delete(promise);
      promise.then(over, over);
      return promise;
    },
    state: () => last?.state() ?? { workers: 0, retries: 0 },
    async close() {
      closed.abort(new Error("the executor was closed"));
      await Promise.allSettled(running);
    },
  };
}
