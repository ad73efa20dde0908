/**
 * The Engine across two threads: calls go to the main thread as messages, answers and output come
 * back, in order.
 */
import type { MessagePort } from "node:worker_threads";

import type { Completeness, Completion, Engine, Failure, MimeBundle, Outcome, Output } from "./engine";
import type { ThreadState } from "./thread-state";

type Method = "execute" | "complete" | "inspect" | "isComplete" | "check" | "settle";

export type ToEngine =
  | { readonly type: "call"; readonly id: number; readonly method: Method; readonly args: unknown[] }
  | { readonly type: "interrupt"; readonly run: number }
  | { readonly type: "exit" };

export type FromEngine =
  | { readonly type: "answer"; readonly id: number; readonly value?: unknown; readonly error?: string }
  | { readonly type: "output"; readonly output: Output; readonly run: number; readonly size: number };

type Port = Pick<MessagePort, "postMessage">;

/** The engine as the sockets' thread sees it. */
export class RemoteEngine implements Engine {
  readonly #port: Port;
  readonly #state: ThreadState;
  readonly #interrupt: (run: number, ended: () => boolean) => void;
  readonly #waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  #id = 0;
  /** Cells sent so far; the main thread counts the same, so this is the number of the last one. */
  #run = 0;
  #running = false;
  /** What waits while output is held back, in order; undefined while it is not. */
  #held: (() => void)[] | undefined;

  /** `interrupt` ends the cell of a number; it is called only while that cell runs or waits to. */
  constructor(port: Port, state: ThreadState, interrupt: (run: number, ended: () => boolean) => void) {
    this.#port = port;
    this.#state = state;
    this.#interrupt = interrupt;
  }

  async execute(code: string, count: number): Promise<Outcome> {
    this.#run++;
    this.#running = true;
    try {
      return await this.#call<Outcome>("execute", code, count);
    } finally {
      this.#running = false;
    }
  }

  complete(code: string, cursor: number): Promise<Completion> {
    return this.#call("complete", code, cursor);
  }

  inspect(code: string, cursor: number): Promise<MimeBundle | undefined> {
    return this.#call("inspect", code, cursor);
  }

  isComplete(code: string): Promise<Completeness> {
    return this.#call("isComplete", code);
  }

  check(cells: readonly string[]): Promise<readonly (Failure | null)[]> {
    return this.#call("check", cells);
  }

  settle(patience: number): Promise<void> {
    return this.#call("settle", patience);
  }

  interrupt(): void {
    const run = this.#run;
    if (this.#running) this.#interrupt(run, () => !this.#running || this.#run !== run);
  }

  hold(on: boolean): void {
    const held = this.#held ?? [];
    this.#held = on ? held : undefined;
    if (!on) for (const take of held) take();
  }

  /** Takes a message from the main thread; output goes to `show`, with the run it is of. */
  receive(message: FromEngine, show: (output: Output, run: number) => void): void {
    if (this.#held !== undefined) this.#held.push(() => this.#take(message, show));
    else this.#take(message, show);
  }

  #take(message: FromEngine, show: (output: Output, run: number) => void): void {
    if (message.type === "output") {
      this.#state.pullOutput(message.size);
      return show(message.output, message.run);
    }
    const waiting = this.#waiting.get(message.id);
    this.#waiting.delete(message.id);
    if (message.error === undefined) waiting?.resolve(message.value);
    else waiting?.reject(new Error(message.error));
  }

  #call<T>(method: Method, ...args: unknown[]): Promise<T> {
    const id = ++this.#id;
    this.#port.postMessage({ type: "call", id, method, args } satisfies ToEngine);
    return new Promise<T>((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject });
    });
  }
}

/** What the main thread offers; a cell answers by callback, because interrupted code never returns. */
export interface LocalEngine extends Omit<Engine, "execute" | "interrupt" | "hold"> {
  execute(code: string, count: number, done: (outcome: Outcome) => void): void;
  interrupt(run: number): void;
}

/** Answers one message in the main thread. */
export function serveEngine(engine: LocalEngine, port: Port, message: ToEngine, exit: () => void): void {
  const answer = (id: number, value: unknown, error?: string): void =>
    port.postMessage({ type: "answer", id, value, error } satisfies FromEngine);
  if (message.type === "exit") return exit();
  if (message.type === "interrupt") return engine.interrupt(message.run);
  const { id, method, args } = message;
  if (method === "execute") {
    return engine.execute(args[0] as string, args[1] as number, (outcome) => answer(id, outcome));
  }
  const call = engine[method] as (...args: readonly unknown[]) => Promise<unknown>;
  call.apply(engine, args).then(
    (value) => answer(id, value),
    (error: unknown) => answer(id, undefined, error instanceof Error ? error.stack : String(error)),
  );
}
