/**
 * A kernel of the workspace: one process and one set of sockets, whoever looks. It outlives its viewers, and its
 * process: one that dies is told and started anew at the same address, a bounded number of times.
 */
import { randomUUID } from "node:crypto";

import type { FromChannel } from "../../kernel/client/kernel-link";
import { KernelLife } from "../../kernel/client/kernel-life";
import { exitText, newAddress, type KernelAddress, type KernelExit } from "../../kernel/client/launch";
import { KERNEL_NAME } from "../../kernel/install/kernelspec";
import { HOLD_REQUEST } from "../../kernel/protocol/session";
import { newMessage, type Message } from "../../kernel/protocol/wire";
import { CellOutputs } from "./cell-outputs";
import type { Framed } from "./frames";
import { Pending } from "./pending";
import type { Viewer } from "./viewer";
import { Viewers } from "./viewers";

export type KernelState = "starting" | "idle" | "busy" | "restarting" | "dead";

/** A kernel as Jupyter's REST interface describes it. */
export interface KernelModel {
  readonly id: string;
  readonly name: string;
  readonly last_activity: string;
  readonly execution_state: KernelState;
  readonly connections: number;
}

export interface LabKernelOptions {
  /** The folder it works in. */
  readonly folder: string;
  readonly argv?: readonly string[];
  readonly log: (text: string) => void;
}

/** Starts in a row that may fail, and milliseconds after which one counts as none of them. */
const RESTARTS = { most: 5, sound: 10_000 } as const;

export class LabKernel {
  readonly id = randomUUID();
  readonly cells = new CellOutputs();
  readonly #viewers = new Viewers();
  readonly #pending = new Pending();
  readonly #options: LabKernelOptions;
  readonly #address: KernelAddress;
  #state: KernelState = "starting";
  #lastActivity = new Date();
  #life: KernelLife;
  #ready: Promise<unknown> = Promise.resolve();
  #began = 0;
  #failures = 0;
  #closing = false;
  /** Ended by wish. */
  #dismissed: KernelLife | undefined;
  #restarted: Promise<void> | undefined;

  static async start(options: LabKernelOptions): Promise<LabKernel> {
    return new LabKernel(options, await newAddress());
  }

  private constructor(options: LabKernelOptions, address: KernelAddress) {
    this.#options = options;
    this.#address = address;
    this.#life = this.#begin();
  }

  get folder(): string {
    return this.#options.folder;
  }

  get model(): KernelModel {
    return {
      id: this.id,
      name: KERNEL_NAME,
      last_activity: this.#lastActivity.toISOString(),
      execution_state: this.#state,
      connections: this.#viewers.count,
    };
  }

  /** The process, for who must know it: a check of what happens when it ends. */
  get pid(): number | undefined {
    return this.#life.process.pid;
  }

  /** Resolves once the kernel answers; rejects where this start of it has failed. */
  async ready(): Promise<void> {
    await this.#ready;
  }

  connect(viewer: Viewer): void {
    this.#viewers.add(viewer);
  }

  /** Takes a message of a client. */
  receive({ session }: Viewer, { channel, message }: Framed): void {
    // The kernel asks for no input: what comes on `stdin` answers nothing.
    if (channel !== "shell" && channel !== "control") return;
    this.#lastActivity = new Date();
    this.#pending.add(session, channel, message);
    this.cells.asked(message);
    if (this.#state === "dead") return this.#failPending("The kernel has ended; restart it.");
    // Before its broadcasts arrive, what a cell shows would be lost.
    const life = this.#life;
    this.#ready.then(() => life.send(channel, message)).catch(() => undefined);
  }

  /** Has the kernel do something that no client sees, beside what it does for them. */
  async request(type: string, content: Message["content"]): Promise<Message> {
    await this.#ready;
    return this.#life.request(type, content, { channel: "control" });
  }

  async interrupt(): Promise<void> {
    if (this.#state === "starting" || this.#state === "restarting" || this.#state === "dead") return;
    await this.#life.interrupt();
  }

  /** Ends the process and starts another; resolves once that answers. */
  restart(): Promise<void> {
    this.#restarted ??= this.#restart().finally(() => (this.#restarted = undefined));
    return this.#restarted;
  }

  /** Ends it for good. */
  async shutdown(): Promise<void> {
    this.#closing = true;
    await this.#life.shutdown();
    this.#failPending("The kernel was shut down.");
    this.#viewers.close();
    this.#address.remove();
  }

  async #restart(): Promise<void> {
    const ended = this.#life;
    this.#dismissed = ended;
    this.#state = "restarting";
    await ended.shutdown({ restart: true, patience: 2000 });
    this.#failPending("The kernel was restarted.");
    if (this.#closing) return;
    this.#failures = 0;
    this.#life = this.#begin();
    // For who has not asked for it: another tab.
    void this.#show(newMessage("status", { execution_state: "starting" }, { session: "impactlab lab" }));
    await this.#ready;
  }

  #begin(): KernelLife {
    const { folder, argv } = this.#options;
    this.cells.ended();
    const life: KernelLife = new KernelLife(this.#address, { folder, argv }, (from, message) =>
      this.#take(life, from, message),
    );
    this.#began = performance.now();
    this.#ready = life.ready();
    this.#ready.then(
      () => life === this.#life && (this.#state = "idle"),
      // That nobody waits for it is no failure: its exit is told.
      () => undefined,
    );
    void life.exited.then((exit) => this.#ended(life, exit));
    return life;
  }

  async #take(life: KernelLife, from: FromChannel, message: Message): Promise<void> {
    if (life !== this.#life || life.isOwn(message)) return;
    if (from !== "iopub") {
      const session = this.#pending.answered(message);
      if (session !== undefined) this.#viewers.reply(session, from, message);
      return;
    }
    if (message.header.msg_type === "status") this.#follow(message);
    await this.#show(message);
  }

  async #show(message: Message): Promise<void> {
    const shown = this.cells.show(message);
    if (shown === undefined) return;
    const cell = this.cells.cellOf(message);
    const marked = cell === undefined ? shown : { ...shown, metadata: { ...shown.metadata, cellId: cell } };
    this.#viewers.broadcast(marked);
    if (this.#viewers.areBehind) await this.#hold();
  }

  /** What cells show waits in the kernel, and they with it, until every viewer has caught up. */
  async #hold(): Promise<void> {
    const life = this.#life;
    const hold = (on: boolean): void => {
      // Not awaited: what ends the request comes behind the output that waits here.
      life.request(HOLD_REQUEST, { hold: on }, { channel: "control" }).catch(() => undefined);
    };
    hold(true);
    await this.#viewers.caughtUp();
    hold(false);
  }

  #follow({ content }: Message): void {
    const state = content.execution_state;
    if (state === "busy" || state === "idle") this.#state = state;
    this.#lastActivity = new Date();
  }

  /** The process has ended: by wish, or it is started anew, or it has ended too often. */
  #ended(life: KernelLife, exit: KernelExit): void {
    if (this.#closing || life !== this.#life || life === this.#dismissed) return;
    this.#failures = performance.now() - this.#began < RESTARTS.sound ? this.#failures + 1 : 1;
    const again = this.#failures <= RESTARTS.most;
    const next = again ? "It is started anew; its variables are gone." : "It has ended too often and stays so.";
    const sentence = `${exitText(exit).replace(/^t/, "T")}. ${next}`;
    this.#options.log(sentence);
    this.#state = again ? "restarting" : "dead";
    this.#failPending(sentence);
    void this.#show(newMessage("status", { execution_state: this.#state }, { session: "impactlab lab" }));
    if (again) this.#life = this.#begin();
  }

  #failPending(sentence: string): void {
    for (const { channel, session, message } of this.#pending.fail(sentence)) {
      if (channel === "iopub") void this.#show(message);
      else this.#viewers.reply(session, channel, message);
    }
  }
}
