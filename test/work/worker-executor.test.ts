import { expect, test } from "vitest";

import { hashOfText, sharedTextOf } from "../../src/work/shared-text";
import { workOf } from "../../src/work/work";
import { workerExecutor } from "../../src/work/worker-executor";
import { ADD, type AddTask } from "../fixtures/cluster/works";

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

test("sharedTextOf(work) is known by the hash of its text, and one bit makes another", () => {
  const { hash, text } = sharedTextOf({ shared: { values: Float64Array.of(1) } });
  expect(hash).toBe(hashOfText(text));
  expect(sharedTextOf({ shared: { values: Float64Array.of(1 + 2 ** -52) } }).hash).not.toBe(hash);
});
