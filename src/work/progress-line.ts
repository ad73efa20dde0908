/** How far long work is, in one line of a notebook's output that is written over: at most once a second. */
import { checkOptions, type OptionNames } from "../base/check-options";
import { readable } from "../base/readable";
import type { Executor } from "./executor";
import { engineText } from "./show-count";

export interface ProgressLineOptions {
  /** What is counted. Default "points". */
  readonly unit?: string;
  /** Whose workers and retries the line tells, too. */
  readonly executor?: Executor;
  /** Writes text. Default: to standard output, which is the cell's. */
  readonly write?: (text: string) => void;
  /** Milliseconds of a clock that only rises. Default: the machine's. */
  readonly clock?: () => number;
}

const OPTIONS: OptionNames<ProgressLineOptions> = { unit: true, executor: true, write: true, clock: true };

/** So often, milliseconds. */
const OFTEN = 1000;

/**
 * A callback for `onProgress` of `sweep`, `monteCarlo`, `sobolIndices` and `morris`: how many are done of how many, how
 * many a second, and the seconds to go, in one line that is written over at most once a second and is empty in the end,
 * so that a report of the notebook is the same every time.
 *
 * @param options what is counted, and the executor, where it is not threads.
 * @returns what to give as `onProgress`; of one run.
 * @throws InputError for an option that it does not know.
 * @example
 * ```ts
 * import { logspace, progressLine, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.4] };
 * const { cost } = await sweep(model, { sizes: logspace(2, 4, 50), onProgress: progressLine() });
 * console.log(cost.length); // 50
 * ```
 */
export function progressLine(options: ProgressLineOptions = {}): (done: number, total: number) => void {
  const { unit = "points", executor, clock = () => performance.now() } = checkOptions(options, OPTIONS);
  const { write = (text) => void process.stdout.write(text) } = options;
  const began = clock();
  /** How many were done before, of an earlier run: they say nothing of how fast this one is. */
  let before: number | undefined;
  let last = began;
  let width = 0;
  const put = (text: string): void => {
    write(`\r${text.padEnd(width)}${text === "" ? "\r" : ""}`);
    width = text.length;
  };
  return (done, total) => {
    before ??= done;
    const now = clock();
    if (done >= total) {
      if (width > 0) put("");
      return;
    }
    if (now - last < OFTEN) return;
    last = now;
    const rate = (done - before) / ((now - began) / 1000);
    const left = rate > 0 ? `, ${readable(rate, 3)}/s, ${readable(Math.ceil((total - done) / rate), 3)} s to go` : "";
    put(`${readable(done)} of ${readable(total)} ${unit}${left}${engineText(executor?.state?.())}`);
  };
}
