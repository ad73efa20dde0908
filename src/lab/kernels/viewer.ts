/**
 * One web socket at a kernel: a page, or another client.
 */
import type { WebSocket } from "ws";

import type { Message } from "../../kernel/protocol/wire";
import { toFrame } from "./frames";

/** Bytes that may be on their way to a viewer before it counts as behind, and when it has caught up. */
const BEHIND = 8 << 20;
const CAUGHT_UP = 1 << 20;
/** Milliseconds between two pings; who has not answered one by the next has gone. */
const PING = 30_000;

export class Viewer {
  #onTheWay = 0;
  #waiting: (() => void)[] = [];
  #answered = true;

  /** `session` tells a client that comes back from one that is new. */
  constructor(
    readonly socket: WebSocket,
    readonly session: string,
  ) {
    const ping = setInterval(() => this.#ping(), PING);
    socket.on("pong", () => (this.#answered = true));
    socket.once("close", () => {
      clearInterval(ping);
      this.#wake();
    });
  }

  send(channel: string, message: Message): void {
    if (this.socket.readyState !== this.socket.OPEN) return;
    const frame = toFrame(channel, message, this.socket.protocol);
    const size = frame.length;
    this.#onTheWay += size;
    this.socket.send(frame, () => {
      this.#onTheWay -= size;
      if (this.#onTheWay <= CAUGHT_UP) this.#wake();
    });
  }

  get isBehind(): boolean {
    return this.#onTheWay > BEHIND && this.socket.readyState === this.socket.OPEN;
  }

  /** Resolves once it has caught up, or has gone. */
  caughtUp(): Promise<void> {
    if (!this.isBehind) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push(resolve));
  }

  #wake(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve();
  }

  #ping(): void {
    if (!this.#answered) return this.socket.terminate();
    this.#answered = false;
    this.socket.ping();
  }
}
