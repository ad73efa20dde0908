/**
 * Whether terms can hold an order. With k bins trading, the fewest shares are k times the smallest trade and the
 * most the k largest caps, each in whole lots, so the sizes that fit are a union of N intervals.
 */
import { lotGrid, lotRanges, lotsFor, wholeLots } from "./lot-grid";

interface Limits {
  readonly cap: Float64Array | undefined;
  readonly lot: number | undefined;
  readonly minTrade: number;
}

/** Digits that a sum of caps and lots has right. */
const DIGITS = 14;

/** The largest size, at most `size`, that n bins can trade on these terms; `size` itself where it fits. */
export function largestThatFits({ cap, lot, minTrade }: Limits, n: number, size: number): number {
  if (cap === undefined && minTrade === 0) return size;
  const caps = cap ?? new Float64Array(n).fill(Infinity);
  if (lot === undefined)
    return shortest(withoutLots(caps, minTrade, size), (s) => withoutLots(caps, minTrade, s) === s);
  const fits = (s: number): boolean => fitsInLots(caps, lot, minTrade, s);
  return fits(size) ? size : shortest(inLots(caps, lot, minTrade, size), fits);
}

/** The size as people write it, where it fits as well: 500.11 for the 500.10999999999996 of a sum. */
function shortest(size: number, fits: (size: number) => boolean): number {
  const written = Number(size.toPrecision(DIGITS));
  return fits(written) ? written : size;
}

function withoutLots(cap: Float64Array, minTrade: number, size: number): number {
  const open = cap.filter((c) => c >= minTrade).sort((a, b) => b - a);
  let room = 0;
  let largest = 0;
  for (let k = 0; k < open.length && (k + 1) * minTrade <= size; k++) {
    room += open[k];
    largest = Math.max(largest, Math.min(room, size));
  }
  return largest >= size * (1 - 1e-12) ? size : largest;
}

function fitsInLots(cap: Float64Array, lot: number, minTrade: number, size: number): boolean {
  const grid = lotGrid(size, lot);
  const { least, most, leastWithRest, mostWithRest } = lotRanges(grid, cap.length, cap, minTrade);
  if (minTrade === 0) {
    let room = 0;
    let loss = grid.rest === 0 ? 0 : Infinity;
    for (let i = 0; i < most.length; i++) {
      room += most[i];
      if (mostWithRest[i] >= 0) loss = Math.min(loss, most[i] - mostWithRest[i]);
    }
    return room - loss >= grid.lots;
  }
  const open = [...most.keys()].filter((i) => most[i] > 0 || mostWithRest[i] >= 0);
  open.sort((i, j) => most[j] - most[i] || mostWithRest[j] - mostWithRest[i]);
  // The most that a holder of the rest outside the first k bins may hold.
  const outside = new Float64Array(open.length + 1).fill(-Infinity);
  for (let k = open.length - 1; k >= 0; k--)
    outside[k] = Math.max(outside[k + 1], mostWithRest[open[k]] >= 0 ? mostWithRest[open[k]] : -Infinity);
  let room = 0;
  let loss = Infinity;
  for (let k = 1; k <= open.length; k++) {
    const i = open[k - 1];
    const before = room;
    const full = most[i] > 0 ? most[i] : -Infinity;
    room += full;
    if (mostWithRest[i] >= 0 && full > 0) loss = Math.min(loss, full - mostWithRest[i]);
    const fewest = grid.rest === 0 ? k * least : (k - 1) * least + leastWithRest;
    const largest = grid.rest === 0 ? room : Math.max(room - loss, before + outside[k - 1]);
    if (fewest <= grid.lots && grid.lots <= largest) return true;
  }
  return false;
}

/**
 * The largest that fits below a size that does not. One bin may hold any amount up to its cap; the others hold whole
 * lots, j of them anything from j times the smallest trade to their j largest caps.
 */
function inLots(cap: Float64Array, lot: number, minTrade: number, size: number): number {
  const least = Math.max(1, lotsFor(minTrade, lot));
  const bins = Array.from(cap, (c) => ({ most: Math.min(c, size), lots: wholeLots(Math.min(c, size), lot) }));
  bins.sort((a, b) => b.lots - a.lots);
  const open = bins.filter(({ lots }) => lots >= least).length;
  const room = [0];
  for (const { lots } of bins) room.push(room[room.length - 1] + lots);
  /** The most lots, up to so many, that bins other than this one trade. */
  const others = (upTo: number, bin: number): number => {
    const count = Math.min(Math.floor(upTo / least), bin < open ? open - 1 : open);
    return Math.min(upTo, bin < count ? room[count + 1] - bins[bin].lots : room[count]);
  };
  const candidates = bins.flatMap(({ most }, bin) =>
    most < minTrade || size < minTrade ? [] : others(wholeLots(size - minTrade, lot), bin) * lot + most,
  );
  candidates.push(others(wholeLots(size, lot), bins.length) * lot);
  const descending = [...new Set(candidates)].filter((candidate) => candidate < size).sort((a, b) => b - a);
  return descending.find((candidate) => fitsInLots(cap, lot, minTrade, candidate)) ?? 0;
}
