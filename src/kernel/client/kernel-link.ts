/**
 * One client's sockets to a kernel, and the requests it has under way: what the runner's client and the live
 * workspace's kernels talk through.
 */
import { randomUUID } from "node:crypto";
import { Dealer, Subscriber } from "zeromq";

import { address, type Connection } from "../protocol/connection";
import { decode, encode, newMessage, type Content, type Message } from "../protocol/wire";

/** The channels a client sends on. */
export type ClientChannel = "shell" | "control";
/** Where a message came from. */
export type FromChannel = ClientChannel | "iopub";

export interface RequestOptions {
  readonly channel?: ClientChannel;
  /** Called with every broadcast that belongs to the request, as it comes. */
  readonly onMessage?: (message: Message) => void;
}

/** Sees every message that comes, those of others too; while its promise is open no more are taken. */
export type Tap = (channel: FromChannel, message: Message) => void | Promise<void>;

interface Request {
  reply?: Message;
  idle: boolean;
  readonly onMessage?: (message: Message) => void;
  readonly resolve: (reply: Message) => void;
  readonly reject: (error: Error) => void;
}

/** Milliseconds until a kernel that does not answer counts as failed: minutes, for a busy machine. */
const PATIENCE = 180_000;

export class KernelLink {
  /** Whose requests these are: parent headers name it. */
  readonly session = randomUUID();
  readonly #connection: Connection;
  readonly #sockets: { shell: Dealer; control: Dealer; iopub: Subscriber };
  readonly #tap: Tap;
  /**
   * By the id of its message, until it is done; those with `onMessage` stay, because what a cell left running may
   * still show something.
   */
  readonly #requests = new Map<string, Request>();
  readonly #sending: Record<ClientChannel, Promise<void>> = { shell: Promise.resolve(), control: Promise.resolve() };

  constructor(connection: Connection, tap: Tap = () => undefined) {
    this.#connection = connection;
    this.#tap = tap;
    const options = { linger: 0, receiveHighWaterMark: 0 };
    this.#sockets = { shell: new Dealer(options), control: new Dealer(options), iopub: new Subscriber(options) };
    for (const channel of ["shell", "control", "iopub"] as const) {
      this.#sockets[channel].connect(address(connection, channel));
      void this.#listen(channel);
    }
    this.#sockets.iopub.subscribe();
  }

  /** Resolves once the kernel answers and its broadcasts arrive: a subscription takes a moment. */
  async ready(): Promise<Message> {
    for (const end = performance.now() + PATIENCE; performance.now() < end;) {
      const heard = this.request("kernel_info_request", {});
      const tick = new Promise<undefined>((resolve) => setTimeout(resolve, 100, undefined));
      const reply = await Promise.race([heard, tick]);
      if (reply !== undefined) return reply;
      heard.catch(() => undefined);
    }
    throw new Error(`the kernel did not answer within ${PATIENCE / 1000} s`);
  }

  /** Sends any request; resolves with its reply once the kernel is done with it. */
  request(type: string, content: Content, options: RequestOptions = {}): Promise<Message> {
    const message = newMessage(type, content, { session: this.session, username: "client" });
    const { channel = "shell", onMessage } = options;
    return new Promise((resolve, reject) => {
      const id = message.header.msg_id;
      this.#requests.set(id, { idle: false, onMessage, resolve, reject });
      this.send(channel, message).catch((error: Error) => {
        this.#requests.delete(id);
        reject(error);
      });
    });
  }

  /** Sends a message as it is, one after the other: a second send while one waits would throw. */
  send(channel: ClientChannel, message: Message): Promise<void> {
    const sent = this.#sending[channel].then(() => this.#sockets[channel].send(encode(message, this.#connection.key)));
    this.#sending[channel] = sent.catch(() => undefined);
    return sent;
  }

  /** Ends it: what is under way fails with this error. */
  close(error: Error): void {
    for (const socket of Object.values(this.#sockets)) socket.close();
    for (const request of this.#requests.values()) request.reject(error);
    this.#requests.clear();
  }

  async #listen(channel: FromChannel): Promise<void> {
    for await (const frames of this.#sockets[channel]) {
      const message = decode(frames, this.#connection.key);
      this.#receive(channel, message);
      await this.#tap(channel, message);
      // A flood of messages that are all there already would let nothing else happen.
      await new Promise(setImmediate);
    }
  }

  /** A request is done once its reply and its last broadcast, `idle`, have come, on two sockets. */
  #receive(channel: FromChannel, message: Message): void {
    const { msg_id: id = "" } = message.parent_header as { msg_id?: string };
    const request = this.#requests.get(id);
    if (request === undefined) return;
    if (channel !== "iopub") request.reply = message;
    else if (message.header.msg_type === "status" && message.content.execution_state === "idle") request.idle = true;
    else request.onMessage?.(message);
    if (request.reply === undefined || !request.idle) return;
    if (request.onMessage === undefined) this.#requests.delete(id);
    request.resolve(request.reply);
  }
}
