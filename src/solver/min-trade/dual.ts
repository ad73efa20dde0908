/**
 * A bound for exactly n trading bins. With the volume priced at theta, the n bins that are worth most trade,
 *
 *     D_n(theta) = theta R + sum of the n least psi_i(theta),
 *
 * which no allocation of R with n trading bins costs less than, whatever theta is; it is concave in theta. Where an odd
 * rest has a holder, one of the n is worth what it is with the rest.
 */
import { costIn, volumeAtPrice, type SemiBin } from "../model/semi-bins";

export interface Sides {
  /** One a bin; undefined where it may not trade without the rest. */
  readonly plain: readonly (SemiBin | undefined)[];
  /** One a bin where it may hold the rest; empty where there is none. */
  readonly holding: readonly (SemiBin | undefined)[];
  readonly total: number;
}

/** Of each bin: 1 where it must trade, -1 where it must not, 0 where that is open. */
export type Status = Int8Array;

export interface DualPoint {
  readonly bound: number;
  /** The bins that trade, those that must first, then by what they are worth. */
  readonly chosen: readonly number[];
  /** The holder of the rest, or -1. */
  readonly holder: number;
  /** What they trade together. */
  readonly volume: number;
}

/** What every bin is worth at a price; bins that cannot trade so are worth Infinity. */
export function worths(sides: readonly (SemiBin | undefined)[], theta: number): Float64Array {
  return Float64Array.from(sides, (bin) => {
    if (bin === undefined) return Infinity;
    const volume = volumeAtPrice(bin, theta);
    return costIn(bin, volume) - theta * volume;
  });
}

/** D_n at a price; undefined where the status leaves no n bins. */
export function dualAt(
  { plain, holding, total }: Sides,
  status: Status,
  n: number,
  theta: number,
): DualPoint | undefined {
  const worth = worths(plain, theta);
  const order = [...status.keys()].filter(
    (i) => status[i] >= 0 && (plain[i] !== undefined || holding[i] !== undefined),
  );
  order.sort((i, j) => status[j] - status[i] || worth[i] - worth[j] || i - j);
  if (order.length < n) return undefined;
  const volumeOf = (bin: SemiBin | undefined): number => (bin === undefined ? 0 : volumeAtPrice(bin, theta));
  if (holding.length === 0) {
    const chosen = order.slice(0, n);
    const bound = chosen.reduce((sum, i) => sum + worth[i], theta * total);
    return { bound, chosen, holder: -1, volume: chosen.reduce((sum, i) => sum + volumeOf(plain[i]), 0) };
  }
  const withRest = worths(holding, theta);
  const allButOne = order.slice(0, n - 1).reduce((sum, i) => sum + worth[i], 0);
  const all = allButOne + worth[order[n - 1]];
  const must = order.filter((i) => status[i] > 0).length;
  let best = Infinity;
  let holder = -1;
  order.forEach((h, rank) => {
    // A holder that need not trade takes the place of the last that is chosen.
    if (rank >= n - 1 && must > n - 1 && status[h] <= 0) return;
    const value = (rank < n - 1 ? all - worth[h] : allButOne) + withRest[h];
    if (value < best) [best, holder] = [value, h];
  });
  if (holder < 0) return undefined;
  const others = order.filter((i) => i !== holder).slice(0, n - 1);
  const volume = others.reduce((sum, i) => sum + volumeOf(plain[i]), volumeOf(holding[holder]));
  return { bound: theta * total + best, chosen: [holder, ...others], holder, volume };
}

const STEPS = 24;

export interface DualMaximum {
  readonly theta: number;
  /** The points on both sides of the maximum, the better bound first. */
  readonly points: readonly DualPoint[];
}

/** The best bound over prices, looked for from one; it ends where the bound reaches `enough`. */
export function maximiseDual(
  sides: Sides,
  status: Status,
  n: number,
  from: number,
  enough: number,
): DualMaximum | undefined {
  let [low, high]: [number, number] = [0, Infinity];
  let theta = from;
  let best: DualPoint | undefined;
  let at = from;
  const around: (DualPoint | undefined)[] = [undefined, undefined];
  for (let step = 0; step < STEPS; step++) {
    const point = dualAt(sides, status, n, theta);
    if (point === undefined) return undefined;
    if (best === undefined || point.bound > best.bound) [best, at] = [point, theta];
    if (best.bound >= enough || point.volume === sides.total) break;
    if (point.volume < sides.total) [low, around[0]] = [theta, point];
    else [high, around[1]] = [theta, point];
    // Bins that all rest at a bound have no price that moves them.
    theta = high === Infinity ? theta * 4 : low === 0 ? theta / 4 : Math.sqrt(low * high);
    if (!(theta > 0 && theta < Infinity)) break;
  }
  if (best === undefined) return undefined;
  return {
    theta: at,
    points: [best, ...around.filter((point) => point !== undefined && point !== best)] as DualPoint[],
  };
}
