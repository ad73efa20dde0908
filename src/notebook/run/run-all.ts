/**
 * Runs the notebooks of a plan, several at a time, and writes what each leaves behind as soon as it
 * has ended.
 */
import { mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { InputError } from "../../base/input-error";
import type { PlannedRun } from "./plan-runs";
import { runNotebook, type RunOptions } from "./run-notebook";
import type { RunsProgress } from "./run-progress";
import type { RunRecord } from "../record/run-record";
import { runFiles, writeIndex, writeRun } from "./write-run";

export interface RunAllOptions extends Omit<RunOptions, "path" | "parameters" | "onProgress"> {
  /** The folder the files are written to; made where there is none. */
  readonly out: string;
  readonly html: boolean;
  /** How many notebooks run at a time, each in a kernel of its own. */
  readonly jobs: number;
  readonly progress: RunsProgress;
}

export interface FinishedRun {
  readonly name: string;
  readonly record: RunRecord;
}

/** Resolves with the runs in the plan's order; those that never began because of `signal` are left out. */
export async function runAll(plan: readonly PlannedRun[], options: RunAllOptions): Promise<FinishedRun[]> {
  const { out, html, jobs, progress, ...rest } = options;
  checkPlaces(
    out,
    plan.map(({ name }) => name),
    html,
  );
  const finished: FinishedRun[] = [];
  const waiting = [...plan];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && options.signal?.aborted !== true; next = waiting.shift()) {
      const { name, path, parameters } = next;
      const record = await runNotebook({
        ...rest,
        path,
        parameters,
        onProgress: (cell) => progress.update(name, cell),
      });
      finished.push({ name, record });
      await writeRun(record, out, name, html);
      progress.end(name, record.failure === null ? "done" : record.failure.message);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  } finally {
    progress.stop();
  }
  const order = plan.map(({ name }) => name);
  if (html) await writeIndex(out, order);
  return finished.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** Makes the folder, and sees to it that the files can be written, before an hour's run finds that they cannot. */
function checkPlaces(out: string, names: readonly string[], html: boolean): void {
  try {
    mkdirSync(out, { recursive: true });
  } catch (error) {
    throw new InputError(
      "--out",
      `must be a folder, or one that can be made (${(error as NodeJS.ErrnoException).code})`,
      out,
    );
  }
  const probe = join(out, `.impactlab.${process.pid}.part`);
  try {
    writeFileSync(probe, "");
    rmSync(probe);
  } catch (error) {
    throw new InputError(
      "--out",
      `must be a folder that may be written to (${(error as NodeJS.ErrnoException).code})`,
      out,
    );
  }
  const taken = [...names.flatMap((name) => runFiles(name, html)), ...(html ? ["index.html"] : [])].find((file) =>
    isFolder(join(out, file)),
  );
  if (taken !== undefined)
    throw new InputError("--out", `must have room for a file, and ${taken} is a folder there`, out);
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
