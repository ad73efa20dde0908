/** Runs tasks on worker threads, one pool of each size a process: a thread takes a second to start. */
import { availableParallelism } from "node:os";
import { join } from "node:path";

import { Piscina } from "piscina";

import { must } from "../base/input-error";
import { inlineExecutor, type Executor } from "./executor";
import type { ThreadTask } from "./run-on-thread";
import { sharedTextOf } from "./shared-text";
import type { Work } from "./work";

const pools = new Map<number, Piscina>();

/**
 * An executor of `count` threads. They end with the process, or after half a minute without work.
 *
 * @param ahead how many tasks beyond the oldest that is not done may be begun: whoever takes results in their order
 *   holds as many. Tasks take about as long as one another, so that none is waited for in earnest.
 */
export function workerExecutor(count: number, ahead = 32 * count): Executor {
  return {
    async run<Task, Result>(
      work: Work<Task, Result>,
      tasks: Iterable<Task>,
      report: (result: Result) => void,
      signal?: AbortSignal,
    ) {
      const pool = poolOf(count);
      const shared = bytesOf(work);
      const rest = tasks[Symbol.iterator]();
      let failed = false;
      let begun = 0;
      /** Tasks at work and what they come to, by their place: the oldest is the first. */
      const atWork = new Map<number, Promise<unknown>>();
      const oldest = (): readonly [number, Promise<unknown>?] => atWork.entries().next().value ?? [begun];
      // Two tasks a thread: one at work, one waiting. What is at work when work is stopped runs to its
      // end, a matter of milliseconds, and its result counts.
      const feed = async (): Promise<void> => {
        while (!failed) {
          signal?.throwIfAborted();
          const [place, result] = oldest();
          if (begun - place >= ahead) {
            await result?.catch(() => {});
            continue;
          }
          const { value, done } = rest.next();
          if (done === true) return;
          const task: ThreadTask = { work: work.name, module: work.module, ...shared, task: value };
          const own = begun++;
          try {
            const running = pool.run({ module: RUN_ON_THREAD, name: "runOnThread", task });
            atWork.set(own, running);
            report((await running) as Result);
          } catch (error) {
            failed = true;
            throw error;
          } finally {
            atWork.delete(own);
          }
        }
      };
      const feeders = await Promise.allSettled(Array.from({ length: 2 * count }, feed));
      signal?.throwIfAborted();
      const failure = feeders.find((feeder) => feeder.status === "rejected");
      if (failure?.status === "rejected") throw failure.reason;
    },
    state: () => ({ workers: count, retries: 0 }),
  };
}

const RUN_ON_THREAD = join(__dirname, "run-on-thread");

/** Memory that all threads see, so that the model is copied once a run and not once a task. */
function bytesOf(work: Work<never, unknown>): Pick<ThreadTask, "hash" | "shared"> {
  const { hash, text } = sharedTextOf(work);
  const bytes = Buffer.from(text);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return { hash, shared };
}

/**
 * The executor for a number of threads: 1 stays in this thread, "auto" takes as many threads as there
 * are cores where the work, `seconds` of one thread, is worth starting them.
 */
export function executorFor(workers: number | "auto", seconds: number): Executor {
  if (workers === "auto") {
    const cores = availableParallelism();
    return seconds >= 1 && cores > 1 ? workerExecutor(cores) : inlineExecutor;
  }
  must(
    Number.isSafeInteger(workers) && workers >= 1 && workers <= 256,
    "options.workers",
    'must be "auto" or a whole number, 1 to 256',
    workers,
  );
  return workers === 1 ? inlineExecutor : workerExecutor(workers);
}

function poolOf(count: number): Piscina {
  const known = pools.get(count);
  if (known !== undefined) return known;
  const pool = new Piscina({
    filename: join(__dirname, "worker.js"),
    minThreads: 0,
    maxThreads: count,
    idleTimeout: 30_000,
    concurrentTasksPerWorker: 1,
  });
  pools.set(count, pool);
  return pool;
}
