/**
 * What it costs to hand work to Redis: processor time of client, Redis and worker host a job, told apart from the
 * work's own, and how much faster two workers are than one, against threads in the same run.
 */
import { readFileSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { commonBeta } from "../../src/sweep/beta-transform";
import { linspace, logspace } from "../../src/sweep/grids";
import { sweep } from "../../src/sweep/sweep";
import { workOf } from "../../src/work/work";
import { PLANNED, type AddTask } from "../fixtures/cluster/works";
import { load } from "../support/load";
import { REDIS_SERVER, RedisServer, startWorker, type WorkerProcess } from "../support/redis-server";
import { printTable } from "./measure";

const TEST_WORKS = resolve(__dirname, "../fixtures/cluster/works");
const OWN_WORKS = resolve(__dirname, "../../src/cluster/works");
const DAY = syntheticEquityDay(1);
const GRID = { sizes: logspace(2, 6, 200), betas: commonBeta(linspace(0.6, 2, 1500)), twap: true };

export async function benchCluster(): Promise<void> {
  if (REDIS_SERVER === undefined) return console.log("\nno redis-server here: nothing of the cluster is measured");
  const { redisExecutorOf } = load(
    "../../src/cluster/redis/executor",
    __filename,
  ) as typeof import("../../src/cluster/redis/executor");
  const folder = mkdtempSync(join(tmpdir(), "impactlab-bench-"));
  const server = new RedisServer(join(folder, "redis"));
  await server.start();

  // One task a job, and so short that there are many jobs.
  const host = await startWorker(server.url, TEST_WORKS, { slots: 2 });
  const jobs = 300;
  const tasks = Array.from({ length: jobs }, (_, part): AddTask => ({ part, count: 1 }));
  const rows: string[][] = [];
  for (const [name, size] of [
    ["a few numbers", 1],
    ["100 kB of results", 12_800],
  ] as const) {
    const executor = redisExecutorOf({ url: server.url, secondsPerJob: 0.05 }, TEST_WORKS);
    const before = { client: ownTime(), redis: timeOf(server.pid), host: timeOf(host.pid) };
    await executor.run(workOf(PLANNED, { ms: 30, size }), tasks, () => {});
    const each = (now: number, then: number): number => (now - then) / jobs;
    const [client, redis, hosts] = [
      each(ownTime(), before.client),
      each(timeOf(server.pid), before.redis),
      each(timeOf(host.pid), before.host),
    ];
    const all = client + redis + hosts;
    rows.push([name, ...[client, redis, hosts, all].map((ms) => ms.toFixed(2)), `${(all / 10).toFixed(2)} %`]);
  }
  await end(host);
  printTable("processor time a job, ms", ["job", "client", "Redis", "worker's host", "all", "of a job of 1 s"], rows);

  const wall = async (how: Parameters<typeof sweep>[1]): Promise<number> => {
    const start = performance.now();
    await sweep(DAY, how);
    return (performance.now() - start) / 1000;
  };
  const seconds: Record<string, number> = {};
  for (const slots of [1, 2]) {
    const worker = await startWorker(server.url, OWN_WORKS, { slots, lock: 10_000 });
    const executor = redisExecutorOf({ url: server.url, secondsPerJob: 0.5 }, OWN_WORKS);
    await sweep(DAY, { ...GRID, betas: commonBeta(linspace(0.6, 2, 100)), executor });
    seconds[`Redis, ${slots}`] = await wall({ ...GRID, executor });
    await end(worker);
    await sweep(DAY, { ...GRID, betas: commonBeta(linspace(0.6, 2, 100)), workers: slots });
    seconds[`threads, ${slots}`] = await wall({ ...GRID, workers: slots });
  }
  const ratio = (name: string): string => `${(seconds[`${name}, 1`] / seconds[`${name}, 2`]).toFixed(2)}x`;
  printTable(
    `a sweep of ${1500 * 200} points, N = ${DAY.alpha.length}, s`,
    ["who", "one worker", "two workers", "two against one"],
    ["threads", "Redis"].map((name) => [
      name,
      seconds[`${name}, 1`].toFixed(2),
      seconds[`${name}, 2`].toFixed(2),
      ratio(name),
    ]),
  );
  await server.kill();
  rmSync(folder, { recursive: true, force: true });
}

/** Of this process, milliseconds. */
function ownTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Of another process, without those that it started, milliseconds; of Linux. */
function timeOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

async function end(worker: WorkerProcess): Promise<void> {
  worker.signal("SIGTERM");
  await worker.exited;
}
