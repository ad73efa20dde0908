/**
 * Fits an impact curve c(q) = alpha * q^beta to a bin's mean walking costs m_k at sizes q_k.
 *
 *     "wls"  minimises sum_k w_k (log m_k - log alpha - beta log q_k)^2
 *     "nls"  minimises sum_k w_k (m_k - alpha q_k^beta)^2, by Gauss-Newton from the former
 *
 * with w_k the share of the bin's time over which m_k was averaged. The errors of the m_k of one bin
 * are strongly correlated, for they come from the same books: a deep minute is cheap at every size.
 * Standard errors from the residuals, robust or not, take them for independent and are several times
 * too small. So the fit hands back its derivative by every m_k, d(log alpha, beta) / d m_k, and
 * estimateBin carries the covariance of the costs in time through it (a sandwich whose meat comes
 * from the clock, not from the residuals). That is also what makes it robust: no size's variance, no
 * correlation between sizes, and not even that the curve is a power law is taken for granted.
 */
import { exp, log, pow } from "../../numeric/elementary";
import { fitLine } from "../../numeric/fit-line";

export type FitMethod = "wls" | "nls";

export interface ImpactFit {
  readonly logAlpha: number;
  readonly beta: number;
  /** Weighted 1 - RSS / TSS: of log cost for "wls", of cost for "nls". */
  readonly r2: number;
  /** d log alpha / d m_k. */
  readonly logAlphaBy: Float64Array;
  /** d beta / d m_k. */
  readonly betaBy: Float64Array;
}

/** Fits at least two ascending sizes with positive costs and weights; the caller has checked them. */
export function fitImpact(
  size: ArrayLike<number>,
  cost: ArrayLike<number>,
  weight: ArrayLike<number>,
  method: FitMethod = "wls",
): ImpactFit {
  const logSize = Float64Array.from(size, log);
  const line = fitLine(logSize, Float64Array.from(cost, log), weight);
  if (method === "nls") return fitLevels(logSize, cost, weight, line.intercept, line.slope);
  return {
    logAlpha: line.intercept,
    beta: line.slope,
    r2: line.r2,
    logAlphaBy: line.interceptBy.map((by, k) => by / cost[k]),
    betaBy: line.slopeBy.map((by, k) => by / cost[k]),
  };
}

/**
 * The fit to the costs themselves. With x_k = log q_k - xm and fitted g_k = exp(a + beta x_k), the
 * gradient by (a, beta) is zero at sum w g (m - g) (1, x) and the Hessian, misfit included, is
 * sum w g (2 g - m) (1, x)(1, x)'. Steps use the Gauss-Newton part, w g^2, and are halved while they
 * do not descend.
 */
function fitLevels(
  logSize: Float64Array,
  cost: ArrayLike<number>,
  weight: ArrayLike<number>,
  logAlpha: number,
  beta: number,
): ImpactFit {
  const count = logSize.length;
  const scale = Math.max(...Array.from(cost));
  const m = Float64Array.from(cost, (value) => value / scale);
  const xm = logSize.reduce((sum, value) => sum + value, 0) / count;
  const x = logSize.map((value) => value - xm);
  const curve = (a: number, b: number): Float64Array => x.map((value) => exp(a + b * value));
  const loss = (g: Float64Array): number => g.reduce((sum, value, k) => sum + weight[k] * pow(m[k] - value, 2), 0);

  let [a, b] = [logAlpha - log(scale) + beta * xm, beta];
  let g = curve(a, b);
  for (let step = 0; step < 100; step++) {
    const [p, q] = solve2(
      moments(x, weight, (k) => g[k] * g[k]),
      moments(x, weight, (k) => g[k] * (m[k] - g[k])),
    );
    if (!(Math.abs(p) + Math.abs(q) > 1e-14)) break;
    let length = 1;
    // So near the minimum that the loss no longer tells up from down, the step itself is trusted.
    const far = Math.abs(p) + Math.abs(q) > 1e-6;
    while (far && length > 1e-6 && !(loss(curve(a + length * p, b + length * q)) <= loss(g))) length /= 2;
    if (length <= 1e-6) break;
    [a, b] = [a + length * p, b + length * q];
    g = curve(a, b);
  }

  const hessian = moments(x, weight, (k) => g[k] * (2 * g[k] - m[k]));
  const logAlphaBy = new Float64Array(count);
  const betaBy = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    const pull = (weight[k] * g[k]) / scale;
    const [da, db] = solve2(hessian, [pull, pull * x[k], 0]);
    betaBy[k] = db;
    logAlphaBy[k] = da - xm * db;
  }
  const total = weightedTotal(m, weight);
  return {
    logAlpha: a - b * xm + log(scale),
    beta: b,
    r2: total > 0 ? 1 - loss(g) / total : 1,
    logAlphaBy,
    betaBy,
  };
}

/** sum_k w_k f(k) (1, x_k, x_k^2). */
function moments(x: Float64Array, weight: ArrayLike<number>, f: (k: number) => number): [number, number, number] {
  const sums: [number, number, number] = [0, 0, 0];
  for (let k = 0; k < x.length; k++) {
    const value = weight[k] * f(k);
    sums[0] += value;
    sums[1] += value * x[k];
    sums[2] += value * x[k] * x[k];
  }
  return sums;
}

/** Solves [[h0, h1], [h1, h2]] (p, q)' = (r0, r1)'. */
function solve2([h0, h1, h2]: [number, number, number], [r0, r1]: [number, number, number]): [number, number] {
  const det = h0 * h2 - h1 * h1;
  return [(h2 * r0 - h1 * r1) / det, (h0 * r1 - h1 * r0) / det];
}

function weightedTotal(y: Float64Array, weight: ArrayLike<number>): number {
  let [total, mean] = [0, 0];
  for (let k = 0; k < y.length; k++) total += weight[k];
  for (let k = 0; k < y.length; k++) mean += (weight[k] / total) * y[k];
  return y.reduce((sum, value, k) => sum + weight[k] * pow(value - mean, 2), 0);
}
