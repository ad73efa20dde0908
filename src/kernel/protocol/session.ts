/**
 * The kernel's side of Jupyter's messaging protocol: requests in, replies and broadcasts out. It
 * knows no sockets and no TypeScript: messages come through `receive`, leave through `send`, and
 * cells run in an Engine, so that a test can script whole conversations.
 *
 * Shell requests are answered one after the other; control requests at once, also while a cell runs.
 * Source: https://jupyter-client.readthedocs.io/en/stable/messaging.html
 */
import { randomUUID } from "node:crypto";

import { AbortRule } from "./abort-rule";
import type { Engine, MimeBundle, Outcome, Output } from "../engine/engine";
import { History } from "./history";
import { kernelInfo } from "./kernel-info";
import { StreamBuffer } from "./streams";
import { codePointOffset, utf16Offset } from "./text-position";
import { newMessage, type Content, type Message } from "./wire";

export interface SessionOptions {
  readonly engine: Engine;
  readonly send: (channel: "shell" | "control" | "iopub", message: Message) => void;
  /** Called once a shutdown_request has its reply. */
  readonly shutdown: (restart: boolean) => void;
  readonly log: (text: string) => void;
}

/** A request of our own, of the runner of notebooks: answered once nothing that cells left running is to come. */
export const SETTLE_REQUEST = "impactlab_settle_request";
/** Another, of the workspace's server: what cells show waits, and they with it, while a page is behind. */
export const HOLD_REQUEST = "impactlab_hold_request";

/** What is kept of a request that ran. */
interface Origin {
  readonly header: Message["header"];
  /** A silent one shows nothing. */
  readonly silent: boolean;
}

type Arrived = { readonly channel: "shell" | "control"; readonly message: Message; readonly at: number };

export class Session {
  readonly #options: SessionOptions;
  readonly #id = randomUUID();
  readonly #history = new History();
  readonly #aborts = new AbortRule();
  readonly #streams = new StreamBuffer((name, text) => this.#show("stream", { name, text }, this.#streaming));
  /** Settles once every shell request so far has its answer. */
  #answered: Promise<void> = Promise.resolve();
  #count = 0;
  /** The request of each run, from 1: what a cell shows belongs to its own, also after it ended. */
  readonly #origins: Origin[] = [];
  /** The run whose output waits in the buffer. */
  #streaming = 0;

  constructor(options: SessionOptions) {
    this.#options = options;
  }

  /** Tells the front ends that the kernel is there. */
  announce(): void {
    this.#publish("status", { execution_state: "starting" });
  }

  /** Takes one request from the shell or the control channel. */
  receive(channel: "shell" | "control", message: Message): void {
    const arrived = { channel, message, at: performance.now() };
    if (channel === "control") void this.#answer(arrived);
    else this.#answered = this.#answered.then(() => this.#answer(arrived));
  }

  /** Takes what a cell has to show: the one that runs, or an earlier one by what it left running. */
  output(output: Output, run = this.#origins.length): void {
    if (run !== this.#streaming) this.#streams.flush();
    this.#streaming = run;
    if (output.type === "stream") return this.#streams.write(output.name, output.text);
    this.#streams.flush();
    if (output.type === "clear") this.#show("clear_output", { wait: output.wait }, run);
    else if (output.type === "failure") this.#show("error", { ...output.failure }, run);
    else {
      const type = output.update ? "update_display_data" : "display_data";
      const transient = output.id === undefined ? {} : { display_id: output.id };
      this.#show(type, { ...output.bundle, transient }, run);
    }
  }

  async #answer(arrived: Arrived): Promise<void> {
    const { message } = arrived;
    this.#publish("status", { execution_state: "busy" }, message);
    try {
      await this.#dispatch(arrived);
    } catch (error) {
      // A defect of the kernel; whoever asked still gets an answer.
      const evalue = error instanceof Error ? (error.stack ?? error.message) : String(error);
      this.#options.log(`${message.header.msg_type} failed: ${evalue}`);
      this.#reply(arrived.channel, message, { status: "error", ename: "KernelError", evalue, traceback: [evalue] });
    }
    this.#publish("status", { execution_state: "idle" }, message);
  }

  async #dispatch(arrived: Arrived): Promise<void> {
    const { channel, message } = arrived;
    const { content } = message;
    const reply = (answer: Content): void => this.#reply(channel, message, answer);
    switch (message.header.msg_type) {
      case "execute_request":
        return this.#execute(arrived);
      case "kernel_info_request":
        return reply(kernelInfo());
      case "complete_request":
        return reply(await this.#complete(content));
      case "inspect_request":
        return reply(await this.#inspect(content));
      case "is_complete_request":
        return reply({ ...(await this.#options.engine.isComplete(String(content.code))) });
      case "impactlab_check_request":
        return reply({ status: "ok", failures: await this.#options.engine.check((content.cells ?? []) as string[]) });
      case "history_request":
        return reply({ status: "ok", history: this.#history.query(content) });
      case "comm_info_request":
        return reply({ status: "ok", comms: {} });
      case "comm_open":
        // No comm targets here: the spec asks for a close, so that the other side does not wait.
        return this.#publish("comm_close", { comm_id: content.comm_id, data: {} }, message);
      case "comm_msg":
      case "comm_close":
        return undefined;
      case SETTLE_REQUEST:
        await this.#options.engine.settle(Number(content.patience));
        this.#streams.flush();
        return reply({ status: "ok" });
      case HOLD_REQUEST:
        this.#options.engine.hold(content.hold === true);
        return reply({ status: "ok" });
      case "interrupt_request":
        // Also of cells that wait behind another request, or are still under way: nobody wants them any more.
        this.#aborts.stop();
        this.#options.engine.interrupt();
        return reply({ status: "ok" });
      case "shutdown_request":
        reply({ status: "ok", restart: content.restart === true });
        this.#publish("shutdown_reply", { status: "ok", restart: content.restart === true }, message);
        return this.#options.shutdown(content.restart === true);
      default:
        return this.#options.log(`no such request here: ${message.header.msg_type}`);
    }
  }

  async #execute({ channel, message, at }: Arrived): Promise<void> {
    const { content } = message;
    if (this.#aborts.cancels(at, message.header.date)) return this.#reply(channel, message, { status: "aborted" });
    const code = String(content.code ?? "");
    const silent = content.silent === true;
    const stored = !silent && content.store_history !== false;
    this.#streams.flush();
    if (stored) this.#count++;
    const origin = { header: message.header, silent };
    const run = this.#origins.push(origin);
    this.#show("execute_input", { code, execution_count: this.#count }, run);
    const outcome = await this.#options.engine.execute(code, this.#count);
    this.#streams.flush();
    this.#showOutcome(outcome, run);
    if (stored) this.#history.add(this.#count, code, plainText(outcome));
    if (outcome.status === "error") {
      if (content.stop_on_error !== false) this.#aborts.stop();
      this.#reply(channel, message, { status: "error", execution_count: this.#count, ...outcome.failure });
      return;
    }
    const user_expressions = await this.#evaluate((content.user_expressions ?? {}) as Record<string, string>, origin);
    this.#reply(channel, message, { status: "ok", execution_count: this.#count, payload: [], user_expressions });
  }

  #showOutcome(outcome: Outcome, run: number): void {
    if (outcome.status === "error") this.#show("error", { ...outcome.failure }, run);
    else if (outcome.result !== undefined) {
      this.#show("execute_result", { execution_count: this.#count, ...outcome.result }, run);
    }
  }

  async #evaluate(expressions: Record<string, string>, origin: Origin): Promise<Content> {
    const results: Record<string, Content> = {};
    for (const [name, expression] of Object.entries(expressions)) {
      this.#origins.push(origin);
      const outcome = await this.#options.engine.execute(`(${expression})`, this.#count);
      const empty: MimeBundle = { data: {}, metadata: {} };
      results[name] =
        outcome.status === "error"
          ? { status: "error", ...outcome.failure }
          : { status: "ok", ...(outcome.result ?? empty) };
    }
    return results;
  }

  async #complete(content: Content): Promise<Content> {
    const code = String(content.code);
    const found = await this.#options.engine.complete(code, cursor(code, content));
    const [start, end] = [codePointOffset(code, found.start), codePointOffset(code, found.end)];
    return {
      status: "ok",
      matches: found.matches,
      cursor_start: start,
      cursor_end: end,
      // As IPython and JupyterLab have it.
      metadata:
        found.items === undefined
          ? {}
          : {
              _jupyter_types_experimental: found.items.map(({ kind, ...item }) => ({
                ...item,
                type: kind,
                start,
                end,
              })),
            },
    };
  }

  async #inspect(content: Content): Promise<Content> {
    const code = String(content.code);
    const bundle = await this.#options.engine.inspect(code, cursor(code, content));
    return { status: "ok", found: bundle !== undefined, data: {}, metadata: {}, ...bundle };
  }

  #reply(channel: "shell" | "control", request: Message, content: Content): void {
    const type = request.header.msg_type.replace(/_request$/, "_reply");
    const { identities, header: parent } = request;
    this.#options.send(channel, newMessage(type, content, { session: this.#id, parent, identities }));
  }

  /** Publishes something that belongs to a cell; a silent one shows nothing. */
  #show(type: string, content: Content, run: number): void {
    const origin = this.#origins[run - 1] as Origin | undefined;
    if (origin?.silent !== true) this.#publish(type, content, origin);
  }

  #publish(type: string, content: Content, parent?: Pick<Message, "header">): void {
    const identities = [Buffer.from(`kernel.${this.#id}.${type}`)];
    this.#options.send("iopub", newMessage(type, content, { session: this.#id, parent: parent?.header, identities }));
  }
}

function cursor(code: string, content: Content): number {
  return typeof content.cursor_pos === "number" ? utf16Offset(code, content.cursor_pos) : code.length;
}

function plainText(outcome: Outcome): string | null {
  const text = outcome.status === "ok" ? outcome.result?.data["text/plain"] : undefined;
  return typeof text === "string" ? text : null;
}
