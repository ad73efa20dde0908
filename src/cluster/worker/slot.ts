/** One worker process and its batch. That a process died is told apart from what a task threw. */
import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import type { Batch } from "../run-batch";
import type { Thrown } from "../thrown";
import type { FromChild } from "./child-main";

export interface BatchOutcome {
  /** Results in the order of the tasks, as far as they came. */
  readonly lines: string[];
  readonly thrown?: Thrown;
  /** The index of the task over which the process died, and how. */
  readonly died?: { readonly index: number; readonly how: string };
}

export class Slot {
  readonly #works: string;
  readonly #place: string;
  readonly #fingerprint: string;
  #child: ChildProcess | undefined;
  #ready: Promise<void> | undefined;
  /** Hash of what the process has prepared. */
  #prepared: string | undefined;
  #busy: ((outcome: BatchOutcome) => void) | undefined;
  #lines: string[] = [];
  #closed = false;

  /**
   * @param works path of the table of works, without extension.
   * @param place a file of its own, through which the process says which task it is at.
   * @param fingerprint what the process must have, too.
   */
  constructor(works: string, place: string, fingerprint: string) {
    this.#works = works;
    this.#place = place;
    this.#fingerprint = fingerprint;
  }

  /** Starts the process. Rejects with a StaleError where it has other source than it should. */
  start(): Promise<void> {
    this.#ready ??= new Promise((resolve, reject) => {
      writeFileSync(this.#place, Buffer.alloc(4));
      const child = fork(join(__dirname, "child.js"), [this.#works, this.#place], {
        execArgv: [],
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      });
      this.#child = child;
      child.on("message", (message: FromChild) => {
        if ("ready" in message) {
          if (message.ready === this.#fingerprint) resolve();
          else reject(new StaleError());
        } else if ("lines" in message) for (const line of message.lines) this.#lines.push(line);
        else this.#end({ lines: this.#lines, thrown: message.thrown });
      });
      // Once all of its messages are in, too.
      void Promise.all([once(child, "exit"), once(child, "disconnect")]).then(([[code, signal]]) => {
        reject(new Error(`a worker process ended as it started (${String(signal ?? `exit code ${code}`)})`));
        [this.#child, this.#ready, this.#prepared] = [undefined, undefined, undefined];
        if (this.#closed) return;
        const index = Math.max(readFileSync(this.#place).readUInt32LE(0), this.#lines.length);
        this.#end({ lines: this.#lines, died: { index, how: String(signal ?? `exit code ${code}`) } });
      });
    });
    return this.#ready;
  }

  /** Runs a batch in the process, which is started anew where it has died. */
  async run(batch: Batch): Promise<BatchOutcome> {
    await this.start();
    if (this.#closed) throw new Error("the worker is closed");
    this.#lines = [];
    const known = this.#prepared === `${batch.work} ${batch.hash}`;
    const outcome = new Promise<BatchOutcome>((resolve) => (this.#busy = resolve));
    writeFileSync(this.#place, Buffer.alloc(4));
    this.#child?.send(known ? { ...batch, shared: undefined } : batch);
    const done = await outcome;
    if (done.died === undefined && done.thrown === undefined) this.#prepared = `${batch.work} ${batch.hash}`;
    return done;
  }

  /** Ends the process, and resolves when it is gone. */
  async close(): Promise<void> {
    this.#closed = true;
    const child = this.#child;
    if (child === undefined) return;
    const gone = once(child, "exit");
    child.kill("SIGKILL");
    await gone;
  }

  #end(outcome: BatchOutcome): void {
    const busy = this.#busy;
    this.#busy = undefined;
    busy?.(outcome);
  }
}

/** The source has changed since the worker started. */
export class StaleError extends Error {
  constructor() {
    super("the source has changed since this worker started: start it again");
    this.name = "StaleError";
  }
}
