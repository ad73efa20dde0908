/**
 * A process that runs batches for its host. It says which task it is at by a file that outlives it, so that the host
 * knows which one it died over. What comes in is a name of the table and data; nothing of it is evaluated.
 */
import { openSync, writeSync } from "node:fs";

import { fingerprintOf } from "../fingerprint";
import { loadWorks } from "../load-works";
import { batchRunner, type Batch } from "../run-batch";
import type { Thrown } from "../thrown";

/** What the host is told. */
export type FromChild =
  { readonly ready: string } | { readonly lines: readonly string[] } | { readonly end: true; readonly thrown?: Thrown };

const [, , works, place] = process.argv;

/** Results wait for others so long, milliseconds, or until there are so many characters of them. */
const FLUSH = 50;
const MUCH = 1 << 18;

const at = openSync(place, "w");
const index4 = Buffer.alloc(4);
const run = batchRunner(loadWorks(works));

function send(message: FromChild): Promise<void> {
  return new Promise((resolve) => process.send?.(message, undefined, {}, () => resolve()));
}

async function runAndTell(batch: Batch): Promise<void> {
  let lines: string[] = [];
  let length = 0;
  let flushed = performance.now();
  const thrown = await run(batch, {
    begin(index) {
      index4.writeUInt32LE(index);
      writeSync(at, index4, 0, 4, 0);
    },
    async done(_, line) {
      lines.push(line);
      length += line.length;
      const now = performance.now();
      if (now - flushed < FLUSH && length < MUCH) return;
      await send({ lines });
      [lines, length, flushed] = [[], 0, performance.now()];
    },
  });
  if (lines.length > 0) await send({ lines });
  await send({ end: true, thrown });
}

// Ctrl-C reaches the whole group of processes: the host ends this one when it is done.
process.on("SIGINT", () => {});
process.on("disconnect", () => process.exit(0));
process.on("message", (batch: Batch) => void runAndTell(batch));
// Once all source is loaded, so that an edit in between is seen by whom it concerns.
void send({ ready: fingerprintOf(works) });
