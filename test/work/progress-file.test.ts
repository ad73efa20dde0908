import { appendFileSync, existsSync, mkdirSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, test } from "vitest";

import { createRandom } from "../../src/numeric/random";
import { commonBeta } from "../../src/sweep/beta-transform";
import { range } from "../../src/sweep/grids";
import { planSweep, sweep } from "../../src/sweep/sweep";
import { SWEEP_WORK } from "../../src/sweep/sweep-task";
import type { SweepRow } from "../../src/sweep/sweep-task";
import { openProgressFile } from "../../src/work/progress-file";
import type { ProgressFile } from "../../src/work/progress-file";
import { temporaryFolder } from "../support/temporary-folder";

const folder = temporaryFolder();
const model = { alpha: [0.5, 2, 1e-3], beta: [1.2, 1.5, 0.8] };
const options = { sizes: [100, 1000], betas: commonBeta(range(0.8, 1.2, 0.05)), workers: 1 };
const { tasks } = planSweep(model, options);

/** The sweep's rows, as if of a module that imports nothing. */
const WORK = { ...SWEEP_WORK, module: folder.file("task.ts", "").replace(/\.ts$/, "") };

function open(name: string, resume: boolean, work = WORK, all: readonly unknown[] = tasks) {
  return openProgressFile<SweepRow>(join(folder.path, name), work, all, resume);
}

/** A progress file with every row of the sweep. */
async function written(name: string): Promise<ProgressFile<SweepRow>> {
  const file = open(name, false);
  await sweep(model, { ...options, onProgress: (_done, _total, row) => file.add(row) });
  return file;
}

describe("openProgressFile(file, work, tasks, resume)", () => {
  test("gives back the parts that were added, to the last bit, and begins anew without resume", async () => {
    const { path } = await written("all");
    const rows: SweepRow[] = [];
    await sweep(model, { ...options, onProgress: (_done, _total, row) => rows.push(row) });
    expect([...open("all", true).done]).toEqual(rows);
    expect(rows.length).toBe(9);
    expect([...open("all", false).done]).toEqual([]);
    expect(readFileSync(path, "utf8").split("\n").length).toBe(2);
    open("all", true).remove();
    expect(existsSync(path)).toBe(false);
  });

  test("no flipped bit changes the final table: its row is done again, or the file is refused", async () => {
    const { path } = await written("flipped");
    const whole = readFileSync(path);
    const table = await sweep(model, options);
    const random = createRandom(11);
    const outcomes = { redone: 0, refused: 0 };
    for (let flip = 0; flip < 240; flip++) {
      const bytes = Buffer.from(whole);
      bytes[random.integer(bytes.length)] ^= 1 << random.integer(8);
      writeFileSync(path, bytes);
      let file: ProgressFile<SweepRow>;
      try {
        file = open("flipped", true);
      } catch (error) {
        expect((error as Error).message).toMatch(/^--resume must go on with a progress file whose first line is whole/);
        outcomes.refused++;
        continue;
      }
      const { length } = [...file.done];
      expect(length).toBeLessThan(9);
      expect(length).toBeGreaterThanOrEqual(7);
      outcomes.redone++;
      const { cost, lambda, status } = await sweep(model, { ...options, done: file.done });
      expect({ cost, lambda, status }).toEqual({ cost: table.cost, lambda: table.lambda, status: table.status });
    }
    expect(outcomes.redone).toBeGreaterThan(200);
    expect(outcomes.refused).toBeGreaterThan(3);
    // The control: what is in the file is what is taken.
    writeFileSync(path, whole);
    const [first, ...others] = open("flipped", true).done;
    const wrong = { ...first, cost: first.cost.map((cost) => cost + 1) };
    expect((await sweep(model, { ...options, done: [wrong, ...others] })).cost).not.toEqual(table.cost);
  });

  test("does a line that was cut off again, and what is added then stands on a line of its own", async () => {
    const { path } = await written("cut");
    const bytes = readFileSync(path);
    const parts = (): number[] => [...open("cut", true).done].map(({ part }) => part);
    for (const cut of [40, 2]) {
      writeFileSync(path, bytes.subarray(0, bytes.length - cut));
      const file = open("cut", true);
      const done = [...file.done];
      expect(done.length).toBe(8);
      file.add({ ...done[0], part: 8 });
      // What is added is no earlier run's.
      expect([...file.done]).toEqual(done);
      expect(parts()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    }
    // Nothing was written over: the beginning is what it was.
    const kept = bytes.subarray(0, bytes.length - 2);
    expect(readFileSync(path).subarray(0, kept.length).equals(kept)).toBe(true);
    // But for its newline the last line is whole.
    writeFileSync(path, bytes.subarray(0, bytes.length - 1));
    expect(parts().length).toBe(9);
    writeFileSync(path, bytes.subarray(0, 30));
    expect(parts).toThrow("--resume must go on with a progress file whose first line is whole");
  });

  test("refuses other tasks, another kind of work, and another version of the source", async () => {
    await written("mine");
    const sentence = "--resume must go on with the same model, grids and options as before";
    expect(() => open("mine", true, WORK, tasks.slice(1))).toThrow(sentence);
    expect(() => open("mine", true, { ...WORK, name: "runPoints" })).toThrow(sentence);
    const module = join(folder.path, "versioned-task");
    writeFileSync(`${module}.ts`, 'import "./formula";\n');
    const formula = folder.file("formula.ts", "export const g = 1;\n");
    open("versioned", false, { ...WORK, module });
    expect(() => open("versioned", true, { ...WORK, module })).not.toThrow();
    appendFileSync(formula, "// mended\n");
    expect(() => open("versioned", true, { ...WORK, module })).toThrow(
      "--resume must go on with the version of the solver's source that it began with, and that has changed since",
    );
  });

  test("two runs that write one file keep their parts apart, and neither takes the other's away", () => {
    const row = { part: 3 } as SweepRow;
    const [one, other] = [open("shared", false), open("shared", false, WORK, tasks.slice(1))];
    one.add(row);
    other.add({ ...row, part: 5 });
    one.remove();
    expect([one.isKept(), other.isKept()]).toEqual([false, true]);
    expect([...open("shared", true, WORK, tasks.slice(1)).done].map(({ part }) => part)).toEqual([5]);
    other.remove();
    // Nor does one make a file of parts without the line that says what they are of.
    other.add(row);
    expect(existsSync(other.path)).toBe(false);
    // The same work twice: what either has done is done.
    const [first, second] = [open("shared", false), open("shared", true)];
    first.add({ ...row, part: 1 });
    second.add({ ...row, part: 2 });
    expect([...open("shared", true).done].map(({ part }) => part)).toEqual([1, 2]);
  });

  test("takes tasks one by one: all of them may be longer than a text can be", () => {
    const all = Object.assign([...tasks], { toJSON: () => expect.fail("all at once") });
    open("long", false, WORK, all);
    expect(() => open("long", true, WORK, all)).not.toThrow();
    expect(() => JSON.stringify(all)).toThrow("all at once");
  });

  test("reads what is done as it is asked for, however much it is", () => {
    const { path, add } = openProgressFile(join(folder.path, "large"), WORK, tasks, false);
    const part = (k: number) => ({ part: k, values: Float64Array.of(...Array<number>(1000).fill(k / 7)) });
    for (let k = 0; k < 400; k++) add(part(k));
    const { done } = openProgressFile<ReturnType<typeof part>>(join(folder.path, "large"), WORK, tasks, true);
    let count = 0;
    for (const there of done) expect(there).toEqual(part(count++));
    expect(count).toBe(400);
    // What is cut off behind the first has not been read by then.
    const parts = done[Symbol.iterator]();
    expect(parts.next().value).toEqual(part(0));
    truncateSync(path, 2e6);
    count = 1;
    while (parts.next().done !== true) count++;
    expect(count).toBeGreaterThan(100);
    expect(count).toBeLessThan(300);
  });

  test("names a place where no file can be", () => {
    expect(() => open("nowhere/x", false)).toThrow(
      /^--out must be a place to write a file, and its folder does not exist, got "/,
    );
  });
});

test("openProgressFile(file) refuses a folder in the progress file's place, in one sentence", () => {
  mkdirSync(join(folder.path, "taken.csv.progress"));
  expect(() => open("taken.csv", true)).toThrow("--resume must find a progress file in this place, not a folder");
  expect(() => open("taken.csv", false)).toThrow("--out must be a place to write a file");
});
