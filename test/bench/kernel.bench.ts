/**
 * The kernel beside tslab's own, in turns, with the same client: from start to kernel_info_reply, to
 * the first cell's result, and the round trip of a small cell. Then, on Linux, what the first cell costs
 * in CPU: of the whole kernel and its child processes, from start to the end of the cell.
 */
import { existsSync, mkdtempSync, readFileSync, readdirSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { startKernel, type KernelClient } from "../../src/kernel/client/client";
import { kernelSpec } from "../../src/kernel/install/kernelspec";
import { printTable } from "./measure";

const STARTS = 5;
const CELLS = 50;
const WARM_UP = 10;

const ROOT = resolve(__dirname, "../..");
const TSLAB = [
  process.execPath,
  join(ROOT, "node_modules/tslab/bin/tslab"),
  "kernel",
  "--config-path",
  "{connection_file}",
];

interface Sample {
  info: number;
  firstCell: number;
  roundTrip: number;
}

export async function benchKernel(): Promise<void> {
  const samples: Record<"impactlab" | "tslab", Sample[]> = { impactlab: [], tslab: [] };
  for (let i = 0; i <= STARTS; i++) {
    for (const [name, argv] of [
      ["tslab", TSLAB],
      ["impactlab", kernelSpec().argv],
    ] as const) {
      const sample = await measure(argv);
      // The first turn warms the disk's cache.
      if (i > 0) samples[name].push(sample);
    }
  }
  const rows = (
    [
      ["info", "start to kernel_info_reply"],
      ["firstCell", "start to the first cell's result"],
      ["roundTrip", "round trip of a small cell"],
    ] as const
  ).map(([key, label]) => {
    const [ours, theirs] = [samples.impactlab, samples.tslab].map((of) => median(of.map((sample) => sample[key])));
    return [label, ours.toFixed(1), theirs.toFixed(1), (ours / theirs).toFixed(2)];
  });
  await benchFirstCell();
  printTable(`Kernel: ${STARTS} starts, ${CELLS} cells each`, ["median, ms", "impactlab", "tslab", "ratio"], rows);
}

const FIRST_CELLS = ["6*7", 'import { allocate, loadEstimates } from "../src"'] as const;
const CPU_STARTS = 3;
const CACHE = join(ROOT, "node_modules/.cache/impactlab");

async function benchFirstCell(): Promise<void> {
  if (!existsSync("/proc/self/stat")) return;
  const rows: string[][] = [];
  for (const code of FIRST_CELLS) {
    await cpuOf(code, process.env);
    rows.push([code, "warm", ...(await cpuMedian(() => cpuOf(code, process.env)))]);
  }
  rows.push([FIRST_CELLS[1], "cold", ...(await cpuMedian(() => coldly(FIRST_CELLS[1])))]);
  printTable(`Kernel: the first cell, ${CPU_STARTS} starts`, ["cell", "cache", "CPU s, median", "all"], rows);
}

async function cpuMedian(once: () => Promise<number>): Promise<[string, string]> {
  const all: number[] = [];
  for (let i = 0; i < CPU_STARTS; i++) all.push(await once());
  return [median(all).toFixed(2), all.map((value) => value.toFixed(2)).join(" ")];
}

/** With neither the kernel's cache nor tsx's, as straight after an install; both are put back. */
async function coldly(code: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bench-"));
  const aside = `${CACHE}.aside`;
  if (existsSync(CACHE)) renameSync(CACHE, aside);
  try {
    return await cpuOf(code, { ...process.env, TMPDIR: folder });
  } finally {
    rmSync(CACHE, { recursive: true, force: true });
    if (existsSync(aside)) renameSync(aside, CACHE);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function cpuOf(code: string, env: NodeJS.ProcessEnv): Promise<number> {
  const { argv } = kernelSpec();
  const kernel = await startKernel({ folder: join(ROOT, "notebooks"), argv, env, stderr: "ignore" });
  const { status } = await kernel.execute(code);
  const seconds = cpuSeconds(kernel.process.pid as number);
  await kernel.kill();
  if (status !== "ok") throw new Error(`${code} ended with ${status}`);
  return seconds;
}

/** Of a process, its children that have ended, and those that live; a tick is a hundredth of a second. */
function cpuSeconds(pid: number): number {
  const fields = (id: string | number): string[] => {
    try {
      return readFileSync(`/proc/${id}/stat`, "utf8")
        .replace(/^.*\) /s, "")
        .split(" ");
    } catch {
      return []; // it has ended meanwhile
    }
  };
  const own = fields(pid).slice(11, 15);
  const children = readdirSync("/proc").filter((id) => /^\d+$/.test(id) && fields(id)[1] === String(pid));
  return own.reduce((sum, ticks) => sum + Number(ticks) / 100, 0) + children.reduce((s, id) => s + cpuSeconds(+id), 0);
}

async function measure(argv: readonly string[]): Promise<Sample> {
  const began = performance.now();
  const kernel = await startKernel({ folder: join(ROOT, "test"), argv, transport: "tcp", stderr: "ignore" });
  const info = performance.now() - began;
  await cell(kernel, 0);
  const firstCell = performance.now() - began;
  const trips: number[] = [];
  for (let i = 1; i <= WARM_UP + CELLS; i++) {
    const sent = performance.now();
    await cell(kernel, i);
    if (i > WARM_UP) trips.push(performance.now() - sent);
  }
  await kernel.kill();
  return { info, firstCell, roundTrip: median(trips) };
}

/** Small, and different each time, so that nobody can answer from a cache. */
async function cell(kernel: KernelClient, i: number): Promise<void> {
  const { status } = await kernel.execute(`const v${i % 10} = [${i}, 2, 3].map((x) => x * 2); v${i % 10}`);
  if (status !== "ok") throw new Error(`cell ${i} ended with ${status}`);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
