/**
 * The thread cells run in: it wires compiler, display and process guards to the sockets' thread.
 */
import { writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Worker } from "node:worker_threads";

import { Cells } from "./cells/cells";
import type { Compiler } from "./cells/compile/compiler";
import { wrapTimers } from "./cells/run-timers";
import { Runs } from "./cells/runs";
import { readConnection } from "./protocol/connection";
import { serveEngine, type FromEngine, type ToEngine } from "./engine/engine-port";
import type { Output } from "./engine/engine";
import { watchChildren } from "./process/child-processes";
import { captureDescriptors } from "./process/descriptor-output";
import { guardProcess } from "./process/process-guard";
import { projectRoot } from "./project-root";
import { captureStreams } from "./process/stream-capture";
import { ThreadState } from "./engine/thread-state";

/** Past what captures the descriptors. */
const write = writeSync;

export function runMainThread(
  worker: Worker,
  connectionFile: string,
  buffer: SharedArrayBuffer,
  compiler?: Compiler,
): void {
  const kernelName = readKernelName(connectionFile);
  const state = new ThreadState(buffer);
  const runs = new Runs();
  const emit = (output: Output, run = runs.current): void => {
    const size = charactersOf(output);
    state.pushOutput(size);
    worker.postMessage({ type: "output", output, run, size } satisfies FromEngine);
  };
  const giveUp = (error: unknown): void => {
    sayLast(error);
    exit(1);
  };
  // Until there are cells to hear of it.
  let failed = giveUp;
  const exit = guardProcess((thrown) => failed(thrown));
  let tell = (text: string): string => text;
  captureStreams((name, text) => emit({ type: "stream", name, text: tell(text) }));
  captureDescriptors();
  watchChildren(() => {
    const run = runs.current;
    return {
      within: (call) => runs.within(run, call, (thrown) => cells.failedInBackground(thrown, run)),
      onStop: (end) => runs.onStop(run, end),
    };
  });
  const folder = workingFolder();
  const cells = new Cells({
    root: projectRoot(folder),
    folder,
    state,
    runs,
    emit,
    kernelName,
    compiler,
  });
  failed = (thrown) => cells.failedInBackground(thrown);
  tell = (text) => cells.tell(text);
  // What ES modules import by name of the functions replaced here.
  wrapTimers(runs, (thrown, run) => cells.failedInBackground(thrown, run));
  syncBuiltinESMExports();
  const end = (): void => {
    state.phase = "ending";
    exit(0);
  };
  worker.on("message", (message: ToEngine) => serveEngine(cells, worker, message, end));
  // Without its sockets the kernel is deaf: an address in use, or a defect.
  worker.on("error", giveUp);
  worker.on("exit", () => exit(1));
}

/** What an output weighs on its way: a figure's data, which is no text, stands in its HTML as well. */
function charactersOf(output: Output): number {
  if (output.type === "stream") return output.text.length;
  const texts = Object.values(output.type === "display" ? output.bundle.data : {});
  return texts.reduce<number>((sum, data) => sum + (typeof data === "string" ? data.length : 0), 0);
}

/** The name of the kernelspec; ends a process that has no connection file it can use. */
function readKernelName(connectionFile: string): string {
  try {
    return readConnection(connectionFile).kernel_name ?? "impactlab";
  } catch (error) {
    sayLast(error);
    return process.exit(1);
  }
}

/** Where the notebook stands; a server that is closed at once may have taken it away. */
function workingFolder(): string {
  try {
    return process.cwd();
  } catch {
    throw new Error("the folder that it was started in is gone");
  }
}

/** Tells why the process ends, past what captures its streams. */
function sayLast(error: unknown): void {
  try {
    write(2, `impactlab kernel: ${error instanceof Error ? error.message : String(error)}\n`);
  } catch {
    // Nobody reads it.
  }
}
