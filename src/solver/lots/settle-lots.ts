/** Convex bins in lots, from the continuous optimum. */
import { costBeyondDoubles } from "../model/beyond-doubles";
import type { LotGrid, LotRanges } from "../model/lot-grid";
import type { LotCurves } from "../model/lot-curves";
import { LotPool } from "./lot-pool";

/** What each bin trades, the bin with the rest (or -1), and what is proven. */
export interface LotsFound {
  readonly x: Float64Array;
  readonly holder: number;
  /** Undefined where the dual of the certificate is the proof. */
  readonly lowerBound: number | undefined;
}

/**
 * @param continuous the optimum without lots, shares: rounded it is where the division starts, as the lot that ends
 *   half a lot beyond costs what the optimum's shares do, but for the curve's bend.
 */
export function settleLots(curves: LotCurves, grid: LotGrid, ranges: LotRanges, continuous: Float64Array): LotsFound {
  const { lot, lots, rest } = grid;
  const start = new Float64Array(continuous.length);
  for (let i = 0; i < start.length; i++) start[i] = Math.min(ranges.most[i], Math.round(continuous[i] / lot));
  const pool = new LotPool(curves, ranges, start, rest);
  pool.moveTo(lots);
  const x = new Float64Array(start.length);
  for (let i = 0; i < x.length; i++) x[i] = pool.lots[i] * lot;
  return { x, holder: rest > 0 ? placeRest(pool, grid, undefined, x) : -1, lowerBound: undefined };
}

/**
 * Puts the rest where it costs least beside the pool's lots; returns the bin.
 *
 * @param bins the model's bin of each of the pool's, where they are not the same.
 */
export function placeRest(
  pool: LotPool,
  { lot, lots, rest }: LotGrid,
  bins: Int32Array | undefined,
  x: Float64Array,
): number {
  const holder = pool.holder();
  if (holder === undefined) throw costBeyondDoubles(lots * lot + rest);
  const binOf = (k: number): number => bins?.[k] ?? k;
  x[binOf(holder.bin)] += rest - (holder.givesUp ? lot : 0);
  if (holder.givesUp) x[binOf(pool.heir(holder.bin))] += lot;
  return binOf(holder.bin);
}
