/**
 * One run through Redis, as its client sees it: a small window of jobs is out at a time, the next tasks are taken as
 * there is room, and every job out is held against what Redis itself says of it. Lists only say where to look first:
 * no message needs to arrive for the run to end. A job that Redis has lost is sent again; results that come twice are
 * the same.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";

import type { Queue } from "bullmq";
import type { Redis } from "ioredis";

import type { EngineState } from "../../work/executor";
import { resultFromJson, resultToJson } from "../../work/result-json";
import type { NumberedTask, Part } from "../../work/run-tasks";
import { sharedTextOf } from "../../work/shared-text";
import type { Work } from "../../work/work";
import { batchSize } from "../batch-size";
import { errorOf, poisonError } from "../thrown";
import { connectTo, passing, PREFIX, type Address } from "./connection";
import * as protocol from "./protocol";
import type { JobData, WorkerCard } from "./protocol";

export interface RunAround {
  readonly redis: Redis;
  readonly address: Address;
  readonly fingerprint: string;
  readonly secondsPerJob: number;
  readonly retries: number;
  readonly patience: number;
  readonly onNotice: (text: string) => void;
  readonly stop: AbortSignal;
}

/** A task on its way, with its JSON, and how many workers have died over it alone. */
interface Sent<Task> {
  readonly task: Task;
  readonly json: string;
  readonly deaths: number;
}

interface OpenJob<Task> {
  readonly id: string;
  readonly place: number;
  readonly tasks: readonly Sent<Task>[];
}

/** Jobs are held against Redis so often, milliseconds. */
const CHECK = 2000;
/** No job is sent that is further ahead of the oldest one out. */
const AHEAD = 500;
/** Characters of tasks in a job. */
const MUCH = 500_000;
/** Times in a row that jobs may be lost, nothing done between, before the run fails. */
const LOST = 20;

export class RedisRun<Task extends NumberedTask, P extends Part> {
  readonly #id = randomUUID();
  readonly #work: Work<Task, P>;
  readonly #report: (part: P) => void;
  readonly #rest: Iterator<Task>;
  readonly #around: RunAround;
  readonly #shared: { readonly hash: string; readonly text: string };
  readonly #size: ReturnType<typeof batchSize>;
  readonly #open = new Map<string, OpenJob<Task>>();
  readonly #again: (readonly Sent<Task>[])[] = [];
  readonly #poison: Task[] = [];
  #sent = 0;
  #over = false;
  #retries = 0;
  #lost = 0;
  /** What ends the run whatever it looks like: thrown by a task, or by who takes its results. */
  #fatal: unknown;
  #slots = 0;
  #heard = performance.now();
  #checked = -Infinity;
  #noticed = false;
  #began = performance.now();

  constructor(work: Work<Task, P>, tasks: Iterable<Task>, report: (part: P) => void, around: RunAround) {
    this.#work = work;
    this.#report = report;
    this.#rest = tasks[Symbol.iterator]();
    this.#around = around;
    this.#shared = sharedTextOf(work);
    this.#size = batchSize(around.secondsPerJob);
  }

  state(): EngineState {
    return { workers: this.#slots, retries: this.#retries };
  }

  async run(): Promise<void> {
    const { redis, address, fingerprint, stop, patience } = this.#around;
    const { Queue } = require("bullmq") as typeof import("bullmq");
    // One connection waits, the others ask.
    const [waiting, asking] = [connectTo(address), connectTo(address)];
    const queue = new Queue<JobData>(protocol.queueName(fingerprint), {
      connection: asking,
      prefix: PREFIX,
      skipVersionCheck: true,
    });
    queue.on("error", () => {});
    const own = new AbortController();
    const signal = AbortSignal.any([stop, own.signal]);
    // What waits for an answer that does not come waits no longer.
    const watch = setInterval(() => {
      if (performance.now() - this.#heard > 1000 * patience)
        own.abort(new Error(`Redis at ${address.shown} has not answered for ${patience} s`));
    }, 500);
    const aborted = new Promise<never>((_, reject) => {
      const end = (): void => reject(signal.reason as Error);
      if (signal.aborted) end();
      else signal.addEventListener("abort", end);
    });
    aborted.catch(() => {});
    try {
      await Promise.race([this.#loop(queue, waiting, signal), aborted]);
    } finally {
      clearInterval(watch);
      own.abort(new Error("over"));
      waiting.disconnect();
      const atMost = (left: Promise<void>): Promise<void> =>
        Promise.race([left, wait(1000, undefined, { ref: false })]);
      await atMost(this.#tidy(queue));
      await atMost(queue.close().catch(() => {}));
      asking.disconnect();
      redis.disconnect();
    }
    if (this.#poison.length > 0) throw poisonError(this.#work, this.#poison, this.#around.retries + 1);
  }

  async #loop(queue: Queue<JobData>, waiting: Redis, signal: AbortSignal): Promise<void> {
    await this.#share();
    while (!signal.aborted) {
      try {
        await this.#lookAround(queue);
        await this.#fill(queue);
        this.#heard = performance.now();
        if (this.#open.size === 0 && this.#over && this.#again.length === 0) return;
        await this.#take(waiting);
        this.#heard = performance.now();
      } catch (error) {
        if (error === this.#fatal || !passing(error)) throw error;
        await wait(200);
      }
    }
  }

  #share(): Promise<unknown> {
    const { hash, text } = this.#shared;
    return this.#around.redis.set(protocol.sharedKey(hash), text, "EX", protocol.KEPT);
  }

  /** Who is there; and, now and then, how the jobs out are. */
  async #lookAround(queue: Queue<JobData>): Promise<void> {
    if (performance.now() - this.#checked < CHECK) return;
    this.#checked = performance.now();
    const cards = await protocol.whoIsThere(this.#around.redis);
    const own = cards.filter(({ fingerprint }) => fingerprint === this.#around.fingerprint);
    this.#slots = own.reduce((sum, { slots }) => sum + slots, 0);
    if (this.#slots === 0) this.#notice(cards);
    await this.#around.redis.expire(protocol.sharedKey(this.#shared.hash), protocol.KEPT);
    for (const job of [...this.#open.values()]) if (!(await this.#collect(job))) await this.#examine(queue, job);
  }

  #notice(others: readonly WorkerCard[]): void {
    if (this.#noticed || performance.now() - this.#began < CHECK) return;
    this.#noticed = true;
    const { fingerprint, address, onNotice } = this.#around;
    const stale = others.map(({ host, node, fingerprint: theirs }) => `${host} (Node ${node}, source ${theirs})`);
    const there = stale.length === 0 ? "" : `; of another version, and so of no use, there are: ${stale.join(", ")}`;
    onNotice(
      `no worker at ${address.shown} has this source, these packages and this line of Node ` +
        `(Node ${process.versions.node}, source ${fingerprint})${there}; the work waits for: impactlab worker`,
    );
  }

  async #fill(queue: Queue<JobData>): Promise<void> {
    const room = Math.max(4, 2 * this.#slots + 2);
    const jobs: OpenJob<Task>[] = [];
    while (this.#open.size + jobs.length < room) {
      const oldest = [...this.#open.values()].reduce((least, { place }) => Math.min(least, place), this.#sent);
      const tasks = this.#again.shift() ?? (this.#sent - oldest < AHEAD ? this.#nextTasks() : undefined);
      if (tasks === undefined) break;
      const place = this.#sent++;
      jobs.push({ id: `${this.#id}-${place}`, place, tasks });
    }
    if (jobs.length === 0) return;
    // Known before it is sent: where the answer is lost, the job is looked for.
    for (const job of jobs) this.#open.set(job.id, job);
    const { fingerprint } = this.#around;
    const common = { fingerprint, run: this.#id, work: this.#work.name, hash: this.#shared.hash };
    await queue.addBulk(
      jobs.map(({ id, tasks }) => ({
        name: this.#work.name,
        data: { ...common, tasks: tasks.map(({ json }) => json) },
        opts: { jobId: id, removeOnComplete: true, removeOnFail: { age: protocol.KEPT } },
      })),
    );
  }

  #nextTasks(): Sent<Task>[] | undefined {
    const tasks: Sent<Task>[] = [];
    let length = 0;
    for (let most = this.#size.next(); tasks.length < most && length < MUCH && !this.#over;) {
      const { value, done } = this.#rest.next();
      if (done === true) {
        this.#over = true;
        break;
      }
      const json = resultToJson(value);
      tasks.push({ task: value, json, deaths: 0 });
      length += json.length;
      most = Math.min(most, this.#size.next());
    }
    return tasks.length === 0 ? undefined : tasks;
  }

  /** Waits a moment for jobs that are done, and takes what came of them. */
  async #take(waiting: Redis): Promise<void> {
    const key = protocol.doneKey(this.#id);
    const first = await waiting.blpop(key, 1);
    if (first === null) return;
    const more = (await this.#around.redis.lpop(key, 100)) ?? [];
    for (const id of [first[1], ...more]) {
      const job = this.#open.get(id);
      if (job !== undefined) await this.#collect(job);
    }
  }

  /** Takes what came of a job, where it is there. */
  async #collect(job: OpenJob<Task>): Promise<boolean> {
    const text = await this.#around.redis.getdel(protocol.resultKey(job.id));
    if (text === null) return false;
    this.#around.stop.throwIfAborted();
    const { report, lines } = protocol.readReport(text);
    this.#open.delete(job.id);
    this.#lost = 0;
    const left = new Map(job.tasks.map((sent) => [sent.task.part, sent]));
    for (const line of lines) {
      const part = resultFromJson<P>(line);
      if (left.delete(part.part)) this.#hand(part);
    }
    if (report.thrown !== undefined) this.#fail(errorOf(report.thrown));
    if (lines.length > 0) this.#size.learn(lines.length, report.ms, text.length);
    if (report.missing === true) await this.#share();
    const fatal = report.died === undefined ? undefined : job.tasks[report.died.index];
    if (fatal !== undefined && left.delete(fatal.task.part)) this.#died(fatal);
    if (left.size > 0) this.#again.push([...left.values()]);
    return true;
  }

  /** A job of which nothing came yet: is it still on its way? */
  async #examine(queue: Queue<JobData>, job: OpenJob<Task>): Promise<void> {
    const state = await queue.getJobState(job.id);
    if (state !== "failed" && state !== "completed" && state !== "unknown") return;
    // It may have come in between.
    if (await this.#collect(job)) return;
    this.#open.delete(job.id);
    const reason = state === "failed" ? ((await queue.getJob(job.id))?.failedReason ?? "") : "";
    if (reason.startsWith("refused: ")) this.#fail(new Error(reason));
    if (state !== "unknown") await queue.remove(job.id);
    if (reason.includes("stalled")) {
      // Whoever had it died, more than once, and nobody could say over which task: it is halved until it is known.
      const { tasks } = job;
      if (tasks.length === 1) return this.#died(tasks[0]);
      this.#retries++;
      const half = tasks.length >> 1;
      this.#again.push(tasks.slice(0, half), tasks.slice(half));
      return;
    }
    this.#retries++;
    if (++this.#lost > LOST * (this.#open.size + 1))
      throw new Error(`Redis at ${this.#around.address.shown} loses the jobs that it is given: is it out of memory?`);
    await this.#share();
    this.#again.push(job.tasks);
  }

  #died(sent: Sent<Task>): void {
    this.#retries++;
    if (sent.deaths < this.#around.retries) this.#again.push([{ ...sent, deaths: sent.deaths + 1 }]);
    else this.#poison.push(sent.task);
  }

  #hand(part: P): void {
    try {
      this.#report(part);
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): never {
    this.#fatal = error;
    throw error;
  }

  /** Takes back what nobody has begun; what is at work runs to its end and goes by itself. */
  async #tidy(queue: Queue<JobData>): Promise<void> {
    const ids = [...this.#open.keys()];
    await Promise.allSettled(ids.map((id) => queue.remove(id)));
    await this.#around.redis.del(protocol.doneKey(this.#id)).catch(() => 0);
  }
}
