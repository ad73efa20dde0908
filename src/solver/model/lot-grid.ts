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

/** Whether a bin that trades x has room for a lot more, but for rounding. */
export function hasRoomForLot(x: number, cap: number, lot: number): boolean {
  return x + lot <= cap * (1 + 4 * Number.EPSILON);
}

/** What bins may hold, in lots: nothing, or from `least` to `most`; beside the rest likewise. */
export interface LotRanges {
  readonly least: number;
  /** One a bin; 0 where it may hold no lots at all. */
  readonly most: Float64Array;
  readonly leastWithRest: number;
  /** One a bin; -1 where it may not hold the rest. */
  readonly mostWithRest: Float64Array;
}

/** The ranges of n bins with caps, or without. */
export function lotRanges(grid: LotGrid, n: number, cap: Float64Array | undefined, minTrade: number): LotRanges {
  const { lot, lots, rest } = grid;
  const size = lots * lot + rest;
  const least = lotsFor(minTrade, lot);
  const leastWithRest = Math.max(0, lotsFor(minTrade - rest, lot, size));
  const mostWithin = (room: number): number => {
    const k = Math.min(lots, wholeLots(room, lot));
    return k >= least ? k : 0;
  };
  const besideRest = (room: number): number => {
    if (rest === 0 || !(room >= rest - 4 * Number.EPSILON * size)) return -1;
    const k = Math.max(0, wholeLots(room - rest, lot, size));
    return k >= leastWithRest ? k : -1;
  };
  const both = new Float64Array(2 * n);
  const [most, mostWithRest] = [both.subarray(0, n), both.subarray(n)];
  if (cap === undefined) {
    most.fill(mostWithin(size));
    mostWithRest.fill(besideRest(size));
  }
  for (let i = 0; i < n && cap !== undefined; i++) {
    const room = Math.min(cap[i], size);
    most[i] = mostWithin(room);
    mostWithRest[i] = besideRest(room);
  }
  return { least, most, leastWithRest, mostWithRest };
}
