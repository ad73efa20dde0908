/**
 * The solver, in passes: one pass is a plain loop of `s += Math.exp((u - l[i]) * p[i])` over the same
 * bins, in the same run. And what else a user might pick, on the same problem.
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { conjugateGradient } from "fmin";
import nlopt from "nlopt-js";

import { exp, log } from "../../src/numeric/elementary";
import { allocate } from "../../src/solver/allocate";
import { audit } from "../../src/solver/evidence/audit";
import { bisection } from "../../src/solver/baselines/bisection";
import { greedy } from "../../src/solver/baselines/greedy";
import { twap } from "../../src/solver/baselines/baselines";
import type { ImpactModel } from "../../src/solver/model/impact-model";
import { model } from "./bins-of-a-day";
import { duration, leastTimes, printTable } from "./measure";

const ROOT = join(__dirname, "../..");

/** One pass, the unit of all ratios. */
function onePass(l: Float64Array, p: Float64Array, u: number): number {
  let s = 0;
  for (let i = 0; i < l.length; i++) s += Math.exp((u - l[i]) * p[i]);
  return s;
}

function passOver({ alpha, beta }: ImpactModel, lambda: number): () => number {
  const u = Math.log(lambda);
  const l = Float64Array.from(alpha, (a, i) => Math.log(a * beta[i]));
  const p = Float64Array.from(beta, (b) => 1 / Math.max(0.1, b - 1));
  return () => onePass(l, p, u);
}

function benchPasses(): void {
  const rows = [
    { title: "convex, N = 390, cold", n: 390, mixed: false, budget: 9 },
    { title: "convex, N = 390, warm from S / 1.01", n: 390, mixed: false, warm: true, budget: 5 },
    { title: "convex, N = 1,000,000, cold", n: 1_000_000, mixed: false, budget: 9 },
    { title: "mixed, N = 1,000,000", n: 1_000_000, mixed: true, budget: 25 },
    { title: "mixed, N = 390", n: 390, mixed: true },
  ].map(({ title, n, mixed, warm, budget }) => {
    const bins = model(n, mixed);
    const size = 1000 * n;
    const start = warm ? allocate(bins, size / 1.01) : undefined;
    const result = allocate(bins, size, { start });
    const many = n < 1e5;
    const times = leastTimes(
      { pass: passOver(bins, result.lambda), solve: () => allocate(bins, size, { start }).cost },
      many ? 2000 : 12,
      many ? 10 : 1,
    );
    const ratio = times.solve / times.pass;
    const { passes, candidates } = result.certificate;
    return [
      title,
      duration(times.pass),
      duration(times.solve),
      ratio.toFixed(2),
      budget === undefined ? "" : `<= ${budget}`,
      String(passes),
      String(candidates),
      result.status,
    ];
  });
  printTable(
    "allocate, certificate included, against one pass of exponentials over the same bins",
    ["problem", "pass", "allocate", "passes' worth", "budget", "passes made", "candidates", "status"],
    rows,
  );
}

/** Constraints on convex bins, in the same passes. */
function benchConstraints(): void {
  const rows = [
    { title: "caps that bind in a third of the bins, N = 390", n: 390, capped: true, budget: "<= 20" },
    { title: "lots of 100, N = 390", n: 390, lot: 100, budget: "<= 25" },
    { title: "lots of 100 and a rest, N = 390", n: 390, lot: 100, more: 50, budget: "" },
    { title: "lots of 100, N = 100,000", n: 100_000, lot: 100, budget: "<= 0.2 s" },
  ].map(({ title, n, lot, more = 0, capped, budget }) => {
    const bins = model(n, false);
    const size = 1000 * n + more;
    const cap = capped ? Float64Array.from({ length: n }, (_, i) => 1000 * (1.2 + 0.5 * ((i * 7) % 5))) : undefined;
    const { lambda, status } = allocate(bins, size, { cap, lot });
    const many = n < 1e5;
    const times = leastTimes(
      { pass: passOver(bins, lambda), solve: () => allocate(bins, size, { cap, lot }).cost },
      many ? 500 : 5,
      many ? 10 : 1,
    );
    return [title, duration(times.pass), duration(times.solve), (times.solve / times.pass).toFixed(1), budget, status];
  });
  printTable(
    "allocate under constraints, against one pass of exponentials over the same bins",
    ["problem", "pass", "allocate", "passes' worth", "budget", "status"],
    rows,
  );
}

/** Of a fresh process, in which nothing made before is thrown away meanwhile: the loops' memory and x are all of it. */
function benchMemory(): void {
  const n = 1_000_000;
  for (const mixed of [false, true]) {
    const script = `
      require("tsx/cjs");
      const { allocate } = require("./src/solver/allocate");
      const { model } = require("./test/bench/bins-of-a-day");
      const bins = model(${n}, ${mixed});
      const before = process.memoryUsage().external;
      const { x } = allocate(bins, ${1000 * n});
      console.log((process.memoryUsage().external - before) / x.byteLength);`;
    const arrays = Number(execFileSync(process.execPath, ["-e", script], { cwd: ROOT, encoding: "utf8" }));
    console.log(`${mixed ? "mixed" : "convex"}, N = 1,000,000: ${arrays.toFixed(2)} arrays of N doubles, x among them`);
  }
}

function benchExpLog(): void {
  const n = 390;
  const x = Float64Array.from({ length: n }, (_, i) => 0.01 + (i * 7) / n);
  let copies = 0;
  const over = (f: (v: number) => number): (() => number) => {
    // Code of its own per function, so that V8 can inline each: the comment keeps it from sharing.
    const sum = "let s = 0; for (let i = 0; i < x.length; i++) s += f(x[i]); return s;";
    const loop = `return () => { ${sum} } // ${copies++}`;
    const body = new Function("f", "x", loop);
    return (body as (f: (v: number) => number, x: Float64Array) => () => number)(f, x);
  };
  const times = leastTimes(
    { "Math.exp": over(Math.exp), exp: over(exp), "Math.log": over(Math.log), log: over(log) },
    2000,
    10,
  );
  printTable(
    "numeric/elementary, ns a call",
    ["function", "ns", "against Math"],
    Object.entries(times).map(([name, ns]) => {
      const math = name.includes("exp") ? times["Math.exp"] : times["Math.log"];
      return [name, (ns / n).toFixed(2), (ns / math).toFixed(2)];
    }),
  );
}

/** fmin has no constraints: x = S softmax(theta), which keeps sum x = S and x >= 0. */
function byFmin({ alpha, beta }: ImpactModel, size: number, maxIterations: number): number {
  const n = alpha.length;
  const objective = (theta: number[], gradient: number[]): number => {
    const top = Math.max(...theta);
    const e = theta.map((t) => Math.exp(t - top));
    const total = e.reduce((a, b) => a + b, 0);
    let cost = 0;
    let mean = 0;
    const marginal = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      const share = e[i] / total;
      marginal[i] = alpha[i] * beta[i] * Math.pow(size * share, beta[i] - 1);
      cost += (marginal[i] * size * share) / beta[i];
      mean += share * marginal[i];
    }
    for (let i = 0; i < n; i++) gradient[i] = ((size * e[i]) / total) * (marginal[i] - mean);
    return cost;
  };
  return conjugateGradient(objective, new Array<number>(n).fill(0), { maxIterations }).fx;
}

function bySlsqp({ alpha, beta }: ImpactModel, size: number, seconds: number): number {
  const n = alpha.length;
  const problem = new nlopt.Optimize(nlopt.Algorithm.LD_SLSQP, n);
  problem.setMinObjective((x, gradient) => {
    let cost = 0;
    for (let i = 0; i < n; i++) {
      const power = Math.pow(Math.max(x[i], 0), beta[i] - 1);
      if (gradient) gradient[i] = alpha[i] * beta[i] * power;
      cost += alpha[i] * power * x[i];
    }
    return cost;
  }, 1e-10);
  problem.addEqualityConstraint((x, gradient) => {
    if (gradient) gradient.fill(1);
    return x.reduce((total, xi) => total + xi, -size);
  }, 1e-6);
  problem.setLowerBounds(new Array<number>(n).fill(0));
  problem.setUpperBounds(new Array<number>(n).fill(size));
  problem.setMaxtime(seconds);
  const { value } = problem.optimize(new Array<number>(n).fill(size / n));
  nlopt.GC.flush();
  return value;
}

async function benchAlternatives(): Promise<void> {
  await nlopt.ready;
  const rows: string[][] = [];
  for (const n of [20, 390]) {
    const bins = model(n, false);
    const size = 1000 * n;
    const optimum = allocate(bins, size).cost;
    const base = leastTimes({ allocate: () => allocate(bins, size).cost }, 200, 10).allocate;
    const add = (name: string, run: () => number): void => {
      const start = process.hrtime.bigint();
      const cost = run();
      const once = Number(process.hrtime.bigint() - start);
      const time = once > 1e8 ? once : leastTimes({ run }, 20, 1).run;
      rows.push([
        `${name}, N = ${n}`,
        duration(time),
        `${(time / base).toFixed(0)}x`,
        `${(100 * (cost / optimum - 1)).toPrecision(2)} %`,
      ]);
    };
    rows.push([`allocate, N = ${n}`, duration(base), "1x", "0 %"]);
    add("bisection on lambda", () => bisection(bins, size).cost);
    add("greedy, 1000 lots", () => greedy(bins, size).cost);
    add("TWAP", () => twap(bins, size).cost);
    add("fmin conjugate gradient over softmax, 1000 iterations", () => byFmin(bins, size, 1000));
    add("nlopt-js SLSQP, at most 5 s", () => bySlsqp(bins, size, 5));
    if (n === 20) add("audit in 64 digits", () => Number(audit(bins, allocate(bins, size)).cost));
  }
  printTable("what else one might use, convex", ["method", "time", "against allocate", "cost above the optimum"], rows);
}

export async function benchSolver(): Promise<void> {
  benchPasses();
  benchConstraints();
  benchMemory();
  benchExpLog();
  await benchAlternatives();
}
