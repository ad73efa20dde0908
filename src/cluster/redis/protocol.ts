/**
 * What lies in Redis, all under `impactlab:`. The jobs themselves are BullMQ's, in a queue whose name holds the
 * fingerprint, so that a worker of another source never sees them:
 *
 *     impactlab:work-FINGERPRINT:*   BullMQ's queue; a job is a batch of whole tasks
 *     impactlab:shared:HASH          what a run's tasks have in common, by the SHA-256 of its text
 *     impactlab:result:JOB           what came of a job, until its client has it
 *     impactlab:done:RUN             the jobs of a run that are done, so that its client need not ask for each
 *     impactlab:workers              who is there, by when they last said so
 *
 * No result is carried by an event: BullMQ's stream of them is trimmed.
 */
import type { Redis } from "ioredis";

import type { BatchOutcome } from "../worker/slot";
import { PREFIX } from "./connection";

export interface JobData {
  readonly fingerprint: string;
  readonly run: string;
  readonly work: string;
  /** Hash of what the tasks have in common. */
  readonly hash: string;
  /** A JSON text each. */
  readonly tasks: readonly string[];
}

/** What came of a job: how it ended, without the lines that follow. */
export interface JobReport extends Omit<BatchOutcome, "lines"> {
  /** What it took, milliseconds. */
  readonly ms: number;
  /** Set where what its tasks have in common was not there. */
  readonly missing?: true;
}

export const queueName = (fingerprint: string): string => `work-${fingerprint}`;
export const sharedKey = (hash: string): string => `${PREFIX}:shared:${hash}`;
export const resultKey = (job: string): string => `${PREFIX}:result:${job}`;
export const doneKey = (run: string): string => `${PREFIX}:done:${run}`;
export const WORKERS_KEY = `${PREFIX}:workers`;

/** Nothing outlives its client by more, seconds. */
export const KEPT = 3600;

/** A line of how it ended, then a line a result. */
export function reportText(report: JobReport, lines: readonly string[]): string {
  return [JSON.stringify(report), ...lines].join("\n");
}

export function readReport(text: string): { readonly report: JobReport; readonly lines: readonly string[] } {
  const [first, ...lines] = text.split("\n");
  return { report: JSON.parse(first) as JobReport, lines };
}

/** A worker, as it tells of itself. */
export interface WorkerCard {
  readonly id: string;
  readonly host: string;
  /** Processes. */
  readonly slots: number;
  readonly fingerprint: string;
  readonly node: string;
}

/** A worker that has not been heard of for so long is not there, seconds. */
const SILENT = 10;

/** Says that a worker is there; by Redis's own clock. */
export async function sayPresent(redis: Redis, card: WorkerCard): Promise<void> {
  const [now] = await redis.time();
  await redis
    .multi()
    .zadd(WORKERS_KEY, Number(now), JSON.stringify(card))
    .zremrangebyscore(WORKERS_KEY, 0, Number(now) - 6 * SILENT)
    .exec();
}

export async function sayGone(redis: Redis, card: WorkerCard): Promise<void> {
  await redis.zrem(WORKERS_KEY, JSON.stringify(card));
}

export async function whoIsThere(redis: Redis): Promise<WorkerCard[]> {
  const [now] = await redis.time();
  const cards = await redis.zrangebyscore(WORKERS_KEY, Number(now) - SILENT, "+inf");
  return cards.flatMap((text) => {
    const card = JSON.parse(text) as WorkerCard;
    return Number.isSafeInteger(card.slots) && card.slots > 0 ? [card] : [];
  });
}
