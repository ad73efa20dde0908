/** Decodes the columns of a Parquet file, however it is damaged: within a time that its size allows. */
import { join } from "node:path";
import { Worker } from "node:worker_threads";

/** What decoding may take, of the process's CPU and of the clock: half a second, and one for each megabyte. */
const SECONDS = 0.5;
const SECONDS_A_BYTE = 1e-6;

interface Message {
  /** The thread has loaded what it needs, and begins. */
  readonly ready?: true;
  readonly columns?: unknown[][];
  readonly error?: string;
}

/** One array a name. Throws an Error that says what is wrong with the file. */
export function decodeParquet(file: ArrayBuffer, names: readonly string[]): Promise<unknown[][]> {
  return new Promise((done, fail) => {
    const limit = SECONDS + SECONDS_A_BYTE * file.byteLength;
    const worker = new Worker(join(__dirname, "parquet-decoder.js"), {
      workerData: { file, names },
      execArgv: [],
      stderr: true,
    });
    let [started, before] = [Infinity, process.cpuUsage()];
    const watch = setInterval(() => {
      const { user, system } = process.cpuUsage(before);
      // Of a thread that waits for a core the clock says nothing; of other threads' work the CPU says too much.
      const used = Math.min((user + system) / 1e6, (performance.now() - started) / 1000);
      if (used > limit) end(() => fail(new Error(`its columns cannot be decoded in ${limit.toPrecision(2)} s`)));
    }, 25);
    const end = (settle: () => void): void => {
      clearInterval(watch);
      void worker.terminate().then(settle);
    };
    worker.on("message", ({ ready, columns, error }: Message) => {
      if (ready === true) [started, before] = [performance.now(), process.cpuUsage()];
      else end(() => (columns === undefined ? fail(new Error(error)) : done(columns)));
    });
    worker.once("error", (error) => end(() => fail(error)));
  });
}
