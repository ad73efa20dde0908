/**
 * Convex bins between bounds:
 *
 *     sum_i x_i = V,   x_i = min(c_i, max(a_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1))))
 *
 * The volume rises with u = log lambda. With the bins at their bounds held there, what the others trade is a sum of
 * exponentials, so Newton's method on its logarithm is as in convex.ts. Around a price whose volumes are known it goes
 * on with e^z by a few products, which tells who will be at a bound; of many bins every fourth gives it a price to
 * begin with. Those between their bounds are then solved as if alone, to the last digits.
 */
import { exp, log } from "../../numeric/elementary";
import { arenaOf, type Arena } from "../../numeric/loops/arena";
import { volumes } from "../../numeric/loops/over-arrays";
import { sum } from "../../numeric/sum";
import { finish, solveConvex } from "../convex/convex";
import type { ConvexBins } from "../convex/convex-bins";
import { LEAST_NORMAL } from "../model/allocation";
import { ROUNDING } from "./tolerances";

interface Bounds {
  readonly cap: Float64Array;
  /** The least that each trades; 0 without. */
  readonly low?: Float64Array;
}

/** Convex bins by their logarithms (convex-bins.ts), with caps above 0. */
export interface CappedBins extends Bounds {
  readonly l: Float64Array;
  readonly p: Float64Array;
}

/** sum_i x_i(u); the terms go to x. */
export function volumeAt({ l, p, ...bounds }: CappedBins, u: number, x: Float64Array): number {
  volumes(l, p, u, x);
  keepWithin(bounds, x, x);
  let total = 0;
  for (let i = 0; i < x.length; i++) total += x[i];
  return total;
}

/** With every bin at its cap, or shut, lambda is what the dearest share costs. */
export function dearest({ l, p, cap }: CappedBins): number {
  return l.reduce((u, li, i) => Math.max(u, li + log(cap[i]) / p[i]), -Infinity);
}

const MOST_PASSES = 200;
/** Steps from one price, by volumes of which the error is less than the step. */
const MOST_STEPS = 6;
/** Of u, times the mean p that matters: a step that is small, of a price that is near, and of one that is not. */
const SMALL = 1e-3;
const ROUGH = 0.1;
/** The same beyond which no further step from one price is trusted. */
const LARGE = 2;
/** The same of a step after which the bins at their bounds are taken to be known. */
const NEAR = 0.5;
/** Below all volumes. */
const NONE = -1;
/** Every so many passes halve the bracket. */
const HALVED = 4;
/** Bins of which every so many give a price to begin with. */
const MANY = 64;
const SAMPLE = 4;
/** A bin stays at its bound while it wants this part less than the bound; steep ones less still, in prices alike. */
const HELD = 1e-9;

interface Filled {
  readonly u: number;
  readonly passes: number;
  readonly converged: boolean;
}

interface Found extends Filled {
  /** Whether the last digits are settled. */
  readonly settled: boolean;
}

/** Bins where the loops are, until others solve there. */
interface Standing extends Bounds {
  readonly l: Float64Array;
  readonly p: Float64Array;
  /** What they would trade without bounds at the price last looked at. */
  readonly w: Float64Array;
  readonly arena: Arena;
}

/** Allocates `volume`, for which there is room, over the bins alone; their volumes go to x. */
export function fillBins(bins: CappedBins, volume: number, x: Float64Array): Filled {
  const n = x.length;
  const stride = n + 2 + (n & 1);
  const arena = arenaOf(7 * stride);
  const { l, p, cap, low } = bins;
  const standing = { l: arena.array(n), p: arena.array(n), w: arena.array(n), cap, low, arena };
  standing.l.set(l);
  standing.p.set(p);
  // For a sample, then for the bins between their bounds.
  const room = arena.array(3 * stride);
  const first = firstPrice(bins, volume);
  const from = n >= MANY ? sampledPrice(standing, volume, first, room) : first;
  const found = findPrice(standing, volume, from, room, x);
  if (!found.settled) keepWithin(bins, standing.w, x);
  return fullAlone(bins, x) ? { ...found, u: dearest({ ...bins, cap: x }) } : found;
}

/** @param x where the volumes go to the last digits; without it a price is looked for that is near. */
function findPrice(bins: Standing, volume: number, start: number, room: Float64Array, x?: Float64Array): Found {
  let passes = 0;
  let [left, right] = [-Infinity, Infinity];
  let blind = 1;
  let u = start;
  for (; passes < MOST_PASSES; passes++) {
    const { l, p, w } = bins;
    bins.arena.loops.volume(l.length, l.byteOffset, p.byteOffset, w.byteOffset, u, 0, 0);
    const sums = tradedAfter(bins, 0);
    const excess = sums.free + sums.held - volume;
    if (excess < 0) left = Math.max(left, u);
    else right = Math.min(right, u);
    let step = stepsFrom(bins, volume, sums);
    if (Math.abs(step) * sums.slope <= NEAR * sums.free) {
      if (x === undefined) return { u: u + step, passes, converged: true, settled: true };
      const solved = settle(bins, volume, u, step, room, x);
      passes += solved.passes;
      if (solved.settled) return { ...solved, passes };
      step = solved.u - u;
    }
    if (!(Math.abs(excess) > ROUNDING * volume) && !(sums.slope > 0)) break;
    // At a kink, where a steep bin goes from nothing to its cap, Newton's steps may creep.
    const creeping = passes % HALVED === HALVED - 1 && left > -Infinity && right < Infinity;
    if (creeping || !(u + step > left && u + step < right)) {
      // Where bins at their bounds tell no step it is twice the last such: prices of steep ones are far apart.
      if (left === -Infinity || right === Infinity) {
        const reach = Math.max(1, Math.abs(step) || (blind *= 2) / 2);
        step = right === Infinity ? reach : -reach;
      } else step = (left + right) / 2 - u;
    }
    if (!(u + step !== u)) break;
    u += step;
  }
  return { u, passes, converged: passes < MOST_PASSES, settled: false };
}

interface Sums {
  /** Of the bins between their bounds, of their responses to u, and of the others. */
  readonly free: number;
  readonly slope: number;
  readonly held: number;
}

/** Newton's steps from a price at which w is known; where none can be made, no number. */
function stepsFrom(bins: Standing, volume: number, at: Sums): number {
  let total = 0;
  let sums = at;
  for (let steps = 1; ; steps++) {
    const step = newtonStep(sums, volume);
    if (!(Math.abs(step) < Infinity)) return steps > 1 ? total : NaN;
    total += step;
    const size = sums.slope / sums.free;
    const whole = Math.abs(total) * size;
    const enough = whole > NEAR ? ROUGH : SMALL;
    if (steps === MOST_STEPS || !(Math.abs(step) * size > enough) || !(whole < LARGE)) return total;
    sums = tradedAfter(bins, total);
  }
}

/**
 * Newton's step on the logarithm of what is traded, which sees the bins that will be at their bounds, but no less and
 * no more than twice that of the bins between theirs, where some are and something is left for them.
 */
function newtonStep({ free, slope, held }: Sums, volume: number): number {
  const need = volume - held;
  if (!(slope > 0 && need > 0)) return NaN;
  const least = (log(need / free) * free) / slope;
  const whole = (log(volume / (free + held)) * (free + held)) / slope;
  return least * Math.min(2, Math.max(1, whole / least || 1));
}

/** e^z nearly, to z^4 / 12288 of it. */
function nearlyExp(z: number): number {
  const y = Math.max(-1, z / 8);
  const root = 1 + y * (1 + y * (1 / 2 + y * (1 / 6)));
  const square = root * root;
  const fourth = square * square;
  return fourth * fourth;
}

/**
 * The sums a step from the price at which w is known. Without branches: who is at a bound is anybody's guess, and a
 * wrong one costs as much as an exponential.
 */
function tradedAfter({ p, w, cap, low }: Standing, step: number): Sums {
  let free = 0;
  let slope = 0;
  let held = 0;
  for (let i = 0; i < w.length; i++) {
    const wanted = w[i] * nearlyExp(p[i] * step);
    const least = low === undefined ? NONE : low[i];
    const full = Number(wanted >= cap[i]);
    const empty = Number(wanted <= least) * (1 - full);
    const inside = wanted * (1 - full - empty);
    free += inside;
    slope += p[i] * inside;
    held += cap[i] * full + least * empty;
  }
  return { free, slope, held };
}

/** What bins trade of what they want. */
function keepWithin({ cap, low }: Bounds, wanted: Float64Array, x: Float64Array): void {
  for (let i = 0; i < x.length; i++) {
    const least = low === undefined ? NONE : low[i];
    const full = Number(wanted[i] >= cap[i]);
    const empty = Number(wanted[i] <= least) * (1 - full);
    x[i] = wanted[i] * (1 - full - empty) + cap[i] * full + least * empty;
  }
}

/** The price at which every fourth bin trades its part of the volume, by the room there is, from a price. */
function sampledPrice({ l, p, cap, low, arena }: Standing, volume: number, start: number, room: Float64Array): number {
  const n = Math.ceil(l.length / SAMPLE);
  const part = (k: number): Float64Array => room.subarray(k * (n + 2 + (n & 1)), k * (n + 2 + (n & 1)) + n);
  const sample = { arena, l: part(0), p: part(1), w: part(2), cap: part(3), low: low === undefined ? low : part(4) };
  let within = 0;
  for (let k = 0, i = 0; k < n; k++, i += SAMPLE) {
    sample.l[k] = l[i];
    sample.p[k] = p[i];
    within += sample.cap[k] = cap[i];
    if (low !== undefined && sample.low !== undefined) sample.low[k] = low[i];
  }
  return findPrice(sample, (volume / sum(cap)) * within, start, room).u;
}

/** Whether bins at their caps alone trade; what the others trade is then below all doubles, and 0. */
function fullAlone({ cap, low }: Bounds, x: Float64Array): boolean {
  for (let i = 0; i < x.length; i++) if (x[i] < cap[i] && (low !== undefined || x[i] >= LEAST_NORMAL)) return false;
  for (let i = 0; i < x.length; i++) if (x[i] < cap[i]) x[i] = 0;
  return true;
}

/** A price to begin with: where the median of the bins trades its part of the volume. */
function firstPrice({ l, p }: CappedBins, volume: number): number {
  const share = log(volume / l.length);
  let total = 0;
  let weight = 0;
  for (let i = 0; i < l.length; i++) {
    total += p[i] * l[i] + share;
    weight += p[i];
  }
  return total / weight;
}

/**
 * The bins that are between their bounds a step from the price u, at which w is known, as if alone: whether they stay
 * there, and who is at a bound with them.
 *
 * @param room for them.
 */
function settle(
  { l, p, w, cap, low, arena }: Standing,
  volume: number,
  u: number,
  step: number,
  room: Float64Array,
  x: Float64Array,
): Found {
  const n = x.length;
  const stride = room.length / 3;
  const free = new Int32Array(n);
  let count = 0;
  let held = 0;
  let pMax = 0;
  for (let i = 0; i < n; i++) {
    const wanted = w[i] * nearlyExp(p[i] * step);
    const least = low === undefined ? NONE : low[i];
    const full = Number(wanted >= cap[i]);
    const empty = Number(wanted <= least) * (1 - full);
    const inside = 1 - full - empty;
    x[i] = cap[i] * full + least * empty;
    held += x[i];
    room[count] = l[i];
    room[stride + count] = p[i];
    free[count] = i;
    count += inside;
    pMax = Math.max(pMax, p[i] * inside);
  }
  const part = (k: number): Float64Array => room.subarray(k * stride, k * stride + count);
  // The sums are for those who have no price to begin with.
  const trading: ConvexBins = { l: part(0), p: part(1), w: part(2), pMax, sumP: NaN, sumPL: NaN, arena };
  const rest = volume - held;
  if (count === 0 || !(rest > 0)) return { u, passes: 0, converged: true, settled: false };
  const point = solveConvex(trading, log(rest), u + step);
  const price = finish(trading, log(rest), point, rest);
  const { passes, converged } = point;
  const found = { u: price, passes, converged };
  if (!(Math.abs(price) < Infinity)) return { ...found, settled: false };
  for (let k = 0; k < count; k++) {
    const i = free[k];
    const xi = trading.w[k];
    if (!(xi <= cap[i] * (1 + ROUNDING)) || (low !== undefined && xi < low[i] * (1 - ROUNDING)))
      return { ...found, settled: false };
    x[i] = Math.min(cap[i], low === undefined ? xi : Math.max(low[i], xi));
  }
  // At a bound the price must agree with it; e^z is 1 + z at least.
  const moved = price - u;
  for (let i = 0; i < n; i++) {
    const atCap = Number(x[i] >= cap[i]);
    const atLow = low === undefined ? 0 : Number(x[i] <= low[i]);
    if (atCap * Number(w[i] * (1 + p[i] * moved) < cap[i]) + atLow === 0) continue;
    const wanted = w[i] * exp(p[i] * moved);
    const slack = HELD * Math.min(1, p[i]);
    if (atCap === 1 ? wanted < cap[i] * (1 - slack) : wanted > x[i] * (1 + slack)) return { ...found, settled: false };
  }
  return { ...found, settled: true };
}
