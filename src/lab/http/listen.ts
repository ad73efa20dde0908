/**
 * A server at a port: the one that is asked for, or the first that is free.
 */
import { once } from "node:events";
import type { Server } from "node:http";

import { InputError } from "../../base/input-error";

const FIRST = 8890;
const TRIES = 50;

/** Listens at the port; without one at the first that is free from 8890 on. */
export async function listen(server: Server, ip: string, port?: number): Promise<void> {
  for (let n = 0; ; n++) {
    try {
      server.listen(port ?? (n < TRIES ? FIRST + n : 0), ip);
      await once(server, "listening");
      return;
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE" && port === undefined) continue;
      if (code === "EADDRINUSE") throw new InputError("--port", "must be one that nobody listens at", port);
      if (code === "EACCES") throw new InputError("--port", "must be one that you may listen at", port);
      if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND") {
        throw new InputError("--ip", "must be an address of this machine", ip);
      }
      throw error;
    }
  }
}
