/**
 * The unit of a sweep's work: one model, and all sizes or a piece of them (cut-rows.ts). The model of a row is made
 * where it is solved, from the model that all of them share. Each size is started from the one before, inside the
 * task alone, so that the numbers do not depend on who runs which task when.
 */
import { join } from "node:path";

import { type FitRanges, type Outside, outsideOf } from "../estimates/fit-ranges";
import { effectiveBins } from "../numeric/effective-bins";
import { exp, log } from "../numeric/elementary";
import { allocate } from "../solver/allocate";
import { twap as twapOf } from "../solver/baselines/baselines";
import { orNoRoom } from "../solver/baselines/strategy";
import type { AllocationStatus } from "../solver/model/allocation";
import { checkModel, REGIMES, regimeOf, type CheckedModel, type Regime } from "../solver/model/impact-model";
import { constraintsOf, type PlainConstraints } from "../solver/model/plain-constraints";
import { sizePath } from "../solver/size-path";
import type { NumberedTask, Part } from "../work/run-tasks";
import type { WorkKind } from "../work/work";
import { changedModel, type BetaChange } from "./beta-transform";
import type { SweepPiece } from "./cut-rows";

/** A row's model, or what it is made from, and what belongs to it. */
export interface RowModel extends CheckedModel {
  /** The sizes that the bins' fits saw, where the model says. */
  readonly ranges?: FitRanges;
  /** What every allocation keeps to, where there is something. */
  readonly constraints?: PlainConstraints;
}

/** What all tasks of a sweep have in common. */
export interface SweepShared {
  /** What every row's model is, or is made from; undefined where each brings its own. */
  readonly model?: RowModel;
  readonly change?: BetaChange;
  /** The size axis: ascending, shares. */
  readonly sizes: Float64Array;
  /** The bins whose x_i to keep; null for none. */
  readonly keptBins: readonly number[] | null;
  /** Whether to work out the cost of TWAP as well. */
  readonly twap: boolean;
}

/** `part` is the number of the piece, `count` that of its sizes. */
export interface SweepTask extends NumberedTask, SweepPiece {
  /** The row's model, where rows do not share one. */
  readonly model?: RowModel;
}

/** Statuses by their code in a sweep's arrays: those of an allocation, and `failed`, no result. */
export const POINT_STATUSES = ["optimal", "inaccurate", "out-of-range", "not-converged", "failed", "bounded"] as const;
export type PointStatus = (typeof POINT_STATUSES)[number];

/** A row of a sweep or a piece of it, one value a size; NaN (active: -1) where the status is `failed`. */
export interface SweepRow extends Part {
  readonly row: number;
  /** The column of its first value. */
  readonly first: number;
  /** Index into REGIMES; 255 where the model has none. */
  readonly regime: number;
  /** Indices into POINT_STATUSES. */
  readonly status: Uint8Array;
  readonly cost: Float64Array;
  readonly lambda: Float64Array;
  readonly active: Int32Array;
  readonly effectiveBins: Float64Array;
  /** Empty unless asked for. */
  readonly twapCost: Float64Array;
  /** Bins at their caps, and the proven gap; empty without constraints. */
  readonly atCap: Int32Array;
  readonly gap: Float64Array;
  /** What lies outside the fits; empty where the model states no ranges. */
  readonly outside: Readonly<Record<keyof Outside, Float64Array>>;
  /** The kept bins' x, size after size. */
  readonly x: Float64Array;
  readonly failures: readonly { readonly column: number; readonly reason: string }[];
}

/** The code of a regime that is not known, the model being no model. */
export const NO_REGIME = 255;
const FAILED = POINT_STATUSES.indexOf("failed");

/** Sweep tasks as work for an executor. */
export const SWEEP_WORK: WorkKind<SweepShared, SweepTask, SweepRow> = {
  prepare: (shared) => (task) => runTask(shared, task),
  module: join(__dirname, "sweep-task"),
  name: "SWEEP_WORK",
  unit: "points",
  describe: ({ row, first, count }) => `row ${row}, sizes ${first} to ${first + count - 1}`,
};

/** Runs one task. Never throws for what is wrong with a model or a point: the row says so. */
function runTask(shared: SweepShared, task: SweepTask): SweepRow {
  const base = (task.model ?? shared.model) as RowModel;
  const { alpha, beta } = shared.change === undefined ? base : changedModel(base, shared.change, task.row);
  const { ranges, constraints } = base;
  const { twap } = shared;
  const sizes = shared.sizes.subarray(task.first, task.first + task.count);
  const points = sizes.length;
  const constrained = constraints === undefined ? 0 : points;
  const perPoint = (): Float64Array => new Float64Array(ranges === undefined ? 0 : points).fill(NaN);
  const kept = shared.keptBins ?? [];
  const failures: { column: number; reason: string }[] = [];
  const row = {
    part: task.part,
    row: task.row,
    first: task.first,
    regime: NO_REGIME,
    status: new Uint8Array(points).fill(FAILED),
    cost: new Float64Array(points).fill(NaN),
    lambda: new Float64Array(points).fill(NaN),
    active: new Int32Array(points).fill(-1),
    effectiveBins: new Float64Array(points).fill(NaN),
    twapCost: new Float64Array(twap ? points : 0).fill(NaN),
    atCap: new Int32Array(constrained),
    gap: new Float64Array(constrained).fill(NaN),
    outside: { below: perPoint(), above: perPoint(), filled: perPoint(), ceiling: perPoint() },
    x: new Float64Array(points * kept.length),
    failures,
  };
  // Where every bin is kept, the solver writes in place.
  const keepsAll = kept.length === alpha.length && kept.every((bin, m) => bin === m);
  const scratch = new Float64Array(alpha.length);
  try {
    const model = { alpha, beta };
    const path = constraints === undefined ? plainPath(model, twap) : constrainedPath(model, constraints);
    row.regime = REGIMES.indexOf(path.regime);
    const outside = ranges === undefined ? undefined : outsideOf(alpha, beta, ranges);
    for (let k = 0; k < points; k++) {
      const keptX = kept.length === 0 ? row.x : row.x.subarray(k * kept.length, (k + 1) * kept.length);
      const x = keepsAll ? keptX : scratch;
      try {
        const { status, cost, lambda, active, atCap, gap } = path.at(sizes[k], x);
        row.status[k] = POINT_STATUSES.indexOf(status);
        row.cost[k] = cost;
        row.lambda[k] = lambda;
        row.active[k] = active;
        row.effectiveBins[k] = effectiveBins(x, sizes[k]);
        if (outside !== undefined) {
          const { below, above, filled, ceiling } = outside(x, sizes[k], cost);
          row.outside.below[k] = below;
          row.outside.above[k] = above;
          row.outside.filled[k] = filled;
          row.outside.ceiling[k] = ceiling;
        }
        if (twap) row.twapCost[k] = path.twapCost(sizes[k]);
        if (constrained > 0) [row.atCap[k], row.gap[k]] = [atCap, gap];
        if (!keepsAll) for (let m = 0; m < kept.length; m++) keptX[m] = x[kept[m]];
      } catch (error) {
        keptX.fill(NaN);
        failures.push({ column: task.first + k, reason: reasonOf(error) });
      }
    }
  } catch (error) {
    row.x.fill(NaN);
    for (let k = 0; k < points; k++) failures.push({ column: task.first + k, reason: reasonOf(error) });
  }
  return row;
}

/** One model's optima by size, and what TWAP costs. */
interface Path {
  readonly regime: Regime;
  /** x is written to `x`. */
  at(size: number, x: Float64Array): PathPoint;
  twapCost(size: number): number;
}

interface PathPoint {
  readonly status: AllocationStatus;
  readonly cost: number;
  readonly lambda: number;
  readonly active: number;
  readonly atCap: number;
  readonly gap: number;
}

function plainPath(model: CheckedModel, twaps: boolean): Path {
  const path = sizePath(model);
  const twapCost = twaps ? twapCurve(model.alpha, model.beta) : () => NaN;
  return {
    regime: path.regime,
    at(size, x) {
      // Named one by one: a spread takes a fifth of a point's time.
      const { status, cost, lambda, active } = path.at(size, x);
      return { status, cost, lambda, active, atCap: 0, gap: 0 };
    },
    twapCost,
  };
}

/** Every size by itself. */
function constrainedPath({ alpha, beta }: CheckedModel, plain: PlainConstraints): Path {
  const { constraints, volume } = constraintsOf(plain);
  const model = { alpha, beta, volume };
  return {
    regime: regimeOf(checkModel(model)),
    at(size, x) {
      const { x: found, status, cost, lambda, active, certificate } = allocate(model, size, constraints);
      x.set(found);
      return { status, cost, lambda, active, atCap: certificate.atCap ?? 0, gap: certificate.dualityGap };
    },
    // What keeps TWAP from its rule keeps no optimum from its answer.
    twapCost: (size) => orNoRoom(alpha.length, () => twapOf(model, size, constraints)).cost,
  };
}

/** sum_i alpha_i (S / N)^beta_i as a function of S. */
function twapCurve(alpha: Float64Array, beta: Float64Array): (size: number) => number {
  const logAlpha = alpha.map(log);
  const e = exp;
  return (size) => {
    const logShare = log(size / alpha.length);
    let cost = 0;
    for (let i = 0; i < alpha.length; i++) cost += e(logAlpha[i] + beta[i] * logShare);
    return cost;
  };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
