/** A sweep into a table, for the command line. */
import type { ImpactModel } from "../solver/model/impact-model";
import type { RunOptions } from "../work/run-tasks";
import { runToFile } from "../work/run-to-file";
import { planSweep, sweep, type SweepOptions } from "./sweep";
import { SWEEP_WORK, type SweepRow } from "./sweep-task";

/**
 * Runs a sweep and writes its table to `path`; says what came of it on `stream`. Rejects when aborted,
 * with the rows done so far kept beside the table for `resume`.
 */
export async function sweepToFile(
  model: ImpactModel,
  options: SweepOptions,
  path: string,
  resume: boolean,
  stream: NodeJS.WriteStream,
): Promise<void> {
  const { tasks } = planSweep(model, options);
  const { cost, failures } = await runToFile(
    { name: "sweep", file: path, work: SWEEP_WORK, tasks, resume, stream, signal: options.signal },
    (run: RunOptions<SweepRow>) => sweep(model, { ...options, ...run }),
    async (result) => {
      await result.save(path);
      return result;
    },
  );
  const reason = failures.length === 0 ? "" : `; ${failures.length} failed, the first as ${failures[0].reason}`;
  stream.write(`${path}: ${cost.length} points${reason}\n`);
}
