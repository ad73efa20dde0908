/**
 * The routes behind Node's HTTP server: each request and each upgrade passes the gate, then goes to the route
 * that takes it; what a handler throws becomes an answer.
 */
import { STATUS_CODES, createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { Readable, type Duplex } from "node:stream";
import { pipeline } from "node:stream/promises";

import { WebSocketServer } from "ws";

import { readBody } from "./body";
import { HttpError, json, type Answer, type Call, type Route } from "./route";
import { Router } from "./router";

/** Who may ask, and what every answer carries. */
export interface Gate {
  /** Throws HttpError for what is refused; an answer is given in place of the route's. */
  check(request: IncomingMessage, url: URL, kind: "request" | "upgrade"): Answer | undefined;
  headers(request: IncomingMessage): Readonly<Record<string, string | readonly string[]>>;
}

export interface ServeOptions {
  readonly routes: readonly Route[];
  readonly gate: Gate;
  /** Told of what no handler has foreseen. */
  readonly log: (text: string) => void;
  /** The sub-protocol of a web socket, of those a client offers. */
  readonly protocol: (offered: ReadonlySet<string>) => string | false;
}

/** Bytes of one message that a client sends through a web socket. */
const LONGEST_MESSAGE = 64 << 20;

export interface Served {
  readonly server: Server;
  /** Ends every connection, web sockets too. */
  close(): Promise<void>;
}

export function serve(options: ServeOptions): Served {
  const router = new Router(options.routes);
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LONGEST_MESSAGE,
    handleProtocols: options.protocol,
    perMessageDeflate: false,
  });
  const server = createServer((request, response) => void answerRequest(router, options, request, response));
  server.on("upgrade", (request, socket, head) => openSocket(router, options, sockets, request, socket, head));
  return {
    server,
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets.clients) socket.terminate();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function answerRequest(
  router: Router,
  { gate, log }: ServeOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const gone = new AbortController();
  response.once("close", () => gone.abort());
  let answer: Answer;
  try {
    const url = urlOf(request);
    const method = request.method === "HEAD" ? "GET" : (request.method ?? "GET");
    const given = gate.check(request, url, "request");
    if (given !== undefined) answer = given;
    else {
      const { route, params } = router.endpoint(method, url.pathname);
      answer = await route.handle(newCall(request, url, method, params, gone.signal));
    }
  } catch (error) {
    // Of a client that hangs up in the middle of what it sends there is nothing to tell.
    if (request.destroyed && !request.complete) return void response.destroy();
    answer = failure(error, request, log);
  }
  try {
    await send(response, answer, { ...gate.headers(request), ...answer.headers });
  } catch (error) {
    // The client has gone, or the body failed half way: what is cut off must not look whole.
    if (!gone.signal.aborted) log(`${request.method} ${request.url}: ${text(error)}`);
    response.destroy();
  }
}

async function send(
  response: ServerResponse,
  { status, body }: Answer,
  headers: Readonly<Record<string, string | readonly string[]>>,
): Promise<void> {
  const code = status ?? 200;
  // A body that was not read whole would be taken for the next request.
  if (!response.req.complete && code >= 400) response.setHeader("connection", "close");
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.statusCode = code;
  if (body === undefined) return void response.end();
  if (typeof body === "string" || body instanceof Uint8Array) {
    response.setHeader("content-length", Buffer.byteLength(body));
    return void response.end(body);
  }
  await pipeline(Readable.from(body), response);
}

function openSocket(
  router: Router,
  { gate, log }: ServeOptions,
  sockets: WebSocketServer,
  request: IncomingMessage,
  stream: Duplex,
  head: Buffer,
): void {
  stream.on("error", () => stream.destroy());
  try {
    const url = urlOf(request);
    if (gate.check(request, url, "upgrade") !== undefined) throw new HttpError(403, "A web socket cannot be sent on.");
    const { route, params } = router.socket(url.pathname);
    const gone = new AbortController();
    const call = newCall(request, url, "GET", params, gone.signal);
    route.admit?.(call);
    sockets.handleUpgrade(request, stream, head, (socket) => {
      socket.once("close", () => gone.abort());
      socket.on("error", () => socket.terminate());
      route.socket(socket, call);
    });
  } catch (error) {
    const { status = 500, body } = failure(error, request, log);
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
      "content-type: application/json",
      `content-length: ${Buffer.byteLength(String(body))}`,
      "connection: close",
    ];
    stream.end(`${lines.join("\r\n")}\r\n\r\n${String(body)}`);
  }
}

function newCall(
  request: IncomingMessage,
  url: URL,
  method: string,
  params: Call["params"],
  signal: AbortSignal,
): Call {
  return {
    method,
    url,
    params,
    headers: request.headers,
    signal,
    bytes: (limit) => readBody(request, limit),
    json: async <T extends object>(limit?: number) => parseObject<T>((await readBody(request, limit)).toString()),
  };
}

/** Whatever its Content-Type says: Jupyter's page sends JSON as text. */
function parseObject<T extends object>(text: string): Partial<T> {
  if (text.trim() === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new HttpError(400, `The body must be JSON (${(error as Error).message}).`);
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Partial<T>;
  throw new HttpError(400, "The body must be a JSON object.");
}

/** The address asked for; its host is checked by the gate alone. */
function urlOf(request: IncomingMessage): URL {
  const path = request.url ?? "/";
  if (path.startsWith("/") && URL.canParse(`http://lab${path}`)) return new URL(`http://lab${path}`);
  throw new HttpError(400, "The address must be a path.");
}

function failure(error: unknown, request: IncomingMessage, log: ServeOptions["log"]): Answer {
  if (error instanceof HttpError) {
    const { message, reason, status, headers } = error;
    return { ...json({ message, reason }, status), headers: { "content-type": "application/json", ...headers } };
  }
  log(`${request.method} ${request.url?.replace(/token=[^&]*/, "token=...")}: ${text(error)}`);
  return json({ message: "The server failed; its terminal says by what.", reason: null }, 500);
}

function text(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
