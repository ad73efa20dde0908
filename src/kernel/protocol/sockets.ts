/**
 * The kernel's five ZeroMQ sockets, bound to the addresses of the connection file and to no other.
 */
import { Publisher, Reply, Router, type MessageLike } from "zeromq";

import { CHANNELS, address, type Channel, type Connection } from "./connection";
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
  // No high-water mark: a PUB socket drops what a slow reader has not taken, a notebook must not.
  const options = { linger: 1000, sendHighWaterMark: 0 };
  const routers = { shell: new Router(options), control: new Router(options), stdin: new Router(options) };
  const sockets = { ...routers, iopub: new Publisher(options), hb: new Reply(options) };
  await Promise.all(CHANNELS.map((channel) => sockets[channel].bind(address(connection, channel))));
  void echo(sockets.hb);
  const out = {
    iopub: new Outbox(sockets.iopub),
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
      for (const socket of Object.values(sockets)) socket.close();
    },
  };
}

/** Sends one after the other: a second send while one waits would throw EBUSY. */
class Outbox {
  readonly #socket: { send(frames: MessageLike[]): Promise<void> };
  #last: Promise<void> = Promise.resolve();

  constructor(socket: { send(frames: MessageLike[]): Promise<void> }) {
    this.#socket = socket;
  }

  send(frames: MessageLike[]): void {
    // A client that has gone takes no reply; the kernel goes on for the others.
    this.#last = this.#last.then(() => this.#socket.send(frames)).catch(() => undefined);
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
