/**
 * Volumes in round lots. In lots of L the order is
 *
 *     S = K L + r,  0 <= r < L
 *
 * and every bin trades whole lots, but for one that trades the rest r as well where it is not 0.
 */

/** An order counted in lots. */
export interface LotGrid {
  /** L, shares. */
  readonly lot: number;
  /** K, whole lots in the order. */
  readonly lots: number;
  /** r, shares; 0 where the order is whole lots. */
  readonly rest: number;
}

export function lotGrid(size: number, lot: number): LotGrid {
  const lots = wholeLots(size, lot);
  return { lot, lots, rest: Math.max(0, size - lots * lot) > 4 * Number.EPSILON * size ? size - lots * lot : 0 };
}

/**
 * Whole lots in a volume; one that is a multiple but for rounding (0.3 in lots of 0.1) counts as one.
 *
 * @param size where the volume is a difference of such: their rounding counts.
 */
export function wholeLots(volume: number, lot: number, size = volume): number {
  const count = volume / lot;
  const nearest = Math.round(count);
  return Math.abs(count - nearest) <= (4 * Number.EPSILON * size) / lot ? nearest : Math.floor(count);
}

/** The fewest lots that hold a volume. */
export function lotsFor(volume: number, lot: number, size = volume): number {
  return -wholeLots(-volume, lot, size);
}

/** What a bin may hold, in lots: from `least` to `most`, or nothing. Beside the rest likewise; -1 where it may not. */
export interface LotRange {
  readonly least: number;
  readonly most: number;
  readonly leastWithRest: number;
  readonly mostWithRest: number;
}

/** The range of a bin with a cap; `most` is 0 where it may hold no lots at all. */
export function lotRange({ lot, lots, rest }: LotGrid, cap: number, minTrade: number): LotRange {
  const size = lots * lot + rest;
  const within = Math.min(cap, size);
  const least = lotsFor(minTrade, lot);
  const room = Math.min(lots, wholeLots(within, lot));
  const leastWithRest = Math.max(0, lotsFor(minTrade - rest, lot, size));
  const fits = rest > 0 && within >= rest - 4 * Number.EPSILON * size;
  const beside = fits ? Math.max(0, wholeLots(within - rest, lot, size)) : -1;
  return {
    least,
    most: room >= least ? room : 0,
    leastWithRest,
    mostWithRest: beside >= leastWithRest ? beside : -1,
  };
}
