/** A kernel whose cells' files are noted, and whose own last words are kept, for who runs a notebook in it. */
import { startKernel, type KernelClient } from "../../kernel/client/client";
import { recordReads } from "../provenance/data-reads";
import { OUTPUT_VARIABLE } from "../record/output-path";

/** How much of the kernel's own log is kept, to tell of its death. */
const LAST_WORDS = 20_000;

export interface RecordedKernel {
  readonly kernel: KernelClient;
  /** The end of its log. */
  readonly log: () => string;
}

/** The files that cells open are noted in `places.log`, what they leave goes to `places.output`. */
export async function startRecorded(
  folder: string,
  places: { readonly log: string; readonly output: string },
): Promise<RecordedKernel> {
  const recording = recordReads(places.log);
  const env = { ...process.env, ...recording.env, [OUTPUT_VARIABLE]: places.output };
  const kernel = await startKernel({ folder, nodeOptions: recording.args, env, stderr: "pipe" });
  let log = "";
  kernel.process.stderr?.on("data", (text: Buffer) => (log = (log + String(text)).slice(-LAST_WORDS)));
  return { kernel, log: () => log };
}
