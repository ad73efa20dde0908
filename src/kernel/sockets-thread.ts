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

/** Milliseconds before the process is ended from here: where its main thread is busy, and where it is at its end. */
const EXIT_PATIENCE = { busy: 250, ending: 3000 };

export async function runSocketsThread(): Promise<void> {
  const port = parentPort as MessagePort;
  const data = workerData as SocketsThreadData;
  const state = new ThreadState(data.state);
  const log = kernelLog();
  const connection = readConnection(data.connectionFile);
  watchParent(() => process.kill(process.pid, "SIGKILL"), connection.launcher_pid);
  const engine = new RemoteEngine(port, state, (run, ended) => void interruptCell(port, state, run, ended));
  const sockets = await openSockets(connection, log);
  const session = new Session({
    engine,
    log,
    send: (channel, message) => sockets.send(channel, message),
    shutdown: () => void sockets.close().then(() => exitProcess(port, state)),
  });
  port.on("message", (message: FromEngine) => engine.receive(message, (output, run) => session.output(output, run)));
  session.announce();
  sockets.listen((channel, message) => {
    if (channel !== "stdin") session.receive(channel, message);
  });
}

/** Ends the process by way of the main thread, or without it where a cell keeps it busy. */
function exitProcess(port: MessagePort, state: ThreadState): void {
  port.postMessage({ type: "exit" } satisfies ToEngine);
  const end = (): void => void process.kill(process.pid, "SIGKILL");
  // Threads that cells left at work take their time to end.
  setTimeout(() => (state.phase === "ending" ? setTimeout(end, EXIT_PATIENCE.ending) : end()), EXIT_PATIENCE.busy);
}
