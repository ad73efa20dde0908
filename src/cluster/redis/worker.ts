/**
 * `impactlab worker`: takes batches from the queue of its own fingerprint and has them run by processes of their own,
 * so that this one, which renews the locks of its jobs, always answers, and so that a task that ends its process ends
 * no worker.
 */
import { randomUUID } from "node:crypto";
import { rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { Job, Worker } from "bullmq";
import type { Redis } from "ioredis";

import { must } from "../../base/input-error";
import { temporaryFolder } from "../../base/left-behind";
import { fingerprintOf } from "../fingerprint";
import { OWN_WORKS } from "../load-works";
import { Slot, StaleError } from "../worker/slot";
import { addressOf, checkAnswer, connectTo, PREFIX } from "./connection";
import * as protocol from "./protocol";
import type { JobData, JobReport } from "./protocol";

export interface RedisWorkerOptions {
  /** Address of Redis. Default: IMPACTLAB_REDIS_URL in the environment. */
  readonly url?: string;
  /** Processes. */
  readonly workers: number;
  /** Path of the table of kinds of work, without extension. Default: this project's own. */
  readonly works?: string;
  /** How long a job stays with a worker that is not heard of, milliseconds. Default 10,000. */
  readonly lock?: number;
  /** What happens, a sentence each. */
  readonly say?: (text: string) => void;
}

export interface RunningWorker {
  /** Resolves when the worker has ended, rejects where it must not go on. */
  readonly ended: Promise<void>;
  /** Ends once the jobs at work are done. */
  close(): Promise<void>;
}

/** A worker is heard of so often, milliseconds. */
const BEAT = 2000;
/** A worker that is to end waits so long for a Redis that is not there, milliseconds. */
const AWAY = 5000;
/** Times that a job is taken from a worker that died, before its client is asked. */
const STALLS = 2;

/** Starts a worker and returns once it waits for jobs. */
export async function startRedisWorker(options: RedisWorkerOptions): Promise<RunningWorker> {
  const { url, workers, works = OWN_WORKS, lock = 10_000, say = () => {} } = options;
  must(
    Number.isSafeInteger(workers) && workers >= 1 && workers <= 256,
    "options.workers",
    "must be a whole number, 1 to 256",
    workers,
  );
  const address = addressOf(url);
  const { Worker } = require("bullmq") as typeof import("bullmq");
  const redis = connectTo(address);
  await checkAnswer(redis, address);
  const jobs = connectTo(address);
  const fingerprint = fingerprintOf(works);
  const folder = temporaryFolder("worker");
  const slots = Array.from({ length: workers }, (_, k) => new Slot(works, join(folder, String(k)), fingerprint));
  const card = { id: randomUUID(), host: hostname(), slots: workers, fingerprint, node: process.versions.node };
  let worker: Worker | undefined;
  // Once there is somebody to work.
  const tell = (): void => void (worker && protocol.sayPresent(redis, card).catch(() => {}));
  const beat = setInterval(tell, BEAT);
  const closeAll = async (): Promise<void> => {
    clearInterval(beat);
    // It takes no more jobs, and ends when those at work are over. Without Redis none ever is: then none is waited for.
    if (worker !== undefined) await overOrAway(worker.pause(), redis);
    await worker?.close(true);
    await Promise.all(slots.map((slot) => slot.close()));
    await Promise.race([protocol.sayGone(redis, card), new Promise((resolve) => setTimeout(resolve, 1000))]);
    redis.disconnect();
    jobs.disconnect();
    rmSync(folder, { recursive: true, force: true });
  };
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= closeAll());
  try {
    await Promise.all(slots.map((slot) => slot.start()));
  } catch (error) {
    await close();
    throw error;
  }
  const ended = new Promise<void>((resolve, reject) => {
    const shared = sharedTexts(redis);
    const idle = [...slots];
    const run = async (job: Job<JobData>): Promise<null> => {
      const slot = idle.pop() as Slot;
      try {
        await runJob(job, slot, { redis, fingerprint, shared, say });
        return null;
      } catch (error) {
        if (error instanceof StaleError) {
          reject(error);
          void close();
        }
        throw error;
      } finally {
        idle.push(slot);
      }
    };
    worker = new Worker(protocol.queueName(fingerprint), run, {
      connection: jobs,
      prefix: PREFIX,
      // It asks INFO, which a restricted user may not.
      skipVersionCheck: true,
      concurrency: workers,
      lockDuration: lock,
      stalledInterval: Math.ceil(lock / 2),
      maxStalledCount: STALLS,
    });
    worker.on("error", () => {});
    worker.on("closed", resolve);
  });
  ended.catch(() => {});
  await worker?.waitUntilReady();
  await protocol.sayPresent(redis, card);
  say(`${workers} worker${workers === 1 ? "" : "s"} at ${address.shown}, source ${fingerprint}: waiting for work`);
  return { ended, close };
}

/** Resolves when something is over, or Redis has gone away meanwhile and does not come back soon. */
async function overOrAway(something: Promise<void>, redis: Redis): Promise<void> {
  let waits = true;
  const over = something.catch(() => {}).finally(() => (waits = false));
  for (let away = 0; waits && away < AWAY; away = redis.status === "ready" ? 0 : away + 100) {
    await Promise.race([over, wait(100)]);
  }
}

interface Around {
  readonly redis: Redis;
  readonly fingerprint: string;
  readonly shared: (hash: string) => Promise<string | undefined>;
  readonly say: (text: string) => void;
}

async function runJob(job: Job<JobData>, slot: Slot, { redis, fingerprint, shared, say }: Around): Promise<void> {
  const { work, hash, tasks, run, fingerprint: asked } = job.data;
  if (asked !== fingerprint) throw new Error(`refused: made by source ${asked}, and this worker has ${fingerprint}`);
  const began = performance.now();
  const text = await shared(hash);
  const { lines, ...how } =
    text === undefined
      ? { lines: [], missing: true as const }
      : await slot.run({ work, hash, shared: text, tasks: [...tasks] });
  const report: JobReport = { ms: performance.now() - began, ...how };
  if (report.died !== undefined) say(`a process died (${report.died.how}) over task ${report.died.index} of a job`);
  // The result before the job is over: who looks for the one because of the other finds it.
  await redis
    .multi()
    .set(protocol.resultKey(job.id as string), protocol.reportText(report, lines), "EX", protocol.KEPT)
    .rpush(protocol.doneKey(run), job.id as string)
    .expire(protocol.doneKey(run), protocol.KEPT)
    .exec();
}

/** The last texts that were asked for. */
function sharedTexts(redis: Redis): Around["shared"] {
  const known = new Map<string, string>();
  return async (hash) => {
    const text = known.get(hash) ?? (await redis.get(protocol.sharedKey(hash)));
    if (text === null) return undefined;
    known.delete(hash);
    known.set(hash, text);
    if (known.size > 4) known.delete([...known.keys()][0]);
    return text;
  };
}
