/**
 * `impactlab` in this process: a command line in, its exit code and what it wrote out. The source is
 * loaded as `src/impactlab.js` loads it, so that what a command requires late is found.
 */
import { EventEmitter } from "node:events";
import { Readable, Writable } from "node:stream";

import type { Io } from "../../src/cli/command-line";
import { load } from "./load";

const { createProgram, main } = load("../../src/cli/main", __filename) as typeof import("../../src/cli/main");

export { createProgram };

export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  /** What is on standard input. Default: nothing. */
  readonly stdin?: string | Uint8Array;
  /** Ctrl-C, once, as soon as standard error holds this text, or this promise is kept. */
  readonly interruptAfter?: string | Promise<unknown>;
}

/** Runs `impactlab ...argv`. */
export async function run(argv: readonly string[], { stdin = "", interruptAfter }: RunOptions = {}): Promise<Ran> {
  const signals = new EventEmitter();
  const said = { stdout: "", stderr: "" };
  let interrupted = false;
  const stream = (name: keyof typeof said): NodeJS.WriteStream =>
    new Writable({
      write(chunk: Buffer, _, done) {
        said[name] += chunk.toString();
        if (typeof interruptAfter === "string" && !interrupted && said.stderr.includes(interruptAfter)) {
          interrupted = true;
          signals.emit("SIGINT");
        }
        done();
      },
    }) as unknown as NodeJS.WriteStream;
  const io: Io = {
    stdin: Readable.from([Buffer.from(stdin)]),
    stdout: stream("stdout"),
    stderr: stream("stderr"),
    on: (event, listener) => signals.on(event, listener),
    off: (event, listener) => signals.off(event, listener),
  };
  if (interruptAfter instanceof Promise) void interruptAfter.then(() => signals.emit("SIGINT"));
  const code = await main(["node", "impactlab", ...argv], io);
  return { code, ...said };
}
