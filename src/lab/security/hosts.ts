/**
 * The names by which the server may be called. A page of any site may have its name resolve to this machine
 * (DNS rebinding), but the browser still says that name in `Host`: an address of numbers is nobody's name.
 */
import { isIP } from "node:net";
import { hostname } from "node:os";

/** Whether an address is this machine's own and reached by nobody else. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}

/** The name in a `Host` header without its port; undefined where it is no such header. */
export function hostName(header: string | undefined): string | undefined {
  const parts = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header ?? "");
  return parts === null ? undefined : (parts[1] ?? parts[2]).toLowerCase();
}

/** Whether a server that listens at `ip` may be called so. */
export function isOurHost(header: string | undefined, ip: string): boolean {
  const name = hostName(header);
  if (name === undefined) return false;
  if (isLoopback(name)) return true;
  return !isLoopback(ip) && (isIP(name) !== 0 || name === hostname().toLowerCase());
}
