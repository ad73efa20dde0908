/**
 * What is written to standard output and error, by console.log or directly, is captured and goes to the
 * notebook, whole. A cell that prints faster than it can be sent is held back in thread-state.ts; a flood
 * is cut by whoever collects it.
 */
import { StringDecoder } from "node:string_decoder";

import type { StreamName } from "../engine/engine";

type Callback = (error?: Error | null) => void;

export function captureStreams(write: (name: StreamName, text: string) => void): void {
  for (const name of ["stdout", "stderr"] as const) {
    // A character may be split between two chunks of bytes.
    const decoder = new StringDecoder("utf8");
    const stream = process[name];
    stream.write = (chunk: string | Uint8Array, encoding?: BufferEncoding | Callback, done?: Callback): boolean => {
      const text =
        typeof chunk !== "string"
          ? decoder.write(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))
          : typeof encoding === "string" && !/^utf-?8$/i.test(encoding)
            ? Buffer.from(chunk, encoding).toString()
            : chunk;
      write(name, text);
      const callback = typeof encoding === "function" ? encoding : done;
      if (callback !== undefined) process.nextTick(callback);
      return true;
    };
  }
}
