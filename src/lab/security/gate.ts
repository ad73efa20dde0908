/**
 * Who may ask: each request and each upgrade passes here first, as Jupyter Server has it.
 *
 * 1. `Host` is a name of ours (DNS rebinding).
 * 2. `Origin`, where a browser says it, is the page's own; so is `Sec-Fetch-Site`.
 * 3. The token, in a header or the address, or the cookie that it was exchanged for.
 * 4. What changes something on a cookie's word repeats the cookie `_xsrf` in a header, which a page of another
 *    origin can neither read nor send.
 */
import type { IncomingMessage } from "node:http";

import { HttpError, type Answer } from "../http/route";
import type { Gate } from "../http/serve";
import { XSRF, cookieName, readCookies, sessionCookie, xsrfCookie } from "./cookies";
import { HEADERS } from "./headers";
import { isOurHost } from "./hosts";
import { cookieOf, same } from "./token";

export interface GateOptions {
  readonly token: string;
  /** The address listened at. */
  readonly ip: string;
  /** The port listened at, known once the server listens. */
  readonly port: () => number;
}

/** The page, in a workspace of its own too. */
const PAGE = /^\/(?:lab(?:\/workspaces\/[^/]+)?(?:\/tree(?:\/.*)?)?)?$/;
const READS = new Set(["GET", "HEAD"]);

export function newGate({ token, ip, port }: GateOptions): Gate {
  const cookie = cookieOf(token);
  return {
    check(request, url, kind) {
      const { headers, method = "GET" } = request;
      if (!isOurHost(headers.host, ip)) throw new HttpError(403, "This server is not called by that name (Host).");
      if (headers.origin !== undefined && headers.origin !== `http://${headers.host}`) {
        throw new HttpError(403, "A page of another origin may not ask this server (Origin).");
      }
      const given = tokenOf(request, url);
      if (same(given, token)) return isPage(method, url) ? exchange(url, port(), cookie, headers.cookie) : undefined;
      const cookies = readCookies(headers.cookie);
      if (given !== undefined || !same(cookies.get(cookieName(port())), cookie)) return refuse(method, url, kind);
      checkSite(request);
      if (READS.has(method)) return undefined;
      const xsrf = cookies.get(XSRF);
      if (xsrf === undefined || xsrf === "" || !same(String(headers["x-xsrftoken"] ?? ""), xsrf)) {
        throw new HttpError(403, "A change needs the header X-XSRFToken, which repeats the cookie _xsrf.");
      }
      return undefined;
    },
    headers: () => HEADERS,
  };
}

/** The token that a request shows; undefined where it shows none. */
function tokenOf({ headers }: IncomingMessage, url: URL): string | undefined {
  const header = /^(?:token|bearer)\s+(\S+)\s*$/i.exec(headers.authorization ?? "");
  return header?.[1] ?? url.searchParams.get("token") ?? undefined;
}

/** What a person opens, where the token is taken out of the address. */
function isPage(method: string, { pathname, searchParams }: URL): boolean {
  return method === "GET" && searchParams.has("token") && PAGE.test(pathname);
}

function exchange(url: URL, port: number, cookie: string, had: string | undefined): Answer {
  const rest = new URLSearchParams(url.searchParams);
  rest.delete("token");
  const query = rest.size === 0 ? "" : `?${rest.toString()}`;
  const cookies = [sessionCookie(port, cookie), ...(readCookies(had).has(XSRF) ? [] : [xsrfCookie()])];
  // One slash: with two the rest would be read as another host's name.
  const location = `${url.pathname.replace(/^\/+/, "/")}${query}`;
  return { status: 302, headers: { location, "set-cookie": cookies } };
}

/** A page of another port of this machine gets the cookie sent, and says in this header that it is another. */
function checkSite({ headers }: IncomingMessage): void {
  const site = headers["sec-fetch-site"];
  const own = site === undefined || site === "same-origin" || site === "none";
  const opened = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
  if (!own && !opened) throw new HttpError(403, "A page of another origin may not ask this server (Sec-Fetch-Site).");
}

function refuse(method: string, url: URL, kind: "request" | "upgrade"): Answer {
  const sentence = "This server needs its token: open the address that its terminal shows.";
  if (
    kind === "upgrade" ||
    method !== "GET" ||
    /^\/(?:api|files|impactlab|kernelspecs)\b|^\/lab\/(?!tree|workspaces)/.test(url.pathname)
  ) {
    throw new HttpError(403, sentence);
  }
  const html = `<!doctype html><meta charset="utf-8"><title>impactlab</title><p>${sentence}</p>\n`;
  return { status: 403, headers: { "content-type": "text/html; charset=utf-8" }, body: html };
}
