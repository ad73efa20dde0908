import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PassThrough } from "node:stream";

import { describe, expect, test } from "vitest";

import { InputError } from "../../src/base/input-error";
import { runToFile } from "../../src/work/run-to-file";
import { runTasks } from "../../src/work/run-tasks";
import type { Part, RunOptions } from "../../src/work/run-tasks";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const TASKS = Array.from({ length: 30 }, (_, part) => ({ part, count: 10 }));
const work = { run: ({ part }: Part): Part => ({ part }), module: __filename, name: "same", unit: "rows" };

/** Runs the tasks to a file of this name; with `stopAt` done, and after `before`, aborts or fails with the error. */
async function run(name: string, resume: boolean, stopAt = Infinity, failure?: Error, before?: (path: string) => void) {
  const stream = new PassThrough();
  const control = new AbortController();
  const parts: number[] = [];
  const progress = join(folder.path, `${name}.progress`);
  const how = { name: "test", file: join(folder.path, name), work, tasks: TASKS, resume, signal: control.signal };
  const outcome = await runToFile(
    { ...how, stream: stream as unknown as NodeJS.WriteStream },
    (options: RunOptions<Part>) =>
      runTasks(work, TASKS, ({ part }) => parts.push(part), 0, {
        ...options,
        workers: 1,
        onProgress(done, total, part) {
          options.onProgress?.(done, total, part);
          if (done < stopAt) return;
          before?.(progress);
          if (failure === undefined) control.abort(new Error("enough"));
          else throw failure;
        },
      }),
    () => Promise.resolve(`saved while ${existsSync(progress) ? "kept" : "gone"}`),
  ).catch((error: Error) => error.message);
  return { outcome, parts, progress, said: String(stream.read() ?? "") };
}

describe("runToFile(work, run, save)", () => {
  test("says how far it is, keeps what is done until the result is saved, and no longer", async () => {
    const { outcome, progress, said } = await run("whole", false);
    expect(outcome).toBe("saved while kept");
    expect(existsSync(progress)).toBe(false);
    expect(said).toMatch(/^10 % of 300 rows\n20 % of 300 rows\n/);
  });

  test("keeps what is done when interrupted, and goes on from there", async () => {
    const { outcome, progress, said } = await run("parts", false, 120);
    expect(outcome).toBe("enough");
    expect(said).toContain(`120 of 300 rows are kept in ${progress}: the same command with --resume goes on\n`);
    expect(readFileSync(progress, "utf8").trim().split("\n").length).toBe(13);
    const resumed = await run("parts", true);
    expect(resumed.outcome).toBe("saved while kept");
    expect(resumed.parts).toEqual(TASKS.map(({ part }) => part));
    expect(resumed.said).toMatch(/^50 % of 300 rows\n/);
  });

  test("says where another run has begun anew in its place that nothing is kept", async () => {
    const { said, progress } = await run("taken", false, 120, undefined, (path) => writeFileSync(path, "another\n"));
    expect(said).toContain(
      `120 of 300 rows were done and are not kept: ${progress} is another run's by now, or gone\n`,
    );
    expect(readFileSync(progress, "utf8")).toBe("another\n");
  });

  test("keeps nothing of work that was asked for wrongly, but what an earlier run had done", async () => {
    const wrong = new InputError("options.workers", "must be fewer", 3);
    expect(existsSync((await run("wrong", false, 1, wrong)).progress)).toBe(false);
    await run("later", false, 12);
    expect(existsSync((await run("later", true, 14, wrong)).progress)).toBe(true);
    expect(existsSync((await run("failed", false, 1, new Error("no machine"))).progress)).toBe(true);
  });
});
