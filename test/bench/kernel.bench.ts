/**
 * The kernel beside tslab's own, in turns, with the same client: from start to kernel_info_reply, to
 * the first cell's result, and the round trip of a small cell; and what the first cell costs (first-cell.ts).
 */
import { execFileSync } from "node:child_process";
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
  // Without this process's own options of V8, below which no kernel starts from a snapshot.
  execFileSync(process.execPath, ["--import", "tsx", join(__dirname, "first-cell.ts")], { stdio: "inherit" });
  printTable(`Kernel: ${STARTS} starts, ${CELLS} cells each`, ["median, ms", "impactlab", "tslab", "ratio"], rows);
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
