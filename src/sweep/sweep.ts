/**
 * Optimal cost and allocation over a grid of parent-order sizes and beta transforms.
 *
 * The grid is cut into tasks in one fixed way, a row of sizes for each model, and each task starts
 * cold: the same numbers to the last bit whoever runs them, and however many.
 */
import { unitsOf } from "../base/units";
import { InputError } from "../base/input-error";
import type { ImpactEstimates } from "../estimates/table/impact-estimates";
import type { ImpactModel } from "../solver/model/impact-model";
import { transformModel } from "./beta-transform";
import type { BetaTransform } from "./beta-transform";
import type { Executor } from "../work/executor";
import { sweepPoints } from "./sweep-points";
import type { SweepPoint } from "./sweep-points";
import { sweepGrid } from "./sweep-result";
import type { SweepData } from "./sweep-result";
import { saveSweep, sweepFrame } from "./sweep-table";
import type { SweepFrame } from "./sweep-table";
import { SWEEP_WORK } from "./sweep-task";
import type { SweepRow, SweepTask } from "./sweep-task";
import { executorFor } from "../work/worker-executor";

/** About what a point takes a bin. */
const SECONDS_A_BIN = 2e-8;

export interface SweepOptions {
  /** The model whose betas are transformed. Not needed for a list of models. */
  readonly model?: ImpactModel;
  /** S, shares: finite, above 0, ascending. */
  readonly sizes: ArrayLike<number>;
  /** How the exponents vary: `commonBeta`, `shiftBeta`, `stretchBeta` or `listModels`. Default: the model as it is. */
  readonly betas?: BetaTransform;
  /** Which x_i to keep: of all bins, or of those listed. N x points doubles take memory. Default: none. */
  readonly allocations?: "all" | readonly number[];
  /** Also works out what TWAP costs at every point. Default false. */
  readonly twap?: boolean;
  /** Worker threads; 1 stays in this thread. `"auto"`: as many as cores where the work is worth it. Default `"auto"`. */
  readonly workers?: number | "auto";
  /** Runs the tasks instead of this process. */
  readonly executor?: Executor;
  /** Rows of an earlier run of the same sweep, which are not run again. */
  readonly done?: Iterable<SweepRow>;
  /** Called with each row as it is done, and how many of how many are. */
  readonly onRow?: (row: SweepRow, done: number, total: number) => void;
  /** Ends the sweep early: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Sweep extends SweepData {
  /** The points one by one, the sizes of the first beta first. */
  points(): SweepPoint[];
  /** The points as a tidy danfo DataFrame, one row a point. */
  toFrame(): SweepFrame;
  /** Writes the tidy table to a .csv or .parquet file. */
  save(path: string): Promise<void>;
}

/** Solves every point of a grid. Throws an InputError for what is wrong with the grid as a whole. */
export async function sweep(options: SweepOptions): Promise<Sweep> {
  const { axes, bins, kept, tasks } = planSweep(options);
  const { data, place } = sweepGrid(axes, bins, kept, options.twap === true);
  const open = new Map(tasks.map((task) => [task.row, task]));
  const accept = (row: SweepRow): void => {
    if (open.delete(row.row)) place(row);
  };
  for (const row of options.done ?? []) accept(row);
  const executor =
    options.executor ??
    executorFor(options.workers ?? "auto", SECONDS_A_BIN * open.size * axes.size.values.length * bins);
  const report = (row: SweepRow): void => {
    accept(row);
    options.onRow?.(row, tasks.length - open.size, tasks.length);
  };
  await executor.run(SWEEP_WORK, [...open.values()], report, options.signal);
  if (open.size > 0) throw new Error(`the executor left ${open.size} of ${tasks.length} rows without a result`);
  const result = { ...data, notes: (options.model as Partial<ImpactEstimates> | undefined)?.notes };
  return {
    ...result,
    points: () => sweepPoints(result),
    toFrame: () => sweepFrame(result),
    save: (path) => saveSweep(result, path),
  };
}

export interface SweepPlan {
  readonly axes: SweepData["axes"];
  readonly bins: number;
  readonly kept: readonly number[] | null;
  readonly tasks: readonly SweepTask[];
}

/** The tasks of a sweep and the axes they lie on. */
export function planSweep({ model, sizes, betas, allocations, twap = false }: SweepOptions): SweepPlan {
  const S = checkSizes(sizes);
  if (betas === undefined && model === undefined)
    throw new InputError("model", "must be given where betas is not", model);
  const transform = betas ?? { kind: "models", models: [model as ImpactModel], labels: ["as estimated"] };
  const { models, values, name, title, labels } = transformModel(model, transform, S);
  const bins = models[0].alpha.length;
  const kept = checkKept(allocations, bins);
  const plainSizes = Array.from(S);
  const tasks = models.map(({ alpha, beta }, row) => ({
    row,
    alpha: Array.from(alpha),
    beta: Array.from(beta),
    sizes: plainSizes,
    bins: kept,
    twap,
  }));
  const axes = {
    size: {
      name: "size",
      title: `parent order size S (${unitsOf(model).sizes})`,
      scale: isGeometric(S) ? "log" : "linear",
      values: S,
    },
    beta: { name: name.replace(/ - 1$/, "").replace(/ /g, "_"), title, scale: "linear", values, labels },
  } as const;
  return { axes, bins, kept, tasks };
}

function checkSizes(sizes: ArrayLike<number>): Float64Array {
  if (typeof sizes !== "object" || sizes === null || !(sizes.length >= 1)) {
    throw new InputError("sizes", "must be an array of at least one size", sizes);
  }
  for (let k = 0; k < sizes.length; k++) {
    if (typeof sizes[k] !== "number" || !(sizes[k] > 0 && sizes[k] < Infinity)) {
      throw new InputError("sizes", "must be a finite number of shares above 0", sizes[k], k);
    }
    if (k > 0 && !(sizes[k] > sizes[k - 1]))
      throw new InputError("sizes", `must rise from ${sizes[k - 1]}`, sizes[k], k);
  }
  return Float64Array.from(sizes);
}

function checkKept(allocations: SweepOptions["allocations"], bins: number): readonly number[] | null {
  if (allocations === undefined) return null;
  if (allocations === "all") return Array.from({ length: bins }, (_, i) => i);
  if (!Array.isArray(allocations)) throw new InputError("allocations", 'must be "all" or a list of bins', allocations);
  allocations.forEach((bin: unknown, k) => {
    if (!(Number.isSafeInteger(bin) && (bin as number) >= 0 && (bin as number) < bins)) {
      throw new InputError("allocations", `must be a bin, 0 to ${bins - 1}`, bin, k);
    }
  });
  return [...allocations];
}

/** Sizes over more than a decade belong on a log axis. */
function isGeometric(sizes: Float64Array): boolean {
  return sizes[sizes.length - 1] > 10 * sizes[0];
}
