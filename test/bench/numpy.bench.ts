/**
 * The solver beside numpy with scipy's brentq on log lambda, which is what one would write by hand, in turns
 * on the same problems; and the first solve of a fresh process. numpy proves nothing: a certificate is ours.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { allocate } from "../../src/solver/allocate";
import { model } from "./bins-of-a-day";
import { duration, leastTimes, printTable } from "./measure";

const ROOT = join(__dirname, "../..");
const SCRIPT = join(__dirname, "numpy-solve.py");
const PYTHON = process.env.IMPACTLAB_PYTHON ?? "python3";
const TURNS = 3;
const STARTS = 7;

interface Sample {
  readonly ns: number;
  readonly cost: number;
  readonly numpy: string;
  readonly scipy: string;
}

export function benchNumpy(): Promise<void> {
  besideNumpy();
  firstSolve();
  return Promise.resolve();
}

function besideNumpy(): void {
  const found = spawnSync(PYTHON, ["-c", "import numpy, scipy.optimize"], { encoding: "utf8" });
  if (found.status !== 0) {
    const why = found.stderr?.trim().split("\n").pop() ?? String(found.error);
    console.log(`\n(beside numpy: skipped, ${PYTHON} has no numpy and scipy: ${why}; IMPACTLAB_PYTHON names another)`);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bench-"));
  let versions = "";
  const rows = [
    { n: 390, rounds: 300, calls: 20 },
    { n: 1_000_000, rounds: 8, calls: 1 },
  ].map(({ n, rounds, calls }) => {
    const bins = model(n, false);
    const size = 1000 * n;
    const file = join(folder, `${n}.f64`);
    writeFileSync(file, Buffer.concat([bins.alpha, bins.beta].map(({ buffer }) => Buffer.from(buffer))));
    const best = allocate(bins, size);
    let [ours, theirs] = [Infinity, Infinity];
    for (let turn = 0; turn < TURNS; turn++) {
      const argv = [SCRIPT, file, String(size), String(rounds), String(calls)];
      const sample = JSON.parse(execFileSync(PYTHON, argv, { encoding: "utf8" })) as Sample;
      if (!(Math.abs(sample.cost / best.cost - 1) < 1e-9)) throw new Error(`numpy found the cost ${sample.cost}`);
      theirs = Math.min(theirs, sample.ns);
      ours = Math.min(ours, leastTimes({ solve: () => allocate(bins, size).cost }, rounds, calls).solve);
      versions = `numpy ${sample.numpy}, scipy ${sample.scipy}`;
    }
    return [`convex, N = ${n}, cold`, duration(ours), duration(theirs), `${(theirs / ours).toFixed(2)}x`];
  });
  rmSync(folder, { recursive: true });
  printTable(
    `allocate, certificate included, beside ${versions} without one`,
    ["problem", "allocate", "numpy + brentq", "numpy / ours"],
    rows,
  );
}

/** The time of the first call, the solver loaded; and of loading it. */
function firstSolve(): void {
  const script = `
    require("./src/read-typescript").register();
    const alpha = Float64Array.from({ length: 390 }, (_, i) => 1e-4 * (1 + (i % 7)));
    const beta = Float64Array.from({ length: 390 }, (_, i) => 1.2 + 0.1 * (i % 11));
    const start = performance.now();
    const { allocate } = require("./src/solver/allocate");
    const loaded = performance.now();
    allocate({ alpha, beta }, 390000);
    console.log(JSON.stringify([loaded - start, performance.now() - loaded]));`;
  const samples = Array.from(
    { length: STARTS },
    () => JSON.parse(execFileSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" })) as number[],
  );
  const least = (of: number): string => duration(1e6 * Math.min(...samples.map((sample) => sample[of])));
  printTable(
    "a fresh process, N = 390",
    ["", "time"],
    [
      ["loading the solver, TypeScript cached", least(0)],
      ["its first solve", least(1)],
    ],
  );
}
