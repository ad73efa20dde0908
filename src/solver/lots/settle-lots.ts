/** Convex bins in lots, from the continuous optimum, as an allocation. */
import type { Allocation } from "../model/allocation";
import { wholeLots, type LotGrid, type LotRange } from "../model/lot-grid";
import type { CheckedModel } from "../model/impact-model";
import { powerLots } from "./lot-curves";
import { LotPool } from "./lot-pool";

/** What each bin trades, the bin with the rest (or -1), and what is proven. */
export interface LotsFound {
  readonly x: Float64Array;
  readonly holder: number;
  /** Undefined where the dual of the certificate is the proof. */
  readonly lowerBound: number | undefined;
}

/** Convex and linear bins alone. */
export function settleLots(
  model: CheckedModel,
  grid: LotGrid,
  ranges: readonly LotRange[],
  continuous: Allocation,
): LotsFound {
  const bins = Int32Array.from(model.beta.keys());
  const pool = poolOf(model, grid, ranges, bins, continuous);
  pool.moveTo(grid.lots);
  const x = pool.lots.map((k) => k * grid.lot);
  if (grid.rest === 0) return { x, holder: -1, lowerBound: undefined };
  return { x, holder: placeRest(pool, grid, bins, x), lowerBound: undefined };
}

/** The bins of a pool, started at the continuous optimum rounded down. */
export function poolOf(
  { alpha, beta }: CheckedModel,
  grid: LotGrid,
  ranges: readonly LotRange[],
  bins: Int32Array,
  { x, lambda, status }: Allocation,
): LotPool {
  const start = Float64Array.from(bins, (i) => Math.min(ranges[i].most, wholeLots(x[i], grid.lot)));
  const limits = {
    most: Float64Array.from(bins, (i) => ranges[i].most),
    mostWithRest: Float64Array.from(bins, (i) => ranges[i].mostWithRest),
  };
  const ceiling = status === "optimal" ? lambda * grid.lot * (1 + 1e-9) : Infinity;
  return new LotPool(powerLots(alpha, beta, bins, grid), limits, start, ceiling);
}

/** Puts the rest where it costs least beside the pool's lots; returns the bin. */
export function placeRest(pool: LotPool, { lot, rest }: LotGrid, bins: Int32Array, x: Float64Array): number {
  const holder = pool.holder();
  if (holder === undefined) return -1;
  x[bins[holder.bin]] += rest - (holder.givesUp ? lot : 0);
  if (holder.givesUp) x[bins[pool.heir(holder.bin)]] += lot;
  return bins[holder.bin];
}
