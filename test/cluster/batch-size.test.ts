import { expect, test } from "vitest";

import { batchSize } from "../../src/cluster/batch-size";

test("batchSize(seconds) goes up by steps to so many tasks as take that long, and down at once", () => {
  const size = batchSize(1);
  const sizes = [1, 8, 64, 100].map((tasks) => {
    expect(size.next()).toBe(tasks);
    // 10 ms each.
    size.learn(tasks, 10 * tasks, 100 * tasks);
    return size.next();
  });
  expect(sizes).toEqual([8, 64, 100, 100]);
  size.learn(100, 50_000, 100);
  expect(size.next()).toBe(2);
});

test("batchSize(seconds) holds a job's results to some megabytes, and its tasks to 20,000", () => {
  const size = batchSize(10);
  for (let k = 0; k < 10; k++) size.learn(size.next(), size.next(), 1_000_000 * size.next());
  expect(size.next()).toBe(4);
  for (let k = 0; k < 10; k++) size.learn(size.next(), 0, 1);
  expect(size.next()).toBe(20_000);
});
