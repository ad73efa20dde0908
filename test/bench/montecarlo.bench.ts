/**
 * Speed of a Monte Carlo study at N = 390: what a draw costs, in passes over the bins (one pass is
 * `s += Math.exp((u - l[i]) * p[i])`), where it goes, and 100,000 draws on two worker threads.
 */
import { drawModels } from "../../src/sensitivity/monte-carlo/draw-models";
import { monteCarlo } from "../../src/sensitivity/monte-carlo/monte-carlo";
import { planMonteCarlo } from "../../src/sensitivity/monte-carlo/monte-carlo-plan";
import { drawer, normalSource } from "../../src/sensitivity/monte-carlo/parameter-draws";
import { parameterErrors } from "../../src/sensitivity/monte-carlo/parameter-errors";
import { shrink } from "../../src/sensitivity/monte-carlo/shrink";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { allocate } from "../../src/solver/allocate";
import { allocateAverage } from "../../src/solver/allocate-average";
import { duration, leastTimes, printTable } from "./measure";

const DAY = syntheticEquityDay(1);
const SIZE = 250_000;
const DRAWS = 100_000;

export async function benchMonteCarlo(): Promise<void> {
  const best = allocate(DAY, SIZE);
  const l = DAY.alpha.map((a, i) => Math.log(a * DAY.beta[i]));
  const p = DAY.beta.map((b) => 1 / (b - 1));
  const u = Math.log(best.lambda);
  const draw = drawer(normalSource(parameterErrors(DAY)));
  let m = 0;
  const { work, tasks } = planMonteCarlo(DAY, SIZE, { draws: 20, bandDraws: 0 });
  const times = leastTimes(
    {
      pass() {
        let s = 0;
        for (let i = 0; i < l.length; i++) s += Math.exp((u - l[i]) * p[i]);
        return s;
      },
      "drawing 390 pairs": () => draw(1, m++).beta[0],
      "drawing and solving": () => allocate(draw(1, m++), SIZE, { start: { lambda: best.lambda } }).cost,
      chunk: () => work.run(tasks[0]).optimum[0],
    },
    1000,
    1,
  );
  const { chunk, ...steps } = times;
  const rows: [string, number][] = [
    ...Object.entries(steps),
    ["a whole draw, with plain, TWAP and volume priced", chunk / 20],
  ];
  printTable(
    "a Monte Carlo draw, N = 390",
    ["step", "time", "passes"],
    rows.map(([name, time]) => [name, duration(time), (time / times.pass).toFixed(2)]),
  );

  await monteCarlo(DAY, SIZE, { draws: 2000, workers: 2 });
  const seconds = await wallClock(2);
  const one = await wallClock(1);
  console.log(
    `${DRAWS} draws: ${seconds.toFixed(2)} s on two workers, ${one.toFixed(2)} s on one ` +
      `(${(one / seconds).toFixed(2)}x); ` +
      `of ${((2 * seconds * 1e9) / DRAWS / times.pass).toFixed(1)} passes a draw of both`,
  );

  const models = drawModels(DAY, { draws: 200, seed: 1 });
  const cap = allocate(DAY, SIZE).x.map((x) => Math.max(1.2 * (SIZE / 390), 0.5 * x));
  const remedies = leastTimes(
    {
      averaged: () => allocateAverage(models, SIZE).cost,
      capped: () => allocate(DAY, SIZE, { cap }).cost,
      shrunk: () => shrink(DAY).alpha[0],
    },
    5,
    1,
  );
  printTable(
    "remedies, N = 390 (averaged over 200 draws)",
    ["remedy", "time", "passes"],
    Object.entries(remedies).map(([name, time]) => [name, duration(time), (time / times.pass).toFixed(0)]),
  );
}

async function wallClock(workers: number): Promise<number> {
  const start = process.hrtime.bigint();
  await monteCarlo(DAY, SIZE, { draws: DRAWS, seed: 1, workers });
  return Number(process.hrtime.bigint() - start) / 1e9;
}
