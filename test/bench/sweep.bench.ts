/**
 * Speed of a sweep: amortised cost a point on a 200 x 200 grid at N = 390, in passes over the bins
 * (one pass is `s += Math.exp((u - l[i]) * p[i])`), and how much faster two workers are than one.
 */
import Table from "cli-table3";

import type { BetaTransform } from "../../src/sweep/beta-transform";
import { commonBeta, shiftBeta, stretchBeta } from "../../src/sweep/beta-transform";
import { linspace, logspace } from "../../src/sweep/grids";
import { sweep } from "../../src/sweep/sweep";
import type { SweepOptions } from "../../src/sweep/sweep";

const N = 390;
const POINTS = 200;
const SIZES = logspace(2, 6, POINTS);

/** Every number in [0, 1), the same in every run (a Weyl sequence). */
function spread(k: number): number {
  return (k * 0.6180339887498949) % 1;
}

const MODEL = {
  alpha: Float64Array.from({ length: N }, (_, i) => Math.exp(2 * spread(i) - 6)),
  beta: Float64Array.from({ length: N }, (_, i) => 1.2 + 0.6 * spread(7 * i + 3)),
};

const GRIDS: readonly [string, BetaTransform][] = [
  ["common beta, 0.6 to 2", commonBeta(linspace(0.6, 2, POINTS))],
  ["stretch, 0 to 2", stretchBeta(linspace(0, 2, POINTS))],
  ["shift, -0.8 to 0.8", shiftBeta(linspace(-0.8, 0.8, POINTS))],
];

/** Prints the table; passes and sweeps take turns, the medians are compared. */
export async function benchSweep(): Promise<void> {
  const table = new Table({
    head: ["200 x 200 grid, N = 390", "passes a point", "with TWAP", "with all x", "2 workers"],
  });
  for (const [name, betas] of GRIDS) {
    const base: SweepOptions = { sizes: SIZES, betas, workers: 1 };
    const plain = await passesPerPoint(base);
    const twap = await passesPerPoint({ ...base, twap: true });
    const all = await passesPerPoint({ ...base, allocations: "all" });
    table.push([name, plain.toFixed(2), twap.toFixed(2), all.toFixed(2), `${(await speedUp(base)).toFixed(2)}x`]);
  }
  console.log(table.toString());
  if (Number.isNaN(sink)) console.log("a sweep without numbers");
}

const ROUNDS = 5;

async function passesPerPoint(options: SweepOptions): Promise<number> {
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS + 1; round++) {
    const before = passTime();
    const start = cpuTime();
    const { cost } = await sweep(MODEL, options);
    const elapsed = cpuTime() - start;
    sink += cost[0];
    if (round > 0) ratios.push(elapsed / cost.length / ((before + passTime()) / 2));
  }
  return median(ratios);
}

/** Time with one worker thread over time with two; both pools are warm. */
async function speedUp(options: SweepOptions): Promise<number> {
  const time = async (workers: number): Promise<number> => {
    const start = process.hrtime.bigint();
    sink += (await sweep(MODEL, { ...options, workers })).cost[0];
    return Number(process.hrtime.bigint() - start);
  };
  await time(1);
  for (let round = 0; round < 3; round++) await time(2);
  const ratios: number[] = [];
  for (let round = 0; round < ROUNDS; round++) ratios.push((await time(1)) / (await time(2)));
  return median(ratios);
}

let sink = 0;

/** Processor time of this process, nanoseconds: other programs on the machine do not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return 1000 * (user + system);
}

/** One pass over the bins, nanoseconds. */
function passTime(): number {
  const l = MODEL.alpha.map((a, i) => Math.log(a * MODEL.beta[i]));
  const p = MODEL.beta.map((b) => 1 / (b - 1));
  const passes = 2000;
  const start = cpuTime();
  for (let k = 0; k < passes; k++) {
    const u = -3 + k * 1e-4;
    let s = 0;
    for (let i = 0; i < N; i++) s += Math.exp((u - l[i]) * p[i]);
    sink += s;
  }
  return (cpuTime() - start) / passes;
}

function median(values: number[]): number {
  return values.sort((a, b) => a - b)[values.length >> 1];
}
