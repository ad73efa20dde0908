/**
 * Ends a running cell from the sockets' thread. A cell that waits is told by message. One that
 * computes takes no message: the inspector then ends its JavaScript, wherever it stands, which works
 * after an `await` too, where a signal does not. The compiler's work is never cut, it would be left
 * half done: the cell ends itself right after it.
 */
import { Session } from "node:inspector";
import { setTimeout as delay } from "node:timers/promises";
import type { MessagePort } from "node:worker_threads";

import type { ToEngine } from "./engine-port";
import type { ThreadState } from "./thread-state";

/** Milliseconds the main thread has to react by itself, and between two attempts to end its work. */
const PATIENCE = 100;

/** Interrupts the cell that runs now, if one does; resolves once it has ended. */
export async function interruptCell(port: Pick<MessagePort, "postMessage">, state: ThreadState): Promise<void> {
  const { run } = state;
  const ended = (): boolean => state.phase === "idle" || state.run !== run;
  if (ended()) return;
  state.requestInterrupt(run);
  port.postMessage({ type: "interrupt", run } satisfies ToEngine);
  for (;;) {
    await delay(PATIENCE);
    if (ended()) return;
    if (state.phase === "running") {
      await terminateMainThread();
      // The message above may have been in hand when the code was ended.
      port.postMessage({ type: "interrupt", run } satisfies ToEngine);
    }
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
