/**
 * Where a notebook writes what it is to leave behind. Each run has an output folder of its own, which its report lists
 * with the files' hashes; in Jupyter it is `output/` beside the notebook.
 */
import { mkdirSync } from "node:fs";
import { dirname, isAbsolute, join, normalize } from "node:path";

import { must } from "../../base/input-error";

/** The variable by which a run tells its kernel the folder. */
export const OUTPUT_VARIABLE = "IMPACTLAB_OUTPUT";

/** What stands before the name of a file of the output folder, in a record. */
export const OUTPUT_PREFIX = "output/";

/**
 * The path of a file in the output folder of this run; its folder is made.
 *
 * @param name the file's name, with folders before it where wanted: `orders.csv`, `days/monday.csv`
 * @returns a path to write to: within the run's own folder, which `run` puts beside the report as `NAME-files/`; in
 *   Jupyter within `output/`, seen from the notebook
 * @throws InputError where the name is none, or leads out of the folder
 *
 * @example
 * ```ts
 * import { allocate, loadEstimates, outputPath, saveSchedule } from "../src";
 *
 * const { model } = await loadEstimates("../data/synthetic-equity-day.csv");
 * await saveSchedule(outputPath("orders.csv"), model, allocate(model, 250_000, { lot: 100 }));
 * ```
 */
export function outputPath(name: string): string {
  must(typeof name === "string" && name.trim() !== "", "name", "must be the name of a file", name);
  const leaves = isAbsolute(name) || /(^|[/\\])\.\.([/\\]|$)/.test(name) || /[/\\]$/.test(normalize(name));
  must(!leaves, "name", "must be of a file within the output folder", name);
  const path = join(process.env[OUTPUT_VARIABLE] ?? "output", name);
  mkdirSync(dirname(path), { recursive: true });
  return path;
}
