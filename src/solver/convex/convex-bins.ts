/**
 * The convex bins (beta_i > 1) in the logarithms the solver works in. At shadow price lambda,
 * u = log lambda, stationarity gives each bin's share of the parent order (README.md, "Convex bins")
 *
 *     w_i(u) = x_i / S = exp((u - l_i) p_i - log S),   l_i = log(alpha_i beta_i),  p_i = 1 / (beta_i - 1)
 *
 * Everything stays in logs and in shares of S: alpha spans decades, p_i goes to infinity as
 * beta_i -> 1+, and S runs from 1e-12 to 1e15.
 */
import { exp, log } from "../../numeric/elementary";
import { logProduct } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

export interface ConvexBins {
  /** l_i = log(alpha_i beta_i). */
  readonly l: Float64Array;
  /** p_i = 1 / (beta_i - 1), the elasticity of x_i with respect to lambda. */
  readonly p: Float64Array;
  /** The largest p_i. */
  readonly pMax: number;
}

/** Where the bins' logarithms are written: two arrays of one value a convex bin. */
export interface BinArrays {
  readonly l: Float64Array;
  readonly p: Float64Array;
}

export function binArrays(n: number): BinArrays {
  return { l: new Float64Array(n), p: new Float64Array(n) };
}

/**
 * All bins of a model as convex bins, or undefined where one of them is not plainly so: invalid,
 * beta <= 1, or alpha beta near the ends of the doubles. Then `checkModel` finds out what it is. This
 * loop sees every such bin in passing, so that the common case needs no other one.
 */
export function plainConvexBins(alpha: Float64Array, beta: Float64Array, { l, p }: BinArrays): ConvexBins | undefined {
  const ln = log;
  let least = Infinity;
  for (let i = 0; i < l.length; i++) {
    const li = ln(alpha[i] * beta[i]);
    const excess = beta[i] - 1;
    if (!(li * li < 690 * 690 && excess > 0)) return undefined;
    l[i] = li;
    p[i] = 1 / excess;
    least = Math.min(least, excess);
  }
  return { l, p, pMax: 1 / least };
}

/** The convex bins of a checked model, listed in `index`. */
export function convexBins({ alpha, beta }: CheckedModel, index: Int32Array): ConvexBins {
  const { l, p } = binArrays(index.length);
  const logOf = logProduct;
  for (let k = 0; k < index.length; k++) {
    l[k] = logOf(alpha[index[k]], beta[index[k]]);
    p[k] = 1 / (beta[index[k]] - 1);
  }
  return withLargest(l, p);
}

/** The bins of these logarithms, with their largest p. */
export function withLargest(l: Float64Array, p: Float64Array): ConvexBins {
  let pMax = 0;
  for (let k = 0; k < p.length; k++) if (p[k] > pMax) pMax = p[k];
  return { l, p, pMax };
}

/** Every `stride`-th bin, as a small stand-in for all of them. */
export function everyNth(bins: ConvexBins, stride: number): ConvexBins {
  const { l, p } = binArrays(Math.ceil(bins.l.length / stride));
  for (let k = 0; k < l.length; k++) {
    l[k] = bins.l[k * stride];
    p[k] = bins.p[k * stride];
  }
  return withLargest(l, p);
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

/** Writes the shares w_i at a price to `w` and the sums to `out`: the solver's one pass over the bins. */
export function volumeAt(bins: ConvexBins, { u, low }: LogPrice, logSize: number, w: Float64Array, out: Volume): void {
  const { l, p } = bins;
  const e = exp;
  for (let i = 0; i < l.length; i++) w[i] = e((u - l[i] + low) * p[i] - logSize);
  sumVolume(bins, w, out);
}

/**
 * Moves the shares from a price by a step, in place, without an exponential where p_i times the step is
 * small; the sums there to `out`. Returns the price arrived at.
 */
export function shiftVolume(
  bins: ConvexBins,
  from: LogPrice,
  step: number,
  logSize: number,
  w: Float64Array,
  out: Volume,
): LogPrice {
  const { l, p, pMax } = bins;
  const price = moved(from, step);
  if (pMax * Math.abs(step) <= SMALL) {
    for (let i = 0; i < p.length; i++) w[i] *= smallExp(p[i] * step);
  } else {
    const e = exp;
    const { u, low } = price;
    for (let i = 0; i < p.length; i++) {
      const z = p[i] * step;
      w[i] = z < SMALL && z > -SMALL ? w[i] * smallExp(z) : e((u - l[i] + low) * p[i] - logSize);
    }
  }
  sumVolume(bins, w, out);
  return price;
}

/** Bins summed plainly before their sum joins the compensated total: the total is good to a few ulp. */
const BLOCK = 128;

/** The sums over w; that of w_i is compensated (Neumaier 1974) a block at a time. */
export function sumVolume({ p }: ConvexBins, w: Float64Array, out: Volume): void {
  const n = p.length;
  let total = 0;
  let lost = 0;
  let dw = 0;
  let d2w = 0;
  for (let start = 0; start < n; start += BLOCK) {
    const end = start + BLOCK < n ? start + BLOCK : n;
    let sum = 0;
    for (let i = start; i < end; i++) {
      const a = p[i] * w[i];
      sum += w[i];
      dw += a;
      d2w += p[i] * a;
    }
    const next = total + sum;
    lost += total >= sum ? total - next + sum : sum - next + total;
    total = next;
  }
  out.w = total + lost;
  out.dw = dw;
  out.d2w = d2w;
}

/** |z| up to which `smallExp` is exact to rounding: SMALL^9 / 9! < 2^-54. */
export const SMALL = 0.06;

/** e^z by its Taylor polynomial of degree eight. */
function smallExp(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = 1 + z + z2 * (1 / 2 + z * (1 / 6));
  return low + z4 * (1 / 24 + z * (1 / 120) + z2 * (1 / 720 + z * (1 / 5040)) + z4 * (1 / 40320));
}

/** sum w_i / beta_i: the bins cost lambda S times this, as g_i(x_i) = lambda x_i / beta_i. */
export function costPerPrice({ p }: ConvexBins, w: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < p.length; i++) sum += (w[i] * p[i]) / (1 + p[i]);
  return sum;
}

/** x_i = S w_i exp(p_i du) for |p_i du| < 1e-5, where exp is its polynomial of degree two. In place: w becomes x. */
export function scaleShares({ p }: ConvexBins, du: number, size: number, w: Float64Array): void {
  for (let i = 0; i < w.length; i++) {
    const z = p[i] * du;
    w[i] = size * (w[i] + w[i] * z * (1 + z / 2));
  }
}
