/** Optimal cost and allocation over a grid of parent-order sizes and beta transforms. */
import { checkOptions, type OptionNames } from "../base/check-options";
import { withSummary } from "../base/summary";
import { CONSTRAINT_OPTIONS } from "../solver/model/constraints";
import type { ImpactModel } from "../solver/model/impact-model";
import { RUN_OPTIONS, runTasks, type RunOptions } from "../work/run-tasks";
import { planGrid, type SweepGrid, type SweepPlan } from "./plan-grid";
import { sweepPoints, type SweepPoint } from "./sweep-points";
import { sweepGrid, type SweepData } from "./sweep-result";
import { sweepSummary } from "./sweep-summary";
import { saveSweep } from "./sweep-table";
import type { SweepRow } from "./sweep-task";

/** About what a point takes a bin. */
const SECONDS_A_BIN = 2e-8;

/**
 * What to sweep over, what every allocation keeps to (TWAP's too), and how to run it: `onProgress` counts points. A
 * point whose size the constraints have no room for fails alone.
 */
export interface SweepOptions extends RunOptions<SweepRow>, SweepGrid {}

const OPTIONS: OptionNames<SweepOptions> = {
  sizes: true,
  betas: true,
  allocations: true,
  twap: true,
  ...CONSTRAINT_OPTIONS,
  ...RUN_OPTIONS,
};

export interface Sweep extends SweepData {
  /** The points one by one, the sizes of the first beta first. */
  points(): SweepPoint[];
  /** Writes the tidy table to a .csv or .parquet file. */
  save(path: string): Promise<void>;
}

/**
 * Solves `min C(x) = sum_i alpha_i x_i^beta_i, sum x = S, x >= 0` at every point of a grid: each S of `sizes` under
 * each model that `betas` makes. Point q = row * sizes + column; a row is one value of the beta axis.
 *
 * A point that has no solution (a transform can take a beta to 0 or below) fails alone: its status says `failed`,
 * `failures` says why. Rows, and pieces of long ones, run on worker threads where the work is worth it; the
 * numbers do not depend on it.
 *
 * @param model alpha and beta, N bins; undefined only where `betas` is `listModels(...)`.
 * @returns typed arrays over the grid: cost in currency, lambda in currency per share, the spread over bins, status.
 * @throws InputError for what is wrong with the model or the grid as a whole.
 * @example
 * ```ts
 * import { commonBeta, linspace, logspace, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.04], beta: [1.5, 1.5, 1.5] };
 * const betas = commonBeta(linspace(0.8, 1.6, 3));
 * const surface = await sweep(model, { sizes: logspace(2, 4, 5), betas, twap: true });
 * console.log(surface.points()[0]); // size 100, beta 0.8: the whole order in one bin
 * ```
 */
export async function sweep(model: ImpactModel | undefined, options: SweepOptions): Promise<Sweep> {
  const { axes, bins, keptBins, work, tasks, asked, notes } = planSweep(model, options);
  const { data, place } = sweepGrid(axes, bins, keptBins, asked, notes);
  await runTasks(work, tasks, place, SECONDS_A_BIN * bins, options);
  const result = { ...data, points: () => sweepPoints(data), save: (path: string) => saveSweep(data, path) };
  return withSummary(result, sweepSummary);
}

/** The tasks of a sweep and the axes they lie on. */
export function planSweep(model: ImpactModel | undefined, options: SweepOptions): SweepPlan {
  return planGrid(model, checkOptions(options, OPTIONS));
}
