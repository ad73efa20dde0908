/**
 * Runs the notebooks of a plan, several at a time, and writes what each leaves behind as soon as it
 * has ended.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { writeBeside } from "../numeric/write-beside";
import { formatNotebook } from "./notebook-document";
import type { PlannedRun } from "./plan-runs";
import { runNotebook } from "./run-notebook";
import type { RunOptions } from "./run-notebook";
import type { RunsProgress } from "./run-progress";
import type { RunRecord } from "./run-record";

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
  mkdirSync(out, { recursive: true });
  const finished: FinishedRun[] = [];
  const waiting = [...plan];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined && options.signal?.aborted !== true; next = waiting.shift()) {
      const { name, path, parameters } = next;
      const record = await runNotebook({ ...rest, path, parameters, onProgress: (cell) => progress.update(name, cell) });
      finished.push({ name, record });
      await writeRun(record, join(out, name), html);
      progress.end(name, record.failure === null ? "done" : record.failure.message);
    }
  };
  try {
    await Promise.all(Array.from({ length: Math.max(1, jobs) }, work));
  } finally {
    progress.stop();
  }
  const order = plan.map(({ name }) => name);
  return finished.sort((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}

/** Writes what a run leaves behind, each file beside its place and renamed there. */
async function writeRun(record: RunRecord, path: string, _html: boolean): Promise<void> {
  await writeBeside(`${path}.ipynb`, [formatNotebook(record.notebook)]);
}
