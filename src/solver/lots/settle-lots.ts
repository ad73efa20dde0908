/** Convex bins in lots, from the continuous optimum. */
import type { Allocation } from "../model/allocation";
import { wholeLots, type LotGrid, type LotRange } from "../model/lot-grid";
import type { LotCurves } from "./lot-curves";
import { LotPool } from "./lot-pool";

/** What each bin trades, the bin with the rest (or -1), and what is proven. */
export interface LotsFound {
  readonly x: Float64Array;
  readonly holder: number;
  /** Undefined where the dual of the certificate is the proof. */
  readonly lowerBound: number | undefined;
}

/** @param continuous the optimum without lots: rounded down it is where the division starts. */
export function settleLots(
  curves: LotCurves,
  grid: LotGrid,
  ranges: readonly LotRange[],
  continuous: Allocation,
): LotsFound {
  const { lot, lots, rest } = grid;
  const { lambda, status } = continuous;
  const start = new Float64Array(ranges.length);
  const limits = { most: start.slice(), mostWithRest: start.slice() };
  for (let i = 0; i < start.length; i++) {
    limits.most[i] = ranges[i].most;
    limits.mostWithRest[i] = ranges[i].mostWithRest;
    start[i] = Math.min(ranges[i].most, wholeLots(continuous.x[i], lot));
  }
  // A lot within the optimum costs no more than lambda a share, but for what lambda is off by.
  const ceiling = status === "optimal" ? lambda * lot * (1 + 1e-9) : Infinity;
  const pool = new LotPool(curves, limits, start, ceiling);
  pool.moveTo(lots);
  const x = pool.lots.map((k) => k * lot);
  return { x, holder: rest > 0 ? placeRest(pool, grid, undefined, x) : -1, lowerBound: undefined };
}

/**
 * Puts the rest where it costs least beside the pool's lots; returns the bin.
 *
 * @param bins the model's bin of each of the pool's, where they are not the same.
 */
export function placeRest(
  pool: LotPool,
  { lot, rest }: LotGrid,
  bins: Int32Array | undefined,
  x: Float64Array,
): number {
  const holder = pool.holder();
  if (holder === undefined) return -1;
  const binOf = (k: number): number => bins?.[k] ?? k;
  x[binOf(holder.bin)] += rest - (holder.givesUp ? lot : 0);
  if (holder.givesUp) x[binOf(pool.heir(holder.bin))] += lot;
  return binOf(holder.bin);
}
