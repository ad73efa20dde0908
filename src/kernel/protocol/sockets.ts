/**
 * The kernel's five ZeroMQ sockets, bound to the addresses of the connection file and to no other.
 */
import { Publisher, Reply, Router, type MessageLike } from "zeromq";

import { address, type Channel, type Connection } from "./connection";
import { WireError, decode, encode, type Message } from "./wire";

export type Receive = (channel: "shell" | "control" | "stdin", message: Message) => void;

export interface Sockets {
  /** Hands every well-signed message to `receive`; the others are dropped and logged. */
  listen(receive: Receive): void;
  send(channel: Exclude<Channel, "hb">, message: Message): void;
  /** Sends what is still queued, for at most a second, and closes. */
  close(): Promise<void>;
}

/** Binds all five; the heartbeat answers from here on. */
export async function openSockets(connection: Connection, log: (text: string) => void): Promise<Sockets> {
  const options = { linger: 1000 };
  // No high-water mark: a PUB socket drops what a slow reader has not taken, a notebook must not.
  const iopub = new Publisher({ ...options, sendHighWaterMark: 0 });
  const routers = {
    shell: new Router({ ...options, sendHighWaterMark: 0 }),
    control: new Router({ ...options, sendHighWaterMark: 0 }),
    stdin: new Router({ ...options, sendHighWaterMark: 0 }),
  };
  const hb = new Reply(options);
  await Promise.all([
    iopub.bind(address(connection, "iopub")),
    routers.shell.bind(address(connection, "shell")),
    routers.control.bind(address(connection, "control")),
    routers.stdin.bind(address(connection, "stdin")),
    hb.bind(address(connection, "hb")),
  ]);
  void echo(hb);
  const out = {
    iopub: new Outbox(iopub),
    shell: new Outbox(routers.shell),
    control: new Outbox(routers.control),
    stdin: new Outbox(routers.stdin),
  };
  return {
    listen: (receive) => {
      for (const channel of ["shell", "control", "stdin"] as const) {
        void listen(routers[channel], connection.key, (message) => receive(channel, message), log);
      }
    },
    send: (channel, message) => out[channel].send(encode(message, connection.key)),
    close: async () => {
      await Promise.all(Object.values(out).map((outbox) => outbox.sent()));
      for (const socket of [iopub, routers.shell, routers.control, routers.stdin, hb]) socket.close();
    },
  };
}

/** Sends one after the other: a second send while one waits would throw EBUSY. */
class Outbox {
  readonly #socket: { send(frames: MessageLike[]): Promise<void> };
  #last: Promise<void> = Promise.resolve();
  #waiting = 0;

  constructor(socket: { send(frames: MessageLike[]): Promise<void> }) {
    this.#socket = socket;
  }

  send(frames: MessageLike[]): void {
    this.#waiting++;
    this.#last = (this.#waiting === 1 ? this.#socket.send(frames) : this.#last.then(() => this.#socket.send(frames)))
      // A client that has gone takes no reply; the kernel goes on for the others.
      .catch(() => undefined)
      .finally(() => this.#waiting--);
  }

  sent(): Promise<void> {
    return this.#last;
  }
}

async function echo(hb: Reply): Promise<void> {
  for await (const frames of hb) await hb.send(frames);
}

async function listen(
  router: Router,
  key: string,
  receive: (message: Message) => void,
  log: (text: string) => void,
): Promise<void> {
  for await (const frames of router) {
    try {
      receive(decode(frames, key));
    } catch (error) {
      if (!(error instanceof WireError)) throw error;
      log(`dropped ${error.message}`);
    }
  }
}
