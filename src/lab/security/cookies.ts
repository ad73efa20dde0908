/**
 * Cookies: the session's, which no script can read, and the one that the page's own scripts repeat in a header
 * to show that they are of this origin.
 */
import { randomBytes } from "node:crypto";

/** The name that Jupyter's page looks for. */
export const XSRF = "_xsrf";

/** Cookies of a machine are shared by its ports: each server has a name of its own. */
export function cookieName(port: number): string {
  return `impactlab-${port}`;
}

/** The cookies of a request; of two with one name the first, which is of the longer path. */
export function readCookies(header: string | undefined): ReadonlyMap<string, string> {
  const cookies = new Map<string, string>();
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    if (at < 0) continue;
    const name = part.slice(0, at).trim();
    if (!cookies.has(name)) cookies.set(name, part.slice(at + 1).trim());
  }
  return cookies;
}

export function sessionCookie(port: number, value: string): string {
  return `${cookieName(port)}=${value}; Path=/; HttpOnly; SameSite=Lax`;
}

export function xsrfCookie(): string {
  return `${XSRF}=${randomBytes(16).toString("hex")}; Path=/; SameSite=Lax`;
}
