/**
 * A client of the workspace's server that says what it wants to: headers which `fetch` would not let it set.
 */
import { request } from "node:http";

import { WebSocket } from "ws";

import { fromFrame, toFrame, type Framed } from "../../src/lab/kernels/frames";
import { newMessage, type Content, type Message } from "../../src/kernel/protocol/wire";
import type { Lab } from "../../src/lab/server";

export interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer | object;
}

export interface Got {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  /** The body as JSON. */
  json<T = Record<string, unknown>>(): T;
}

/** What a client with the token sends. */
export function withToken({ token }: Pick<Lab, "token">): Record<string, string> {
  return { authorization: `token ${token}` };
}

/** Asks as it is told: no token, no cookie of its own. */
export function ask(
  { origin }: Pick<Lab, "origin">,
  path: string,
  { method = "GET", headers = {}, body }: Asked = {},
): Promise<Got> {
  const data = body === undefined || typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(origin);
    const sent = request({ hostname, port, path, method, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) });
      });
      response.once("error", reject);
    });
    sent.once("error", reject);
    sent.end(data);
  });
}

/** Asks with the token. */
export function askWithToken(lab: Pick<Lab, "origin" | "token">, path: string, asked: Asked = {}): Promise<Got> {
  return ask(lab, path, { ...asked, headers: { ...withToken(lab), ...asked.headers } });
}

/** Opens a web socket; the status by which it was refused, or 101. */
export function upgrade(
  { origin }: Pick<Lab, "origin">,
  path: string,
  headers: Record<string, string>,
): Promise<number> {
  const socket = new WebSocket(origin.replace("http", "ws") + path, { headers });
  return new Promise((resolve, reject) => {
    socket.once("open", () => {
      resolve(101);
      socket.terminate();
    });
    socket.once("unexpected-response", (_, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.once("error", (error) => (socket.readyState === WebSocket.CONNECTING ? reject(error) : undefined));
  });
}

/** A client at a kernel's channels. */
export class Channels {
  readonly received: Framed[] = [];
  #changed: (() => void)[] = [];

  private constructor(
    readonly socket: WebSocket,
    readonly session: string,
  ) {
    socket.on("message", (data, isBinary) => {
      this.received.push(fromFrame(data as Buffer, isBinary, socket.protocol));
      this.#wake();
    });
    socket.once("close", () => this.#wake());
  }

  static open(lab: Lab, kernel: string, session: string, protocols: string[] = []): Promise<Channels> {
    const path = `/api/kernels/${kernel}/channels?session_id=${session}`;
    const socket = new WebSocket(lab.origin.replace("http", "ws") + path, protocols, { headers: withToken(lab) });
    const channels = new Channels(socket, session);
    return new Promise((resolve, reject) => {
      socket.once("open", () => resolve(channels));
      socket.once("error", reject);
    });
  }

  send(type: string, content: Content, metadata: Content = {}, channel = "shell"): Message {
    const message = { ...newMessage(type, content, { session: this.session, username: "test" }), metadata };
    this.socket.send(toFrame(channel, message, this.socket.protocol));
    return message;
  }

  execute(code: string, metadata: Content = {}): Message {
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    return this.send("execute_request", { ...content, stop_on_error: true }, metadata);
  }

  /** Runs a cell; its broadcasts, and its reply, once both have come. */
  async run(code: string, metadata: Content = {}): Promise<{ shown: Message[]; reply: Message }> {
    const { header } = this.execute(code, metadata);
    const reply = await this.until(
      ({ channel, message }) => channel === "shell" && parentOf(message) === header.msg_id,
    );
    await this.until(
      ({ message }) => parentOf(message) === header.msg_id && message.content.execution_state === "idle",
    );
    const shown = this.received.filter((one) => one.channel === "iopub" && parentOf(one.message) === header.msg_id);
    return { shown: shown.map(({ message }) => message), reply: reply.message };
  }

  /** The first message, of those that have come or will, that this holds for. */
  async until(holds: (framed: Framed) => boolean): Promise<Framed> {
    for (;;) {
      const found = this.received.find(holds);
      if (found !== undefined) return found;
      if (this.socket.readyState !== WebSocket.OPEN) throw new Error("the web socket was closed");
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  async close(): Promise<void> {
    const closed = new Promise((resolve) => this.socket.once("close", resolve));
    this.socket.close();
    await closed;
  }

  #wake(): void {
    const changed = this.#changed;
    this.#changed = [];
    for (const resolve of changed) resolve();
  }
}

export function parentOf({ parent_header: parent }: Message): string | undefined {
  return (parent as { msg_id?: string }).msg_id;
}

/** The text that a cell has printed. */
export function printed(shown: readonly Message[]): string {
  const streams = shown.filter(({ header }) => header.msg_type === "stream");
  return streams.map(({ content }) => String(content.text)).join("");
}
