/**
 * The one way in which long work makes a file: with a progress bar, kept when interrupted, resumable. What
 * is done so far stands beside the file until the file does.
 */
import { InputError } from "../base/input-error";
import type { Executor } from "./executor";
import { openProgressFile, type KeptWork } from "./progress-file";
import { countOf, type NumberedTask, type Part, type RunOptions } from "./run-tasks";
import { showCount } from "./show-count";
import type { WorkName } from "./work";

export interface FileWork {
  /** What it is called: "sweep". */
  readonly name: string;
  /** The file that it makes. */
  readonly file: string;
  readonly work: KeptWork & Pick<WorkName, "unit">;
  readonly tasks: Iterable<NumberedTask>;
  /** Whether to go on with what an earlier run left. */
  readonly resume: boolean;
  /** What runs the tasks, where it is not threads. */
  readonly executor?: Executor;
  /** Where progress is shown. */
  readonly stream: NodeJS.WriteStream;
  readonly signal?: AbortSignal;
}

/**
 * Runs the work and saves its result. Rejects when aborted, with what is done so far kept beside the file.
 *
 * @param run the work itself, with these options beside its own.
 * @param save writes the result: what is kept is removed once it has.
 */
export async function runToFile<P extends Part, Result, Saved>(
  { name, file, work, tasks, resume, executor, stream, signal }: FileWork,
  run: (options: RunOptions<P>) => Promise<Result>,
  save: (result: Result) => Promise<Saved>,
): Promise<Saved> {
  const { path, done, add, isKept, remove } = openProgressFile<P>(file, work, tasks, resume);
  const before = new Set<number>();
  for (const { part } of done) before.add(part);
  const total = countOf(tasks);
  let count = 0;
  for (const task of tasks) if (before.has(task.part)) count += task.count;
  const show = showCount(name, work.unit, total, count, stream, () => executor?.state?.());
  const onProgress = (now: number, _: number, part: P): void => {
    add(part);
    count = now;
    show.update(now);
  };
  let result: Result;
  try {
    result = await run({ done, onProgress, signal, executor }).finally(() => show.stop());
  } catch (error) {
    // What was worked out before the disk was full is kept, too.
    const full = error instanceof InputError && error.argument === path;
    if (signal?.aborted === true || full) {
      const end = isKept()
        ? `are kept in ${path}: the same command with --resume goes on`
        : `were done and are not kept: ${path} is another run's by now, or gone`;
      stream.write(`${count} of ${total} ${work.unit} ${end}\n`);
    } else if (error instanceof InputError && before.size === 0) remove();
    throw error;
  }
  const saved = await save(result);
  remove();
  return saved;
}
