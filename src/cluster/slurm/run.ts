/**
 * One run on Slurm, as its client sees it: tasks into files, arrays of elements submitted, their results read as they
 * are written. An element that is gone from the queue and has not said that it ended is submitted again; what it had
 * done by then is not done again.
 */
import { createHash } from "node:crypto";
import { appendFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

import type { EngineState } from "../../work/executor";
import { resultFromJson, resultToJson } from "../../work/result-json";
import type { NumberedTask, Part } from "../../work/run-tasks";
import { sharedTextOf } from "../../work/shared-text";
import type { Work } from "../../work/work";
import { errorOf, poisonError } from "../thrown";
import { cancel, maxArraySize, queued, submitArray, type ArrayPlace } from "./commands";
import { RunFolder, type Ended, type RunJob } from "./run-folder";

export interface SlurmAround {
  readonly folder: string;
  readonly partition: string | undefined;
  readonly elements: number;
  readonly retries: number;
  readonly works: string;
  readonly fingerprint: string;
  /** The queue is asked so often, milliseconds. */
  readonly check: number;
  /** Whether what a stopped run has done stays, for the same call to go on. */
  readonly keep: boolean;
  readonly onNotice: (text: string) => void;
  readonly stop: AbortSignal;
}

interface OpenElement {
  /** How far its results are read, bytes. */
  read: number;
  /** Where it is in the queue; undefined before it is submitted. */
  place?: ArrayPlace;
  /** Checks in a row that did not find it there. */
  missed: number;
  /** Times submitted since it last came on, and the signs that it has. */
  tries: number;
  signs: string;
}

/** Files are looked at so often, milliseconds. */
const LOOK = 500;
/** Times that an element is submitted without ever coming on. */
const TRIES = 3;
/** Checks in a row that may fail, as where the controller is started anew. */
const PATIENCE = 200;

export class SlurmRun<Task extends NumberedTask, P extends Part> {
  readonly #work: Work<Task, P>;
  readonly #tasks: Iterable<Task>;
  readonly #report: (part: P) => void;
  readonly #around: SlurmAround;
  readonly #open = new Map<number, OpenElement>();
  readonly #arrays: string[] = [];
  readonly #poison: Task[] = [];
  #folder = new RunFolder("");
  #max = 0;
  #retries = 0;
  #running = 0;
  #checked = -Infinity;
  #failed = 0;

  constructor(work: Work<Task, P>, tasks: Iterable<Task>, report: (part: P) => void, around: SlurmAround) {
    this.#work = work;
    this.#tasks = tasks;
    this.#report = report;
    this.#around = around;
  }

  state(): EngineState {
    return { workers: this.#running, retries: this.#retries };
  }

  async run(): Promise<void> {
    const { stop } = this.#around;
    this.#max = await maxArraySize();
    this.#lay();
    try {
      this.#readAll();
      await this.#submit([...this.#open.keys()]);
      while (this.#open.size > 0) {
        await wait(LOOK, undefined, { signal: stop }).catch(() => stop.throwIfAborted());
        this.#readAll();
        await this.#check();
      }
    } catch (error) {
      await cancel(this.#arrays).catch(() => {});
      const gone = this.#folder.read("job.json") === undefined;
      if (!gone) this.#leave();
      if (!gone || stop.aborted) throw error;
      throw new Error(
        `the files of this run are gone (${this.#folder.path}): has the same call been run from elsewhere?`,
      );
    }
    this.#folder.remove();
    if (this.#poison.length > 0) throw poisonError(this.#work, this.#poison, this.#around.retries + 1);
  }

  /** What becomes of the files of a run that is not whole. */
  #leave(): void {
    const { keep, onNotice, stop } = this.#around;
    try {
      // What was written since the last look counts, too.
      if (stop.aborted) this.#readAll();
    } catch {
      // The run rejects with the reason for which it was stopped.
    }
    if (keep && this.#folder.ofUse())
      onNotice(`what this run has done is in ${this.#folder.path}: the same call goes on from there`);
    else this.#folder.remove();
  }

  /** Writes the run's files; those of an earlier run of the same work are there already. */
  #lay(): void {
    const { folder, elements, fingerprint, retries } = this.#around;
    const { hash, text } = sharedTextOf(this.#work);
    const all = createHash("sha256").update(`${fingerprint} ${this.#work.name} ${hash} ${elements}\n`);
    let count = 0;
    for (const task of this.#tasks) {
      all.update(`${resultToJson(task)}\n`);
      count++;
    }
    this.#folder = new RunFolder(join(folder, `impactlab-${all.digest("hex").slice(0, 16)}`));
    const known = this.#folder.read("job.json") !== undefined;
    if (!known) {
      this.#folder.remove();
      this.#folder.create();
      writeFileSync(this.#folder.of("shared.json"), text);
      const each = Math.ceil(count / elements);
      let [at, lines] = [0, ""];
      for (const task of this.#tasks) {
        lines += `${resultToJson(task)}\n`;
        if (++at % each !== 0 && lines.length < 1 << 20) continue;
        appendFileSync(this.#folder.of("tasks", Math.floor((at - 1) / each)), lines);
        lines = "";
      }
      if (lines !== "") appendFileSync(this.#folder.of("tasks", Math.floor((at - 1) / each)), lines);
      const job: RunJob = { fingerprint, work: this.#work.name, hash, deaths: retries + 1 };
      // Last: a folder that has it is whole.
      this.#folder.write("job.json", undefined, JSON.stringify(job));
    }
    const used = count === 0 ? 0 : Math.ceil(count / Math.ceil(count / elements));
    for (let k = 0; k < used; k++) this.#open.set(k, { read: 0, missed: 0, tries: 0, signs: "" });
  }

  async #submit(elements: readonly number[]): Promise<void> {
    const { works, partition } = this.#around;
    const quoted = [process.execPath, join(__dirname, "element.js"), this.#folder.path].map((text) => `'${text}'`);
    for (let base = 0; base <= Math.max(-1, ...elements); base += this.#max) {
      const own = elements.filter((k) => k >= base && k < base + this.#max);
      if (own.length === 0) continue;
      const element = `$((${base} + SLURM_ARRAY_TASK_ID))`;
      const script = `#!/bin/sh\nexec ${quoted.join(" ")} "${element}" '${works}'\n`;
      const indices = own.map((k) => k - base);
      const array = await submitArray(script, indices, partition, join(this.#folder.path, "slurm-%a.txt"));
      this.#arrays.push(array);
      for (const k of own) {
        const open = this.#open.get(k) as OpenElement;
        open.place = { array, index: k - base };
        open.missed = 0;
        open.tries++;
      }
    }
    this.#checked = performance.now();
  }

  #readAll(): void {
    const ended = this.#folder.ended();
    for (const [k, open] of [...this.#open]) {
      // First whether it has ended, then what it left: not the other way round.
      const over = ended.has(k);
      for (const { text, next } of this.#folder.linesFrom(k, open.read)) {
        open.read = next;
        if (text !== undefined) this.#report(resultFromJson<P>(text));
      }
      if (over) this.#end(k, JSON.parse(this.#folder.read("ended", k) as string) as Ended);
    }
  }

  #end(k: number, { thrown, refused, poison }: Ended): void {
    // Once told, it is not in the way of who tries again.
    if (thrown !== undefined || refused !== undefined) rmSync(this.#folder.of("ended", k));
    if (refused !== undefined) throw new Error(`Slurm's machine refused: ${refused}`);
    if (thrown !== undefined) throw errorOf(thrown);
    const tasks = poison.length === 0 ? [] : (this.#folder.read("tasks", k) as string).split("\n");
    for (const index of poison) this.#poison.push(resultFromJson<Task>(tasks[index]));
    this.#open.delete(k);
  }

  /** Whether those that are not over are still on their way. */
  async #check(): Promise<void> {
    if (performance.now() - this.#checked < this.#around.check) return;
    this.#checked = performance.now();
    let there: Awaited<ReturnType<typeof queued>>;
    try {
      there = await queued(this.#arrays);
      this.#failed = 0;
    } catch (error) {
      if (++this.#failed === 3)
        this.#around.onNotice(`${(error as Error).message}; what runs goes on, and is waited for`);
      if (this.#failed > PATIENCE) throw error;
      return;
    }
    this.#running = there.filter(({ running }) => running).length;
    const places = new Set(there.map(({ array, index }) => `${array}_${index}`));
    // What ended while the queue was asked has said so by now.
    this.#readAll();
    const gone: number[] = [];
    for (const [k, open] of this.#open) {
      const present = places.has(`${open.place?.array}_${open.place?.index}`);
      open.missed = present ? 0 : open.missed + 1;
      // Files of another machine may be seen late.
      if (open.missed < 2) continue;
      const signs = `${open.read} ${this.#folder.read("at", k) ?? ""} ${this.#folder.read("deaths", k) ?? ""}`;
      if (signs !== open.signs) open.tries = 0;
      open.signs = signs;
      if (open.tries >= TRIES)
        throw new Error(
          `Slurm ended element ${k} ${TRIES} times before it began: see ${this.#folder.path}/slurm-*.txt`,
        );
      gone.push(k);
    }
    this.#retries += gone.length;
    await this.#submit(gone.sort((a, b) => a - b));
  }
}
