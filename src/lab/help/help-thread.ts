/**
 * The language service in a thread of its own: no request to the server waits for it, nor it for a kernel. Of several
 * checks of one notebook that wait the last one is made, and what someone waits for goes before checks.
 */
import { join } from "node:path";
import { Worker } from "node:worker_threads";

import type { Completions, Definition, NotebookHelp, Outline, Problem, Question, SignatureHelp } from "./notebook-help";
import type { Place } from "./notebook-text";

export type Kind = "check" | "outline" | "complete" | "describe" | "signature" | "definition";
export const KINDS: readonly Kind[] = ["check", "outline", "complete", "describe", "signature", "definition"];
export type HelpAnswer = Problem[] | Outline | Completions | Definition | SignatureHelp | string | undefined;

interface Wish {
  readonly kind: Kind & keyof NotebookHelp;
  readonly question: Question;
  readonly place: Place | undefined;
  readonly resolve: (answer: HelpAnswer) => void;
  readonly reject: (error: Error) => void;
}

interface Answered {
  readonly id: number;
  readonly answer?: HelpAnswer;
  readonly error?: string;
}

export class HelpThread {
  #worker: Worker | undefined;
  #waiting: Wish[] = [];
  #current: Wish | undefined;
  #count = 0;
  #closed = false;

  /** Undefined where the question was overtaken by a later one, or by the server's end. */
  ask(kind: Kind, question: Question, place?: Place): Promise<HelpAnswer> {
    if (this.#closed) return Promise.resolve(undefined);
    return new Promise((resolve, reject) => {
      const isOvertaken = (wish: Wish): boolean => wish.kind === kind && wish.question.path === question.path;
      this.#waiting.filter(isOvertaken).forEach((wish) => wish.resolve(undefined));
      this.#waiting = this.#waiting.filter((wish) => !isOvertaken(wish));
      const wish = { kind, question, place, resolve, reject };
      if (kind === "check") this.#waiting.push(wish);
      else this.#waiting.unshift(wish);
      this.#next();
    });
  }

  /** What is asked is not answered any more: a thread that is started for it would outlive the server. */
  async close(): Promise<void> {
    this.#closed = true;
    for (const wish of [this.#current, ...this.#waiting]) wish?.resolve(undefined);
    this.#waiting = [];
    await this.#worker?.terminate();
  }

  #next(): void {
    if (this.#current !== undefined) return;
    const wish = this.#waiting.shift();
    if (wish === undefined) return;
    this.#current = wish;
    const { kind, question, place } = wish;
    this.#start().postMessage({ id: ++this.#count, kind, question, place });
  }

  #start(): Worker {
    if (this.#worker !== undefined) return this.#worker;
    // Every cell is within the one before it, and TypeScript goes down by calls.
    const worker = new Worker(join(__dirname, "worker.js"), { resourceLimits: { stackSizeMb: 64 } });
    this.#worker = worker;
    // A server that ends does not wait for it.
    worker.unref();
    worker.on("message", ({ answer, error }: Answered) =>
      this.#end((wish) => (error === undefined ? wish.resolve(answer) : wish.reject(new Error(error)))),
    );
    const died = (error: Error): void => {
      if (this.#worker === worker) this.#worker = undefined;
      this.#end((wish) => wish.reject(error));
    };
    worker.on("error", died);
    worker.on("exit", () => died(new Error("the language service has ended")));
    return worker;
  }

  #end(tell: (wish: Wish) => void): void {
    const wish = this.#current;
    this.#current = undefined;
    if (wish !== undefined) tell(wish);
    this.#next();
  }
}
