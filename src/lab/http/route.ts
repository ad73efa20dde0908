/**
 * What a handler gets and gives: a request past every check, an answer, and the route that joins them.
 */
import type { IncomingHttpHeaders } from "node:http";

import type { WebSocket } from "ws";

/** One request, or the opening of one web socket. */
export interface Call {
  readonly method: string;
  readonly url: URL;
  /** What stood in the place of `:name` and `*name` in the route's path, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly headers: IncomingHttpHeaders;
  /** Aborts when the client has gone, so that long work for it ends. */
  readonly signal: AbortSignal;
  /** The body; HttpError 413 where it is longer than `limit` bytes, by default 1 MB. */
  bytes(limit?: number): Promise<Buffer>;
  /** The body as a JSON object, `{}` where there is none; HttpError 400 where it is something else. */
  json<T extends object>(limit?: number): Promise<Partial<T>>;
}

export interface Answer {
  /** 200 where it is left out. */
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Uint8Array | AsyncIterable<string | Uint8Array>;
}

/** Answers one method of one path. */
export interface Endpoint {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** "/api/kernels/:id", "/files/*path": `:name` is one part, `*name` is the rest, possibly empty. */
  readonly path: string;
  handle(call: Call): Answer | Promise<Answer>;
}

/** Takes the web sockets opened at one path. */
export interface SocketEndpoint {
  readonly path: string;
  /** Refuses before the upgrade, by throwing HttpError. */
  admit?(call: Call): void;
  socket(socket: WebSocket, call: Call): void;
}

export type Route = Endpoint | SocketEndpoint;

/** An answer that is not the one asked for, in one sentence. */
export class HttpError extends Error {
  override readonly name = "HttpError";

  constructor(
    readonly status: number,
    message: string,
    /** A word that clients know; Jupyter's page looks at it now and then. */
    readonly reason: string | null = null,
    readonly headers: Answer["headers"] = {},
  ) {
    super(message);
  }
}

/** An answer in JSON. */
export function json(value: unknown, status = 200): Answer {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(value) };
}

/** One JSON value a line, each as soon as it comes: for progress. */
export function lines(values: AsyncIterable<unknown>): Answer {
  async function* text(): AsyncIterable<string> {
    for await (const value of values) yield `${JSON.stringify(value)}\n`;
  }
  return { headers: { "content-type": "application/x-ndjson" }, body: text() };
}

/** There is nothing more to say than that it is done. */
export const DONE: Answer = { status: 204 };
