/**
 * Ends a running cell from the sockets' thread. A cell that waits is told by message. One that
 * computes takes no message: the inspector then ends its JavaScript, wherever it stands, which works
 * after an `await` too, where a signal does not. The compiler's work is never cut, it would be left
 * half done: the cell ends itself right after it. What it then fails by, a KeyboardInterrupt, is made
 * in cells.ts, `interrupt`.
 */
import { Session } from "node:inspector";
import { setTimeout as delay } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";

import type { ToEngine } from "../engine/engine-port";
import type { ThreadState } from "../engine/thread-state";

/** Milliseconds the main thread has to react by itself, and between two attempts to end its work. */
const PATIENCE = 100;

/** Interrupts the cell of this number, also one that waits for the compiler; resolves when it has ended. */
export async function interruptCell(
  port: Pick<MessagePort, "postMessage">,
  state: ThreadState,
  run: number,
  ended: () => boolean,
): Promise<void> {
  state.requestInterrupt(run);
  while (!ended()) {
    // Again each time: a message in hand when the code was ended is lost.
    port.postMessage({ type: "interrupt", run } satisfies ToEngine);
    await delay(PATIENCE);
    if (!ended() && state.run === run && state.phase === "running") await terminateMainThread();
  }
}

function terminateMainThread(): Promise<void> {
  const session = new Session();
  session.connectToMainThread();
  return new Promise((resolve) => {
    session.post("Runtime.terminateExecution", () => {
      session.disconnect();
      resolve();
    });
  });
}
