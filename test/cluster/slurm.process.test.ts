/**
 * Sweeps and studies as arrays of a Slurm of the tests' own: the bits of one thread, and the same bits again through
 * the faults that were met in trying it. Each fault is shown to have hit before the numbers are compared.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, watch, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";

import { afterAll, beforeAll, expect } from "vitest";

import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { commonBeta } from "../../src/sweep/beta-transform";
import { linspace, logspace } from "../../src/sweep/grids";
import { sweep } from "../../src/sweep/sweep";
import { workOf } from "../../src/work/work";
import { PLANNED, type AddResult, type Plan } from "../fixtures/cluster/works";
import { alive } from "../support/alive";
import { run as impactlab } from "../support/command";
import { load } from "../support/load";
import { alone, begun, logsIn, readLog, tasksOf, textOf, WORKS } from "../support/planned-runs";
import { linesOf } from "../support/redis-server";
import { SLURM, SlurmSite } from "../support/slurm-site";
import { temporaryFolder } from "../support/temporary-folder";
import { testWith } from "../support/tools";

const ROOT = resolve(__dirname, "../..");
const { slurmExecutor, slurmExecutorOf } = load(
  "../../src/cluster/slurm/executor",
  __filename,
) as typeof import("../../src/cluster/slurm/executor");
const { rangesOf } = load(
  "../../src/cluster/slurm/commands",
  __filename,
) as typeof import("../../src/cluster/slurm/commands");

const folder = temporaryFolder();
const test = testWith(SLURM, "Slurm, or not root");
// An array of more than four elements is refused here.
const site = new SlurmSite(join(folder.path, "slurm"), 4);
const runs = join(folder.path, "runs");

beforeAll(async () => {
  if (SLURM !== undefined) await site.start();
});
afterAll(() => site.stop());

interface Through {
  readonly elements?: number;
  readonly signal?: AbortSignal;
  readonly after?: (done: number) => void;
  readonly works?: string;
}

async function through(
  plan: Plan,
  count: number,
  { elements = 2, signal, after = () => {}, works = WORKS }: Through = {},
) {
  const notices: string[] = [];
  const onNotice = (text: string): void => void notices.push(text);
  const executor = slurmExecutorOf({ folder: runs, partition: "lab", elements, onNotice }, works, 400);
  const results: AddResult[] = [];
  let error: Error | undefined;
  const report = (result: AddResult): void => after(results.push(result));
  await executor.run(workOf(PLANNED, plan), tasksOf(count), report, signal).catch((thrown: Error) => (error = thrown));
  await executor.close();
  return { bits: textOf(results), times: results.length, error, state: executor.state(), notices };
}

const newLog = logsIn(folder.path);

test("a sweep has the bits of threads, in more elements than an array may have here, and leaves no file", async () => {
  const day = syntheticEquityDay(1);
  const grid = { sizes: logspace(2, 6, 20), betas: commonBeta(linspace(0.6, 2, 20)), allocations: [3, 17] };
  const here = await sweep(day, { ...grid, workers: 1 });
  const executor = slurmExecutor({ folder: runs, elements: 5 });
  const there = await sweep(day, { ...grid, executor });
  await executor.close();
  for (const name of ["cost", "lambda", "effectiveBins", "active", "status", "regime"] as const)
    expect(there[name]).toEqual(here[name]);
  expect(there.allocations).toEqual(here.allocations);
  expect(readdirSync(runs)).toEqual([]);
  // It hit: as one array it is refused.
  const { submitArray } = load(
    "../../src/cluster/slurm/commands",
    __filename,
  ) as typeof import("../../src/cluster/slurm/commands");
  await expect(submitArray("#!/bin/sh\ntrue\n", [...Array(5).keys()], "lab", "/dev/null")).rejects.toThrow(
    "Invalid job array specification",
  );
});

test("an element that is killed is submitted again, and does what it had not done", async () => {
  const log = newLog();
  const until = `${log}-go-on`;
  // The first takes longer than what is done waits to be written.
  const outcome = through({ ms: { 0: 1500 }, log, hold: { part: 1, until } }, 6);
  // Its second task of three has begun, and waits for a file that is there only once its process is not.
  const [second] = begun(await linesOf(log, (lines) => begun(lines, 1).length > 0), 1);
  const [element] = site.queue().filter((line) => line.endsWith("_0 R"));
  site.cancel(element.split(" ")[0]);
  await expect.poll(() => alive(Number(second.split(" ")[1])), { timeout: 300_000 }).toBe(false);
  writeFileSync(until, "");
  const { bits, error, times, state } = await outcome;
  expect(error).toBeUndefined();
  expect(state.retries).toBe(1);
  const all = readLog(log);
  // It hit: something was begun twice, by two processes; and what was done by then was not.
  expect(all.length).toBeGreaterThan(6);
  expect(begun(all, 0).length).toBe(1);
  expect(times).toBe(6);
  expect(bits).toEqual(await alone(6));
});

test("a task that ends every process is named with its row, the others are kept", async () => {
  const log = newLog();
  const { bits, error } = await through({ ms: 5, kill: [3], log }, 8);
  expect(error).toMatchObject({
    name: "PoisonError",
    message: "points of row 3: 3 workers in a row died over it; all others are done",
  });
  expect(new Set(begun(readLog(log), 3)).size).toBe(3);
  const others = await alone(8);
  delete others[3];
  expect(bits).toEqual(others);
});

test("what a task throws is thrown, and not tried again", async () => {
  const log = newLog();
  const { error } = await through({ ms: 1, bad: [2], log }, 4, { elements: 1 });
  expect(error).toMatchObject({ name: "InputError", message: "options.size must be lucky, got 2" });
  expect(begun(readLog(log), 2).length).toBe(1);
});

test("stopped, its elements are cancelled, and the same call goes on from what they left", async () => {
  const log = newLog();
  const stop = new AbortController();
  const after = (): void => stop.abort(new Error("enough"));
  const stopped = await through({ ms: 300, log }, 12, { signal: stop.signal, after });
  expect(stopped.error?.message).toBe("enough");
  expect(stopped.times).toBeGreaterThan(0);
  expect(stopped.times).toBeLessThan(12);
  const left = /^what this run has done is in (\S+): the same call goes on from there$/.exec(
    stopped.notices.join(),
  )?.[1];
  expect(readdirSync(join(left as string, "lines")).length).toBeGreaterThan(0);
  const { bits, error, times } = await through({ ms: 300, log }, 12);
  expect(error).toBeUndefined();
  expect(times).toBe(12);
  // Those that had been reported were not begun again; others were.
  const all = readLog(log);
  for (const part of Object.keys(stopped.bits)) expect(begun(all, Number(part)).length).toBe(1);
  expect(bits).toEqual(await alone(12));
  expect(existsSync(left as string)).toBe(false);
});

test("stopped before anything is done, it leaves nothing and says nothing", async () => {
  const stop = new AbortController();
  const before = readdirSync(runs);
  const seen: string[] = [];
  const watcher = watch(runs, (_, name) => {
    seen.push(String(name));
    stop.abort(new Error("at once"));
  });
  const { error, times, notices } = await through({ ms: 0 }, 5, { signal: stop.signal });
  watcher.close();
  expect({ message: error?.message, times, notices }).toEqual({ message: "at once", times: 0, notices: [] });
  // It hit: there was a folder.
  expect(seen[0]).toMatch(/^impactlab-/);
  expect(readdirSync(runs)).toEqual(before);
});

test("a run whose files are taken from under it, as by the same call elsewhere, says so", async () => {
  const watcher = watch(runs, (_, name) => rmSync(join(runs, String(name)), { recursive: true, force: true }));
  const { error, notices } = await through({ ms: 0 }, 7);
  watcher.close();
  expect(error?.message).toMatch(
    /^the files of this run are gone \(\S+\): has the same call been run from elsewhere\?$/,
  );
  expect(notices).toEqual([]);
});

test("a machine of other source refuses", async () => {
  const path = join(folder.path, "table");
  mkdirSync(path);
  const table = (comment: string): void =>
    writeFileSync(join(path, "works.ts"), `// ${comment}\nexport { WORKS } from "${relative(path, WORKS)}";\n`);
  table("1");
  const log = newLog();
  const executor = slurmExecutorOf({ folder: runs, elements: 1 }, join(path, "works"), 400);
  // It changes between the call and the element's start.
  const outcome = executor.run(workOf(PLANNED, { ms: 0, log }), tasksOf(2), () => {});
  table("2");
  await expect(outcome).rejects.toThrow(
    /^Slurm's machine refused: the run was made by source \w{16}, and this machine/,
  );
  expect(existsSync(log)).toBe(false);
  await executor.close();
});

test("`impactlab sweep --executor slurm` goes on after Ctrl-C on threads, to the same file", async () => {
  const table = join(ROOT, "data/synthetic-equity-day.csv");
  const argv = ["sweep", "-e", table, "--sizes", "logspace(3,6,60)", "--betas", "range(0.7,1.7,0.01)"];
  const [whole, out] = [join(folder.path, "whole.csv"), join(folder.path, "out.csv")];
  expect((await impactlab([...argv, "-o", whole])).code).toBe(0);
  const how = ["--executor", "slurm", "--slurm-folder", join(folder.path, "cli"), "--slurm-partition", "lab"];
  const stopped = await impactlab([...argv, ...how, "-o", out], { interruptAfter: "10 %" });
  expect(stopped).toMatchObject({ code: 130 });
  expect(stopped.stderr).toContain("the same command with --resume goes on");
  expect(site.queue().filter((line) => / (R|PD)$/.test(line))).toEqual([]);
  // What was done is in the progress file: nothing more is needed of the machines' folder.
  expect(readFileSync(`${out}.progress`, "utf8").split("\n").length).toBeGreaterThan(10);
  expect(readdirSync(join(folder.path, "cli"))).toEqual([]);
  const resumed = await impactlab([...argv, "--resume", "-o", out]);
  expect(resumed.code).toBe(0);
  expect(readFileSync(out, "utf8")).toBe(readFileSync(whole, "utf8"));
  const refused = await impactlab([...argv, "--executor", "slurm", "-o", out]);
  expect(refused).toMatchObject({ code: 2 });
  expect(refused.stderr).toContain("--slurm-folder must name a folder that Slurm's machines see, too, got undefined");
});

test("names and folders that cannot be are refused, and indices are written as Slurm reads them", () => {
  expect(rangesOf([0, 1, 2, 5, 7, 8])).toBe("0-2,5,7-8");
  expect(() => slurmExecutor({ folder: "/tmp/it's" })).toThrow("options.folder must hold no quote, newline or %");
  expect(() => slurmExecutor({ folder: "/tmp", keep: 1 as never })).toThrow(
    "options.keep must be true or false, got 1",
  );
  expect(() => slurmExecutor({ folder: "/tmp", partition: "a b" })).toThrow("options.partition must be a partition's");
});
