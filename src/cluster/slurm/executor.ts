/** Sweeps and studies as Slurm arrays: the same call and bits, where machines have Slurm and a folder in common. */
import { mkdirSync } from "node:fs";
import { isAbsolute, resolve } from "node:path";

import { checkOptions, type OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import type { NumberedTask, Part } from "../../work/run-tasks";
import type { Work } from "../../work/work";
import { closable, type ClosableExecutor } from "../closable";
import { fingerprintOf } from "../fingerprint";
import { kindOf, loadWorks, OWN_WORKS } from "../load-works";
import { SlurmRun } from "./run";

/** How an executor on Slurm goes about it. No number depends on it. */
export interface SlurmExecutorOptions {
  /** A folder that every machine of the partition sees by the same path, as it sees this project and Node. */
  readonly folder: string;
  /** Default: the site's. */
  readonly partition?: string;
  /** Pieces that the work is cut into, 1 to 100,000: minutes of work each are best. Default 100. */
  readonly elements?: number;
  /** How often a task over which a machine's process died is tried again, 0 to 10. Default 2. */
  readonly retries?: number;
  /**
   * Whether what a stopped run has done stays in a folder of its own there, for the same call to go on from; false is
   * for who keeps the results as they come. Default true.
   */
  readonly keep?: boolean;
  /** Told in a sentence that Slurm does not answer, or where a stopped run stays. Default: a line on standard error. */
  readonly onNotice?: (text: string) => void;
}

const OPTIONS: OptionNames<SlurmExecutorOptions> = {
  folder: true,
  partition: true,
  elements: true,
  retries: true,
  keep: true,
  onNotice: true,
};

/**
 * Runs sweeps and studies as arrays of Slurm jobs, through files. The numbers are those of one thread, to the last bit.
 * What a run has done stands in its folder until it is whole: the same call again goes on from there. Account, time and
 * memory are set as for every job of the site (SBATCH_ACCOUNT, SBATCH_TIMELIMIT, ...).
 *
 * @param options the folder, the partition, and how to cut the work.
 * @returns what `sweep`, `monteCarlo`, `sobolIndices` and `morris` take as `executor`; `close()` cancels what it runs.
 * @throws InputError for an option that breaks its rule; a run rejects where Slurm refuses it, and names a task that
 *   ends every process it is given to, the others kept.
 * @example
 * ```ts
 * import { commonBeta, linspace, logspace, slurmExecutor, sweep } from "../src";
 *
 * const executor = slurmExecutor({ folder: "/tmp", partition: "research", elements: 40 });
 * const model = { alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.5, 1.5] };
 * const grid = { sizes: logspace(2, 4, 5), betas: commonBeta(linspace(0.8, 1.6, 3)) };
 * const surface = await sweep(model, grid); // where there is Slurm: sweep(model, { ...grid, executor })
 * await executor.close();
 * ```
 */
export function slurmExecutor(options: SlurmExecutorOptions): ClosableExecutor {
  return slurmExecutorOf(options, OWN_WORKS);
}

/**
 * @param works path of the table of works that the machines see, too, without extension.
 * @param check the queue is asked so often, milliseconds.
 */
export function slurmExecutorOf(options: SlurmExecutorOptions, works: string, check = 5000): ClosableExecutor {
  const { folder, partition, elements = 100, retries = 2, keep = true } = checkOptions(options, OPTIONS);
  const { onNotice = (text) => void process.stderr.write(`${text}\n`) } = options;
  must(typeof folder === "string" && folder !== "", "options.folder", "must be a folder that all machines see", folder);
  must(!/['\n%]/.test(folder), "options.folder", "must hold no quote, newline or %", folder);
  const named = partition === undefined || /^[\w.-]+(,[\w.-]+)*$/.test(partition);
  must(named, "options.partition", "must be a partition's name", partition);
  const some = Number.isInteger(elements) && elements >= 1 && elements <= 100_000;
  must(some, "options.elements", "must be a whole number, 1 to 100000", elements);
  const whole = Number.isInteger(retries) && retries >= 0 && retries <= 10;
  must(whole, "options.retries", "must be a whole number, 0 to 10", retries);
  must(typeof keep === "boolean", "options.keep", "must be true or false", keep);
  const path = isAbsolute(folder) ? folder : resolve(folder);
  return closable((work, tasks, report, stop) => {
    kindOf(loadWorks(works), work.name);
    try {
      mkdirSync(path, { recursive: true });
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      throw new InputError("options.folder", `must be a folder, or one that can be made (${code})`, folder);
    }
    const fingerprint = fingerprintOf(works);
    const around = { folder: path, partition, elements, retries, works, fingerprint, check, keep, onNotice, stop };
    return new SlurmRun<NumberedTask, Part>(work as Work<NumberedTask, Part>, tasks, report, around);
  });
}
