import { describe, expect, test } from "vitest";

import { inlineExecutor } from "../../src/work/executor";
import type { Executor } from "../../src/work/executor";
import { runTasks } from "../../src/work/run-tasks";
import type { NumberedTask, Part } from "../../src/work/run-tasks";
import type { Work } from "../../src/work/work";

interface Square extends Part {
  readonly square: number;
}

const WORK: Work<NumberedTask, Square> = {
  run: ({ part }) => ({ part, square: part * part }),
  module: __filename,
  name: "square",
  unit: "numbers",
};
const TASKS = [0, 1, 2, 3].map((part) => ({ part, count: part === 3 ? 1 : 10 }));

describe("runTasks(work, tasks, accept, seconds, options)", () => {
  test("hands on each part once, and counts what the tasks stand for", async () => {
    const accepted: Square[] = [];
    const seen: [number, number, number][] = [];
    await runTasks(WORK, TASKS, (part) => accepted.push(part), 0, {
      workers: 1,
      done: [
        { part: 2, square: 4 },
        { part: 2, square: 5 },
        { part: 9, square: 81 },
      ],
      onProgress: (done, total, { part }) => seen.push([done, total, part]),
    });
    expect(accepted.map(({ square }) => square)).toEqual([4, 0, 1, 9]);
    expect(seen).toEqual([
      [20, 31, 0],
      [30, 31, 1],
      [31, 31, 3],
    ]);
  });

  test("takes a part that comes twice once", async () => {
    const twice: Executor = {
      async run(work, tasks, report, signal) {
        await inlineExecutor.run(work, tasks, report, signal);
        await inlineExecutor.run(work, tasks, report, signal);
      },
    };
    let accepted = 0;
    await runTasks(WORK, TASKS, () => accepted++, 0, { executor: twice });
    expect(accepted).toBe(4);
  });

  test("rejects where the executor leaves parts out, fails, or is told to stop", async () => {
    const run = (executor: Executor, signal?: AbortSignal): Promise<void> =>
      runTasks(WORK, TASKS, () => {}, 0, { executor, signal });
    const lazy: Executor = { run: (work, tasks, report) => inlineExecutor.run(work, [...tasks].slice(1), report) };
    await expect(run(lazy)).rejects.toThrow("the executor left 10 of 31 numbers without a result");
    await expect(run({ run: () => Promise.reject(new Error("no machine")) })).rejects.toThrow("no machine");
    await expect(run(inlineExecutor, AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    await expect(runTasks(WORK, TASKS, () => {}, 0, { workers: 0 })).rejects.toThrow(
      'options.workers must be "auto" or a whole number, 1 to 256, got 0',
    );
  });
});
