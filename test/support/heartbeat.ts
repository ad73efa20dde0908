/**
 * A client's heartbeat: what the kernel's heartbeat socket echoes.
 */
import { Request } from "zeromq";

import type { KernelClient } from "../../src/kernel/client/client";
import { address } from "../../src/kernel/protocol/connection";

export async function heartbeat(kernel: KernelClient): Promise<string> {
  const socket = new Request({ linger: 0 });
  socket.connect(address(kernel.connection, "hb"));
  await socket.send("ping");
  const [echo] = await socket.receive();
  socket.close();
  return String(echo);
}
