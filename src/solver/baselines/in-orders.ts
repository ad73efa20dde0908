/**
 * An allocation in quantities that can be sent, for the textbook strategies: whole lots, and in each bin nothing or at
 * least the smallest trade. As a desk does, what cannot be sent yet waits for the next bin: a bin trades what is owed
 * by its end, sum_{j <= i} x_j less what was traded, in whole lots to the nearest, as soon as that is enough, and as
 * far as its cap allows. What is left after the last bin joins those that trade, the last first. The odd rest of an
 * order that is not whole lots joins the largest bin that has room for it.
 */
import { InputError } from "../../base/input-error";
import { lotGrid, lotRanges } from "../model/lot-grid";
import type { Terms } from "../model/terms";

/** @throws InputError where this rule finds no room that another division of the order would. */
export function inOrders(x: Float64Array, size: number, terms: Terms): Float64Array {
  const { lot, minTrade } = terms;
  if (size === 0 || (lot === undefined && minTrade === 0)) return x;
  const caps = terms.cap ?? x.map(() => Infinity);
  if (lot === undefined) {
    const ranges = Array.from(caps, (cap) => rangeOf(minTrade, Math.min(cap, size)));
    return settle(x, ranges, size, (owed) => owed, terms);
  }
  const grid = lotGrid(size, lot);
  const { least, most, leastWithRest, mostWithRest } = lotRanges(grid, x.length, terms.cap, minTrade);
  const holder = grid.rest === 0 ? -1 : holderOf(x, mostWithRest);
  // The bin with the rest trades anyhow: it may add no lots, or from its least to its most.
  const own = Array.from(most, (k, i) =>
    i === holder ? { least: leastWithRest, most: mostWithRest[i] } : { least, most: k },
  );
  const lots = settle(
    x.map((xi) => xi / lot),
    own,
    grid.lots,
    (owed) => Math.floor(owed + 0.5),
    terms,
    holder,
  );
  return lots.map((k, i) => Math.min(caps[i], k * lot + (i === holder ? grid.rest : 0)));
}

interface Range {
  readonly least: number;
  readonly most: number;
}

function rangeOf(least: number, most: number): Range {
  return { least, most: most >= least ? most : 0 };
}

/** The largest bin that has room for the rest. */
function holderOf(x: Float64Array, mostWithRest: Float64Array): number {
  let holder = -1;
  for (let i = 0; i < x.length; i++) if (mostWithRest[i] >= 0 && (holder < 0 || x[i] > x[holder])) holder = i;
  return holder;
}

/** Whole units that sum to `total`, each 0 or within its range (`holder` never below it), near x all the way. */
function settle(
  x: Float64Array,
  ranges: readonly Range[],
  total: number,
  whole: (owed: number) => number,
  terms: Terms,
  holder = -1,
): Float64Array {
  const k = new Float64Array(x.length);
  const floor = (i: number): number => (i === holder ? ranges[i].least : 0);
  let owed = 0;
  let left = total;
  for (let i = 0; i < x.length; i++) {
    owed += x[i];
    const { least, most } = ranges[i];
    const wanted = Math.min(most, Math.max(floor(i), whole(owed)), left);
    k[i] = wanted >= least ? wanted : floor(i);
    owed -= k[i];
    left -= k[i];
  }
  // What is left goes to bins that trade, the last first; then to others; what is too much comes from them.
  const trades = (i: number): boolean => k[i] > 0 || i === holder;
  for (let i = k.length - 1; i >= 0 && left > 0; i--)
    if (trades(i)) left -= change(k, i, Math.min(left, ranges[i].most - k[i]));
  for (let i = k.length - 1; i >= 0 && left > 0; i--) {
    const { least, most } = ranges[i];
    if (trades(i) || !(most > 0)) continue;
    const lacking = Math.max(0, least - left);
    if (lacking > 0 && slack(k, ranges) < lacking) continue;
    if (lacking > 0) left += takeBack(k, ranges, lacking);
    left -= change(k, i, Math.min(left, most));
  }
  if (left < 0) left += takeBack(k, ranges, -left);
  if (Math.abs(left) > 1e-12 * total) throw noRoom(terms, left);
  return k;
}

/** What the bins trade above their least. */
function slack(k: Float64Array, ranges: readonly Range[]): number {
  return k.reduce((sum, ki, i) => sum + (ki > 0 ? Math.max(0, ki - ranges[i].least) : 0), 0);
}

/** Takes so much, as far as there is slack, from the last bins on; returns what it took. */
function takeBack(k: Float64Array, ranges: readonly Range[], wanted: number): number {
  let taken = 0;
  for (let i = k.length - 1; i >= 0 && taken < wanted; i--)
    if (k[i] > ranges[i].least) taken -= change(k, i, -Math.min(wanted - taken, k[i] - ranges[i].least));
  return taken;
}

function change(k: Float64Array, i: number, by: number): number {
  k[i] += by;
  return by;
}

/** Of a strategy that keeps to the constraints only by leaving some of the order over. */
export class NoRoomError extends InputError {}

function noRoom({ lot, minTrade }: Terms, left: number): NoRoomError {
  const [name, value] = minTrade > 0 ? ["options.minTrade", minTrade] : ["options.lot", lot];
  const rule = `must leave a textbook strategy room for all of the order, and it leaves ${left} over (see allocate)`;
  return new NoRoomError(name as string, rule, value);
}
