/**
 * The kernel's five ZeroMQ sockets, bound to the addresses of the connection file and to no other. Anyone
 * on the machine can reach these, with or without the key: whatever comes is a message of ours, or is
 * dropped.
 */
import { setImmediate as turn, setTimeout as delay } from "node:timers/promises";
import { Publisher, Router, type MessageLike } from "zeromq";

import { CHANNELS, address, type Channel, type Connection } from "./connection";
import { SeenSignatures } from "./seen-signatures";
import { decode, encode, type Message } from "./wire";

export type Receive = (channel: "shell" | "control" | "stdin", message: Message) => void;

export interface Sockets {
  /** Hands every well-signed message to `receive`; the others are dropped and logged. */
  listen(receive: Receive): void;
  send(channel: Exclude<Channel, "hb">, message: Message): void;
  /** Sends what is still queued, for at most a second, and closes. */
  close(): Promise<void>;
}

/** Bytes of one frame; the connection that sends a longer one is closed. No string can be longer than 2^29. */
const LONGEST = { request: 1 << 29, other: 1 << 20 };
/** Messages taken in a row before other work gets its turn. */
const ROW = 32;

/** Binds all five; the heartbeat answers from here on. */
export async function openSockets(connection: Connection, log: (text: string) => void): Promise<Sockets> {
  // No high-water mark: a PUB socket drops what a slow reader has not taken, a notebook must not.
  const options = { linger: 1000, sendHighWaterMark: 0, maxMessageSize: LONGEST.request };
  const small = { ...options, maxMessageSize: LONGEST.other };
  const routers = { shell: new Router(options), control: new Router(options), stdin: new Router(small) };
  // A REP socket ends the process where a message is empty; and who does not read its echoes gets no more.
  const hb = new Router({ linger: 0, maxMessageSize: LONGEST.other });
  const sockets = { ...routers, iopub: new Publisher(small), hb };
  const bound = CHANNELS.map((channel) => bind(sockets[channel], address(connection, channel), channel));
  try {
    await Promise.all(bound);
  } catch (error) {
    // An open socket would end the process in its own way.
    await Promise.allSettled(bound);
    for (const socket of Object.values(sockets)) socket.close();
    throw error;
  }
  void each(hb, (frames) => hb.send(frames).catch(() => undefined));
  const seen = new SeenSignatures();
  const out = {
    iopub: new Outbox(sockets.iopub),
    shell: new Outbox(routers.shell),
    control: new Outbox(routers.control),
    stdin: new Outbox(routers.stdin),
  };
  return {
    listen: (receive) => {
      for (const channel of ["shell", "control", "stdin"] as const) {
        void each(routers[channel], (frames) => {
          try {
            receive(channel, decode(frames, connection.key, seen));
          } catch (error) {
            log(`dropped ${error instanceof Error ? error.message : String(error)}`);
          }
        });
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

async function bind(socket: Router | Publisher, place: string, channel: Channel): Promise<void> {
  try {
    await socket.bind(place);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the ${channel} socket cannot be bound to ${place}: ${reason}`);
  }
}

/** Takes every message, for as long as the socket is open; a flood lets timers and other sockets have their turn. */
async function each(router: Router, take: (frames: Buffer[]) => unknown): Promise<void> {
  for (let count = 1; !router.closed; count++) {
    let frames: Buffer[];
    try {
      frames = await router.receive();
    } catch {
      // Closed, or a message that could not be taken.
      await delay(10);
      continue;
    }
    await take(frames);
    if (count % ROW === 0) await turn();
  }
}
