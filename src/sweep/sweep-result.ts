/**
 * What a sweep returns: typed arrays over the grid, row by row. A row is one value of the beta axis,
 * a column one size; point q = row * sizes + column.
 */
import type { Outside } from "../estimates/fit-ranges";
import { copyOfNotes, type Notes } from "../base/units";
import { NO_REGIME, POINT_STATUSES, type SweepRow } from "./sweep-task";

export interface Axis {
  /** The column's name in a table: `size`, `common_beta`, `model`. */
  readonly name: string;
  /** What stands on a figure's axis, with units. */
  readonly title: string;
  readonly scale: "log" | "linear";
  readonly values: Float64Array;
  /** Where the values are but the places in a list. */
  readonly labels?: readonly string[];
}

export interface SweepData {
  readonly axes: { readonly size: Axis; readonly beta: Axis };
  /** N, time bins. */
  readonly bins: number;
  /** Of the estimates that the model came with: units, source, recipe. */
  readonly notes?: Notes;
  /** C(x), currency; NaN where the point failed. */
  readonly cost: Float64Array;
  /** dC/dS, currency per share. */
  readonly lambda: Float64Array;
  /** 1 / sum (x_i / S)^2: how many bins the order is spread over. */
  readonly effectiveBins: Float64Array;
  /**
   * Cost of TWAP, currency; NaN where the point failed, and where lots or a smallest trade leave TWAP no way to trade
   * the order; undefined unless asked for.
   */
  readonly twapCost: Float64Array | undefined;
  /** How many bins are at their caps; undefined without constraints. */
  readonly atCap?: Int32Array;
  /** 1 - a proven lower bound / cost, where the status is `bounded`; undefined without constraints. */
  readonly gap?: Float64Array;
  /**
   * What of each point rests on no fit, where the model says which sizes its fits saw: the shares of the order below
   * minSize, above maxSize and in filled bins, and the ceiling of the cost, currency (see `extrapolation`).
   */
  readonly outside: Readonly<Record<keyof Outside, Float64Array>> | undefined;
  /** The bin with beta <= 1 that carries volume, or -1. */
  readonly active: Int32Array;
  /** Codes of REGIMES: the regime of the model at the point; 255 where it is no model. */
  readonly regime: Uint8Array;
  /** Codes of POINT_STATUSES. */
  readonly status: Uint8Array;
  /** Points without a result, and why. */
  readonly failures: readonly PointFailure[];
  /** x_i where asked for. */
  readonly allocations: Allocations | undefined;
}

export interface PointFailure {
  readonly point: number;
  readonly row: number;
  readonly column: number;
  readonly reason: string;
}

export interface Allocations {
  /** The bins kept, n of them. */
  readonly keptBins: Int32Array;
  /** n x points, column by column: bin k at point q is x[q * n + k], shares. */
  readonly x: Float64Array;
}

/** Empty arrays over a grid, and the way to put rows and their pieces into them. */
export function sweepGrid(
  axes: SweepData["axes"],
  bins: number,
  kept: readonly number[] | null,
  asked: { readonly twap: boolean; readonly outside: boolean; readonly constrained: boolean },
  notes: Notes | undefined,
): { data: SweepData; place(row: SweepRow): void } {
  const columns = axes.size.values.length;
  const points = columns * axes.beta.values.length;
  const failures: PointFailure[] = [];
  const width = kept?.length ?? 0;
  const x = new Float64Array(points * width);
  const perPoint = (): Float64Array => new Float64Array(points).fill(NaN);
  const data = {
    axes,
    bins,
    notes: copyOfNotes(notes),
    cost: new Float64Array(points),
    lambda: new Float64Array(points),
    effectiveBins: new Float64Array(points),
    twapCost: asked.twap ? new Float64Array(points) : undefined,
    ...(asked.constrained ? { atCap: new Int32Array(points), gap: perPoint() } : {}),
    outside: asked.outside
      ? { below: perPoint(), above: perPoint(), filled: perPoint(), ceiling: perPoint() }
      : undefined,
    active: new Int32Array(points),
    regime: new Uint8Array(points).fill(NO_REGIME),
    status: new Uint8Array(points).fill(POINT_STATUSES.indexOf("failed")),
    failures,
    allocations: kept === null ? undefined : { keptBins: Int32Array.from(kept), x },
  };
  return {
    data,
    place(row) {
      const start = row.row * columns;
      const at = start + row.first;
      data.cost.set(row.cost, at);
      data.lambda.set(row.lambda, at);
      data.effectiveBins.set(row.effectiveBins, at);
      data.twapCost?.set(row.twapCost, at);
      data.atCap?.set(row.atCap, at);
      data.gap?.set(row.gap, at);
      data.outside?.below.set(row.outside.below, at);
      data.outside?.above.set(row.outside.above, at);
      data.outside?.filled.set(row.outside.filled, at);
      data.outside?.ceiling.set(row.outside.ceiling, at);
      data.active.set(row.active, at);
      data.regime.fill(row.regime, at, at + row.cost.length);
      data.status.set(row.status, at);
      x.set(row.x, at * width);
      for (const { column, reason } of row.failures)
        failures.push({ point: start + column, row: row.row, column, reason });
      if (row.failures.length > 0) failures.sort((a, b) => a.point - b.point);
    },
  };
}
