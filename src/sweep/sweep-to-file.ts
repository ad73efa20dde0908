/** A sweep into a table, for the command line: with a progress bar, kept when interrupted, resumable. */
import { InputError } from "../base/input-error";
import { openProgressFile } from "../work/progress-file";
import { showCount } from "../work/show-count";
import { planSweep, sweep } from "./sweep";
import type { SweepOptions } from "./sweep";
import type { SweepRow } from "./sweep-task";

/**
 * Runs a sweep and writes its table to `path`; says what came of it on `stream`. Rejects when aborted,
 * with the rows done so far kept beside the table for `resume`.
 */
export async function sweepToFile(
  options: SweepOptions,
  path: string,
  resume: boolean,
  stream: NodeJS.WriteStream,
): Promise<void> {
  const { tasks } = planSweep(options);
  const progress = openProgressFile<SweepRow>(path, tasks, resume);
  const show = showCount("sweep", "rows", tasks.length, progress.done.length, stream);
  let rows = progress.done.length;
  let result;
  try {
    result = await sweep({
      ...options,
      done: progress.done,
      onRow(row, done) {
        progress.add(row);
        rows = done;
        show.update(done);
      },
    });
  } catch (error) {
    show.stop();
    if (options.signal?.aborted === true) {
      stream.write(
        `${rows} of ${tasks.length} rows are kept in ${progress.path}: the same command with --resume goes on\n`,
      );
    } else if (error instanceof InputError) progress.remove();
    throw error;
  }
  show.stop();
  await result.save(path);
  progress.remove();
  const failed = result.failures.length;
  const reason = failed === 0 ? "" : `; ${failed} failed, the first as ${result.failures[0].reason}`;
  stream.write(`${path}: ${result.cost.length} points${reason}\n`);
}
