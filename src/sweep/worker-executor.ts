/** Runs a sweep's tasks on worker threads, one pool of each size a process: a thread takes a second to start. */
import { setMaxListeners } from "node:events";
import { join } from "node:path";

import { Piscina } from "piscina";

import type { Executor } from "./executor";
import type { SweepRow } from "./sweep-task";

const pools = new Map<number, Piscina>();

/** An executor of `count` threads. They end with the process, or after half a minute without work. */
export function workerExecutor(count: number): Executor {
  return {
    async run(tasks, report, signal) {
      signal?.throwIfAborted();
      const pool = poolOf(count);
      // Whatever ends the sweep early also ends what is queued.
      const stop = new AbortController();
      setMaxListeners(0, stop.signal); // one a task
      const abort = (): void => stop.abort(signal?.reason);
      signal?.addEventListener("abort", abort, { once: true });
      try {
        await Promise.all(
          tasks.map(async (task) => {
            const row = (await pool.run(task, { signal: stop.signal })) as SweepRow;
            if (!stop.signal.aborted) report(row);
          }),
        );
      } catch (error) {
        stop.abort();
        throw signal?.aborted === true ? signal.reason : error;
      } finally {
        signal?.removeEventListener("abort", abort);
      }
    },
  };
}

function poolOf(count: number): Piscina {
  const known = pools.get(count);
  if (known !== undefined) return known;
  const pool = new Piscina({
    filename: join(__dirname, "sweep-worker.js"),
    minThreads: 0,
    maxThreads: count,
    idleTimeout: 30_000,
    concurrentTasksPerWorker: 1,
  });
  pools.set(count, pool);
  return pool;
}
