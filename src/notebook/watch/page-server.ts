/**
 * The page of a watched notebook on this machine's own address: the page, and the events by which it learns that
 * there is a new one. Nothing else is served, to nobody who calls the server by another name (DNS rebinding) or does
 * not know the address, which holds a random word.
 */
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

import { InputError } from "../../base/input-error";

export interface PageServer {
  readonly address: string;
  /** Serves this page from now on, and has those that are open load it. */
  show(html: string): void;
  /** Says something in the pages that are open. */
  say(text: string): void;
  close(): Promise<void>;
}

/** What a page shows before there is one. */
const WAITING = "<!doctype html><title>impactlab</title><p>The notebook runs.</p>";

/** @throws InputError where the port is taken */
export async function servePage(port: number, script: string): Promise<PageServer> {
  const word = randomBytes(16).toString("hex");
  const open = new Set<ServerResponse>();
  // Pages compare it with what they were loaded as.
  let version = 0;
  let html = `${WAITING}<script type="application/json" data-watch>0</script><script>${script}</script>`;
  let said = "";
  const send = (response: ServerResponse, event: string, data: string): boolean =>
    response.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  const server = createServer((request, response) => {
    const { host } = request.headers;
    const { port: own } = server.address() as AddressInfo;
    const answer = (status: number, type: string, body: string): void =>
      void response.writeHead(status, { ...HEADERS, "content-type": type }).end(request.method === "HEAD" ? "" : body);
    if (host !== `127.0.0.1:${own}` && host !== `localhost:${own}`)
      return answer(403, "text/plain", "This server is not called by that name (Host).\n");
    if (request.method !== "GET" && request.method !== "HEAD") return answer(405, "text/plain", "GET alone.\n");
    if (request.url === `/${word}/`) return answer(200, "text/html; charset=utf-8", html);
    if (request.url !== `/${word}/events`) return answer(404, "text/plain", "Nothing is here.\n");
    response.writeHead(200, { ...HEADERS, "content-type": "text/event-stream" });
    if (request.method === "HEAD") return void response.end();
    open.add(response);
    response.once("close", () => open.delete(response));
    send(response, "version", String(version));
    send(response, "said", said);
  });
  server.listen(port, "127.0.0.1");
  try {
    await once(server, "listening");
  } catch (error) {
    throw new InputError("--port", `must be a port that is free (${(error as NodeJS.ErrnoException).code})`, port);
  }
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/${word}/`,
    show(next) {
      version++;
      html = next.replace("<body>", () => `<body><script type="application/json" data-watch>${version}</script>`);
      for (const response of open) send(response, "version", String(version));
    },
    say(text) {
      said = text;
      for (const response of open) send(response, "said", text);
    },
    async close() {
      server.close();
      for (const response of open) response.end();
      server.closeAllConnections();
      if (server.listening) await once(server, "close");
    },
  };
}

const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};
