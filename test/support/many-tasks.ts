/** So many tasks that they must not be there at a time. */
import type { Redis } from "ioredis";
import { expect } from "vitest";

import type { Executor } from "../../src/work/executor";
import { workOf } from "../../src/work/work";
import { PLANNED, type AddTask } from "../fixtures/cluster/works";

/** Runs `count` tasks, each made when it is asked for, and checks that none was far ahead of the results. */
export async function manyTasks(executor: Executor, count: number): Promise<void> {
  let taken = 0;
  let done = 0;
  let ahead = 0;
  let sum = 0;
  function* lazy(): Iterator<AddTask> {
    for (let part = 0; part < count; part++) {
      ahead = Math.max(ahead, ++taken - done);
      yield { part, count: 1 };
    }
  }
  await executor.run(workOf(PLANNED, { ms: 0 }), { [Symbol.iterator]: lazy }, ({ part }) => {
    done++;
    sum += part;
  });
  await executor.close?.();
  expect(done).toBe(count);
  expect(sum).toBe((count * (count - 1)) / 2);
  // Of two workers six jobs are out, of at most 20,000 tasks each, and one is being taken.
  expect(ahead).toBeLessThanOrEqual(140_000);
  expect(count).toBeGreaterThan(140_000);
}

/** The most memory that a Redis has held, bytes. */
export async function peakOf(client: Redis): Promise<number> {
  return Number((/used_memory_peak:(\d+)/.exec(await client.info("memory")) as RegExpExecArray)[1]);
}
