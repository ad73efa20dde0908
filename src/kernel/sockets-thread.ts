/**
 * The thread that owns the sockets: it answers heartbeat and control while the main thread computes.
 */
import { parentPort, workerData, type MessagePort } from "node:worker_threads";

import { readConnection } from "./protocol/connection";
import { RemoteEngine, type FromEngine, type ToEngine } from "./engine/engine-port";
import { interruptCell } from "./process/interrupter";
import { kernelLog } from "./process/kernel-log";
import { watchParent } from "./process/parent-watch";
import { Session } from "./protocol/session";
import { openSockets } from "./protocol/sockets";
import { ThreadState } from "./engine/thread-state";

/** What start.js passes to the thread. */
export interface SocketsThreadData {
  readonly connectionFile: string;
  readonly state: SharedArrayBuffer;
}

/** Milliseconds a busy main thread has before the process is ended from here. */
const EXIT_PATIENCE = 250;

export async function runSocketsThread(): Promise<void> {
  const port = parentPort as MessagePort;
  const data = workerData as SocketsThreadData;
  const state = new ThreadState(data.state);
  const log = kernelLog();
  watchParent(() => process.kill(process.pid, "SIGKILL"));
  const engine = new RemoteEngine(port, state, (run, ended) => void interruptCell(port, state, run, ended));
  const sockets = await openSockets(readConnection(data.connectionFile), log);
  const session = new Session({
    engine,
    log,
    send: (channel, message) => sockets.send(channel, message),
    shutdown: () => void sockets.close().then(() => exitProcess(port)),
  });
  port.on("message", (message: FromEngine) => engine.receive(message, (output, run) => session.output(output, run)));
  session.announce();
  sockets.listen((channel, message) => {
    if (channel !== "stdin") session.receive(channel, message);
  });
}

/** Ends the process by way of the main thread, or without it where a cell keeps it busy. */
function exitProcess(port: MessagePort): void {
  port.postMessage({ type: "exit" } satisfies ToEngine);
  setTimeout(() => process.kill(process.pid, "SIGKILL"), EXIT_PATIENCE);
}
