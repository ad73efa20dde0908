/**
 * One life of a kernel: its process and the link to it, from the start to the exit. A restart is another life
 * at the same address.
 */
import type { ChildProcess } from "node:child_process";

import type { Connection } from "../protocol/connection";
import type { Content, Message } from "../protocol/wire";
import { KernelLink, type ClientChannel, type RequestOptions, type Tap } from "./kernel-link";
import { exitText, launchKernel, type KernelAddress, type KernelExit, type KernelOptions } from "./launch";

export class KernelLife {
  readonly process: ChildProcess;
  readonly connection: Connection;
  readonly exited: Promise<KernelExit>;
  readonly #link: KernelLink;

  /** Starts the process; `tap` sees every message of the kernel. */
  constructor(address: KernelAddress, options: KernelOptions, tap?: Tap) {
    const { child, exited } = launchKernel(address, options);
    this.process = child;
    this.connection = address.connection;
    this.exited = exited;
    this.#link = new KernelLink(address.connection, tap);
    void exited.then((exit) => this.#link.close(new Error(exitText(exit))));
  }

  /** Whether a message answers a request of this side's own. */
  isOwn({ parent_header: parent }: Message): boolean {
    return (parent as { session?: string }).session === this.#link.session;
  }

  /** Resolves with what the kernel says of itself, once it answers and its broadcasts arrive. */
  ready(): Promise<Message> {
    return this.#link.ready();
  }

  /** Sends any request; resolves with its reply once the kernel is done with it. */
  request(type: string, content: Content, options?: RequestOptions): Promise<Message> {
    return this.#link.request(type, content, options);
  }

  /** Sends a message of somebody else's as it is. */
  send(channel: ClientChannel, message: Message): Promise<void> {
    return this.#link.send(channel, message);
  }

  interrupt(): Promise<Message> {
    return this.request("interrupt_request", {}, { channel: "control" });
  }

  /** Asks the kernel to end and waits until it has; ends it by force where it does not. */
  async shutdown({ patience = 5000, restart = false } = {}): Promise<void> {
    this.request("shutdown_request", { restart }, { channel: "control" }).catch(() => undefined);
    const force = setTimeout(() => this.process.kill("SIGKILL"), patience);
    await this.exited;
    clearTimeout(force);
  }

  async kill(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.exited;
  }
}
