/** Runs a sweep's tasks on worker threads, one pool of each size a process: a thread takes a second to start. */
import { join } from "node:path";

import { Piscina } from "piscina";

import type { Executor } from "./executor";
import type { SweepRow } from "./sweep-task";

const pools = new Map<number, Piscina>();

/** An executor of `count` threads. They end with the process, or after half a minute without work. */
export function workerExecutor(count: number): Executor {
  return {
    async run(tasks, report, signal) {
      const pool = poolOf(count);
      let next = 0;
      let failed = false;
      // Two tasks a thread: one at work, one waiting. What is at work when a sweep is stopped runs to its
      // end, a matter of milliseconds, and its row counts.
      const feed = async (): Promise<void> => {
        while (next < tasks.length && !failed) {
          signal?.throwIfAborted();
          try {
            report((await pool.run(tasks[next++])) as SweepRow);
          } catch (error) {
            failed = true;
            throw error;
          }
        }
      };
      const feeders = await Promise.allSettled(Array.from({ length: 2 * count }, feed));
      signal?.throwIfAborted();
      const failure = feeders.find((feeder) => feeder.status === "rejected");
      if (failure?.status === "rejected") throw failure.reason;
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
