/**
 * The convex bins (beta_i > 1) in the logarithms the solver works in. At shadow price lambda,
 * u = log lambda, stationarity gives each bin's share of the parent order (README.md, "Convex bins")
 *
 *     w_i(u) = x_i / S = exp((u - l_i) p_i - log S),   l_i = log(alpha_i beta_i),  p_i = 1 / (beta_i - 1)
 *
 * Everything stays in logs and in shares of S: alpha spans decades, p_i goes to infinity as
 * beta_i -> 1+, and S runs from 1e-12 to 1e15.
 *
 * The bins stand in the memory of the loops (numeric/loops), a solve's at a time: they are good until the
 * next model's bins are made. Who solves one model again and again holds them (`heldBins`).
 */
import { log } from "../../numeric/elementary";
import { arenaOf, type Arena } from "../../numeric/loops/arena";
import { logProduct } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

export interface ConvexBins {
  /** l_i = log(alpha_i beta_i). */
  readonly l: Float64Array;
  /** p_i = 1 / (beta_i - 1), the elasticity of x_i with respect to lambda. */
  readonly p: Float64Array;
  /** The shares w_i at the price last looked at. */
  readonly w: Float64Array;
  /** The largest p_i. */
  pMax: number;
  /** sum p_i and sum p_i l_i: with them the price at which even shares are the geometric mean. */
  sumP: number;
  sumPL: number;
  readonly arena: Arena;
}

/** Doubles that n bins take. */
function roomOf(n: number): number {
  return 3 * (n + 2);
}

function layOut(arena: Arena, n: number): ConvexBins {
  return binsIn(arena, arena.array(n), arena.array(n), arena.array(n));
}

function binsIn(arena: Arena, l: Float64Array, p: Float64Array, w: Float64Array): ConvexBins {
  return { l, p, w, pMax: 0, sumP: 0, sumPL: 0, arena };
}

/** Room for n convex bins, to be filled. */
function emptyBins(n: number): ConvexBins {
  return layOut(arenaOf(roomOf(n)), n);
}

/** Where a model is mixed, a bin that is not convex is mostly found among so many. */
const FIRST = 64;

/**
 * All bins of a model as convex bins, or undefined where one of them is not plainly so: invalid,
 * beta <= 1, or alpha beta near the ends of the doubles. Then `checkModel` finds out what it is. This
 * loop sees every such bin in passing, so that the common case needs no other one.
 */
export function plainConvexBins(alpha: Float64Array, beta: Float64Array): ConvexBins | undefined {
  for (let i = 0; i < beta.length && i < FIRST; i++) if (!(beta[i] > 1)) return undefined;
  const bins = emptyBins(alpha.length);
  bins.l.set(alpha);
  bins.p.set(beta);
  return setUp(bins) ? bins : undefined;
}

/** The convex bins of a checked model, listed in `index`. */
export function convexBins(model: CheckedModel, index: Int32Array): ConvexBins {
  const bins = emptyBins(index.length);
  fill(bins, model, index);
  return bins;
}

/** Convex bins of these logarithms. */
export function binsOf(l: Float64Array, p: Float64Array): ConvexBins {
  const bins = emptyBins(l.length);
  bins.l.set(l);
  bins.p.set(p);
  summarise(bins);
  return bins;
}

function fill(bins: ConvexBins, { alpha, beta }: CheckedModel, index: Int32Array): void {
  const { l, p } = bins;
  for (let k = 0; k < index.length; k++) {
    l[k] = alpha[index[k]];
    p[k] = beta[index[k]];
  }
  if (setUp(bins)) return;
  for (let k = 0; k < index.length; k++) {
    l[k] = logProduct(alpha[index[k]], beta[index[k]]);
    p[k] = 1 / (beta[index[k]] - 1);
  }
  summarise(bins);
}

/** l and p in the place of alpha and beta; whether all of them are plainly convex. */
function setUp(bins: ConvexBins): boolean {
  const { l, p, arena } = bins;
  const least = arena.loops.setUp(l.length, l.byteOffset, p.byteOffset, l.byteOffset, p.byteOffset);
  bins.pMax = 1 / least;
  bins.sumP = arena.out[0];
  bins.sumPL = arena.out[1];
  return least > 0;
}

function summarise(bins: ConvexBins): void {
  const { l, p } = bins;
  bins.pMax = 0;
  bins.sumP = 0;
  bins.sumPL = 0;
  for (let k = 0; k < p.length; k++) {
    bins.pMax = Math.max(bins.pMax, p[k]);
    bins.sumP += p[k];
    bins.sumPL += p[k] * l[k];
  }
}

/**
 * The convex bins of one model for many sizes, with room for one more bin, which may be concave, and for
 * betas of the convex ones, which the certificate wants.
 */
export interface HeldBins {
  readonly bins: ConvexBins;
  readonly beta: Float64Array;
  /** Makes the memory theirs again, if others have solved in it. */
  hold(): void;
  /** The bins and one more behind them, until `bins` are next looked at. */
  withBin(lj: number, pj: number): ConvexBins;
}

export function heldBins(model: CheckedModel, index: Int32Array): HeldBins {
  const n = index.length;
  const arena = arenaOf(roomOf(n + 1) + n + 2);
  const larger = layOut(arena, n + 1);
  const { l, p, w } = larger;
  const bins = binsIn(arena, l.subarray(0, n), p.subarray(0, n), w.subarray(0, n));
  const beta = arena.array(n);
  arena.hold(bins);
  fill(bins, model, index);
  for (let k = 0; k < n; k++) beta[k] = model.beta[index[k]];
  const kept = [bins.l, bins.p, beta].map((array) => [array, array.slice()] as const);
  return {
    bins,
    beta,
    hold() {
      if (!arena.hold(bins)) for (const [array, values] of kept) array.set(values);
    },
    withBin(lj, pj) {
      l[n] = lj;
      p[n] = pj;
      larger.pMax = Math.max(bins.pMax, Math.abs(pj));
      return larger;
    },
  };
}

/** Sums over the convex bins at one u. */
export interface Volume {
  /** W = sum w_i: the share of S that the bins take at this price. */
  w: number;
  /** dW/du = sum p_i w_i. */
  dw: number;
  /** sum p_i^2 w_i. */
  d2w: number;
}

export function emptyVolume(): Volume {
  return { w: 0, dw: 0, d2w: 0 };
}

/**
 * A log price u + low in two doubles, low below u's last bit: where beta - 1 nears 1e-16, a bin's
 * volume runs from nothing to everything between two neighbouring doubles u.
 */
export interface LogPrice {
  readonly u: number;
  readonly low: number;
}

/** The price a step further, its parts apart again (Dekker 1971: the sum's rounding error is exact). */
export function moved({ u, low }: LogPrice, step: number): LogPrice {
  const add = low + step;
  const sum = u + add;
  return { u: sum, low: Math.abs(u) >= Math.abs(add) ? u - sum + add : add - sum + u };
}

/** Makes w the shares at a price, and writes the sums to `out`: the solver's one pass over the bins. */
export function volumeAt({ l, p, w, arena }: ConvexBins, { u, low }: LogPrice, logSize: number, out: Volume): void {
  arena.loops.volume(l.length, l.byteOffset, p.byteOffset, w.byteOffset, u, low, logSize);
  readSums(arena, out);
}

/**
 * Moves the shares from a price by a step, in place, without an exponential where p_i times the step is
 * small; the sums there to `out`. Returns the price arrived at.
 */
export function shiftVolume(bins: ConvexBins, from: LogPrice, step: number, logSize: number, out: Volume): LogPrice {
  const { l, p, w, pMax, arena } = bins;
  const price = moved(from, step);
  const { u, low } = price;
  const far = pMax * Math.abs(step) <= SMALL ? 0 : 1;
  arena.loops.shift(l.length, l.byteOffset, p.byteOffset, w.byteOffset, step, far, u, low, logSize);
  readSums(arena, out);
  return price;
}

/**
 * The sums of the shares at a price within a few percent, the shares left as they are: a third of a pass. For a
 * `first` look some of the bins stand for all, unless there are few. Returns whether all were looked at: fewer leave
 * the price off by so much that a steep bin often needs passes of its own (`wakesBins`).
 */
export function roughVolume(bins: ConvexBins, u: number, logSize: number, out: Volume, first: boolean): boolean {
  const { l, p, arena } = bins;
  const n = l.length;
  const whole = !first || n < FEW;
  // A quarter of the pairs, and of many 4096 or a few more.
  const step = whole ? 2 : 2 * Math.max(4, n >> 13);
  const seen = 2 * Math.ceil(n / step);
  arena.loops.roughVolume(n, l.byteOffset, p.byteOffset, u, whole ? logSize : logSize - log(n / seen), step);
  readSums(arena, out);
  return whole;
}

const FEW = 1 << 7;

/** The sums over w. */
export function sumVolume({ p, w, arena }: ConvexBins, out: Volume): void {
  arena.loops.sums(p.length, p.byteOffset, w.byteOffset);
  readSums(arena, out);
}

function readSums({ out: sums }: Arena, out: Volume): void {
  out.w = sums[0];
  out.dw = sums[1];
  out.d2w = sums[2];
}

/** |z| up to which a polynomial of degree eight is e^z to rounding: SMALL^9 / 9! < 2^-54. */
export const SMALL = 0.06;
/** The same for the polynomial of degree fourteen. */
export const MEDIUM = 0.5;

/** sum w_i / beta_i: the bins cost lambda S times this, as g_i(x_i) = lambda x_i / beta_i. */
export function costPerPrice({ p, w, arena }: ConvexBins): number {
  return arena.loops.costPerPrice(p.length, p.byteOffset, w.byteOffset);
}

/** x_i = S w_i exp(p_i du) for |p_i du| < 1e-5, where exp is its polynomial of degree two. In place: w becomes x. */
export function scaleShares({ p, w, arena }: ConvexBins, du: number, size: number): void {
  arena.loops.scale(p.length, p.byteOffset, w.byteOffset, du, size);
}
