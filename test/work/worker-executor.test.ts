import { writeFileSync } from "node:fs";

import { expect, test } from "vitest";

import { hashOfText, sharedTextOf } from "../../src/work/shared-text";
import { workOf } from "../../src/work/work";
import { workerExecutor } from "../../src/work/worker-executor";
import { ADD, PLANNED, type AddTask } from "../fixtures/cluster/works";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();

const TASKS = Array.from({ length: 40 }, (_, part): AddTask => ({ part, count: 1 }));

test("workerExecutor(count) takes what is shared once, to the last bit, and tasks as there is room", async () => {
  const shared = { values: Float64Array.of(0.1, NaN, -0, Infinity), label: "x" };
  const work = workOf(ADD, shared);
  let taken = 0;
  let done = 0;
  let most = 0;
  function* lazy(): Iterator<AddTask> {
    for (const task of TASKS) {
      taken++;
      most = Math.max(most, taken - done);
      yield task;
    }
  }
  const sums = new Map<number, unknown>();
  await workerExecutor(2).run(work, { [Symbol.iterator]: lazy }, (result) => {
    done++;
    sums.set(result.part, result.values);
  });
  expect(taken).toBe(40);
  expect(most).toBeLessThanOrEqual(4);
  for (const task of TASKS) expect(sums.get(task.part)).toEqual(work.run(task).values);
  // Another run's model on the same threads is its own.
  const other: number[] = [];
  await workerExecutor(2).run(workOf(ADD, { values: Float64Array.of(7), label: "y" }), TASKS.slice(0, 8), (result) =>
    other.push(result.values[0]),
  );
  expect(other.sort((a, b) => a - b)).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
});

test("workerExecutor(count, ahead) begins no task further than that beyond the oldest that is not done", async () => {
  const plan = { ms: 0, hold: { part: 7, until: "" } };
  /** How many tasks had been begun when `ahead - 1` beyond the one that is held were done. */
  const begunBy = async (name: string, ahead: number, limit?: number): Promise<number> => {
    const until = `${folder.path}/${name}`;
    let [begun, done, found] = [0, 0, 0];
    function* lazy(): Iterator<AddTask> {
      for (let part = 0; part < 400; part++) {
        begun++;
        yield { part, count: 1 };
      }
    }
    const parts = new Set<number>();
    const work = workOf(PLANNED, { ...plan, hold: { part: 7, until } });
    await workerExecutor(2, limit).run(work, { [Symbol.iterator]: lazy }, ({ part }) => {
      parts.add(part);
      // All before it, and as many behind it as may be: what is begun now is begun by the time of the next turns.
      if (++done === 7 + ahead - 1) setImmediate(() => setImmediate(() => ((found = begun), writeFileSync(until, ""))));
    });
    expect(parts.size).toBe(400);
    return found;
  };
  expect(await begunBy("default", 64)).toBe(7 + 64);
  expect(await begunBy("narrow", 5, 5)).toBe(7 + 5);
  // The control: without a bound there is more.
  expect(await begunBy("without", 64, Infinity)).toBeGreaterThan(7 + 64);
});

test("sharedTextOf(work) is known by the hash of its text, and one bit makes another", () => {
  const { hash, text } = sharedTextOf({ shared: { values: Float64Array.of(1) } });
  expect(hash).toBe(hashOfText(text));
  expect(sharedTextOf({ shared: { values: Float64Array.of(1 + 2 ** -52) } }).hash).not.toBe(hash);
});
