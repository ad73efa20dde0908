/**
 * The day's smooth profile with noise around it, fitted to pairs theta_i = (level, slope) of known error
 * covariance V_i: a bivariate random-effects regression (Morris, Parametric empirical Bayes inference, JASA 78,
 * 1983; Jackson, White and Riley, Statistics in Medicine 30, 2011),
 *
 *     theta^_i = theta_i + e_i,         e_i ~ N(0, V_i)        the estimate's error
 *     theta_i  = B f(t_i) + d_i,        d_i ~ N(0, T)          what bins really differ by
 *
 * f the Legendre polynomials in the time of day up to a degree. For a T, B is generalised least squares with
 * weights W_i = (T + V_i)^-1; T is what maximises the likelihood, by the EM algorithm (Dempster, Laird and
 * Rubin, JRSS B 39, 1977), whose steps never leave the positive semidefinite matrices:
 *
 *     T <- mean_i [ d^_i d^_i' + T - T W_i T (+ T W_i F_i Var(B) F_i' W_i T, restricted) ],
 *     d^_i = T W_i (theta^_i - B f_i).
 */
import { log } from "../../numeric/elementary";
import { invertPositiveDefinite } from "../../numeric/positive-definite";

/** A symmetric 2 x 2 matrix [[a, b], [b, c]]. */
export type Covariance = readonly [a: number, b: number, c: number];
/** A 2 x 2 matrix, row by row. */
export type Gain = readonly [number, number, number, number];
export type Pair = readonly [level: number, slope: number];

export interface DayProfile {
  readonly degree: number;
  /** B f(t_i). */
  readonly mean: readonly Pair[];
  /** Var(B f(t_i)), given T. */
  readonly meanVariance: readonly Covariance[];
  /** T. */
  readonly between: Covariance;
  readonly logLikelihood: number;
}

const MOST_STEPS = 1000;
const TOLERANCE = 1e-5;
/** White noise that keeps T positive definite where bins lie on a line, or are all the same. */
const HAIR = 1e-12;

/**
 * The profile of a degree.
 *
 * @param restricted estimates T for what the profile's own estimation takes (REML); else by maximum likelihood,
 *   which alone lets degrees be compared.
 */
export function fitProfile(
  theta: readonly Pair[],
  errors: readonly Covariance[],
  degree: number,
  restricted: boolean,
): DayProfile {
  const n = theta.length;
  const basis = theta.map((_, i) => legendre(n === 1 ? 0 : (2 * i) / (n - 1) - 1, degree));
  let between = spread(theta);
  let fit = generalisedLeastSquares(theta, errors, basis, between);
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = emStep(theta, errors, basis, between, fit, restricted);
    const change = Math.max(
      ...next.map((value, k) => Math.abs(value - between[k]) / (k === 1 ? Math.sqrt(next[0] * next[2]) : next[k])),
    );
    between = next;
    fit = generalisedLeastSquares(theta, errors, basis, between);
    if (!(change > TOLERANCE)) break;
  }
  return {
    degree,
    mean: fit.mean,
    meanVariance: basis.map((f) => meanVariance(f, fit.variance)),
    between,
    logLikelihood: fit.logLikelihood,
  };
}

interface Fit {
  readonly mean: readonly Pair[];
  /** Var(B), 2K x 2K: the coefficients of the level first, then those of the slope. */
  readonly variance: Float64Array;
  readonly logLikelihood: number;
}

function generalisedLeastSquares(
  theta: readonly Pair[],
  errors: readonly Covariance[],
  basis: readonly Float64Array[],
  between: Covariance,
): Fit {
  const k = basis[0].length;
  const normal = new Float64Array(4 * k * k);
  const right = new Float64Array(2 * k);
  let logDeterminants = 0;
  theta.forEach(([level, slope], i) => {
    const total = add(between, errors[i]);
    logDeterminants += log(determinant(total));
    const [a, b, c] = inverse(total);
    const f = basis[i];
    for (let r = 0; r < k; r++) {
      right[r] += f[r] * (a * level + b * slope);
      right[k + r] += f[r] * (b * level + c * slope);
      for (let s = 0; s < k; s++) {
        const ff = f[r] * f[s];
        normal[r * 2 * k + s] += ff * a;
        normal[r * 2 * k + k + s] += ff * b;
        normal[(k + r) * 2 * k + s] += ff * b;
        normal[(k + r) * 2 * k + k + s] += ff * c;
      }
    }
  });
  const variance = invertPositiveDefinite(normal, 2 * k);
  const coefficients = right.map((_, r) => right.reduce((sum, value, s) => sum + variance[r * 2 * k + s] * value, 0));
  const mean = basis.map((f): Pair => [
    f.reduce((sum, fr, r) => sum + fr * coefficients[r], 0),
    f.reduce((sum, fr, r) => sum + fr * coefficients[k + r], 0),
  ]);
  let distance = 0;
  theta.forEach(([level, slope], i) => {
    const [a, b, c] = inverse(add(between, errors[i]));
    const [u, v] = [level - mean[i][0], slope - mean[i][1]];
    distance += a * u * u + 2 * b * u * v + c * v * v;
  });
  return { mean, variance, logLikelihood: -(logDeterminants + distance) / 2 };
}

function emStep(
  theta: readonly Pair[],
  errors: readonly Covariance[],
  basis: readonly Float64Array[],
  between: Covariance,
  { mean, variance }: Fit,
  restricted: boolean,
): Covariance {
  const n = theta.length;
  const next = [0, 0, 0];
  theta.forEach(([level, slope], i) => {
    const gain = gainOf(between, errors[i]);
    const [u, v] = [level - mean[i][0], slope - mean[i][1]];
    const d = [gain[0] * u + gain[1] * v, gain[2] * u + gain[3] * v];
    const left = posterior(between, errors[i]);
    next[0] += d[0] * d[0] + left[0];
    next[1] += d[0] * d[1] + left[1];
    next[2] += d[1] * d[1] + left[2];
    if (!restricted) return;
    const added = sandwich(gain, meanVariance(basis[i], variance));
    for (let k = 0; k < 3; k++) next[k] += added[k];
  });
  return [next[0] / n + HAIR, next[1] / n, next[2] / n + HAIR];
}

/** The gain T (T + V)^-1, row by row: what of a bin's difference from the profile is its own. */
export function gainOf(between: Covariance, error: Covariance): Gain {
  const [a, b, c] = inverse(add(between, error));
  const [s, t, u] = between;
  return [s * a + t * b, s * b + t * c, t * a + u * b, t * b + u * c];
}

/** T - T (T + V)^-1 T = T (T + V)^-1 V: what is left to be known about a bin, given its estimate. */
export function posterior(between: Covariance, error: Covariance): Covariance {
  const [g, h, k, l] = gainOf(between, error);
  const [a, b, c] = error;
  return [g * a + h * b, (g * b + h * c + k * a + l * b) / 2, k * b + l * c];
}

/** Var(B f) at one time. */
function meanVariance(f: Float64Array, variance: Float64Array): Covariance {
  const k = f.length;
  const block = (row: number, column: number): number => {
    let sum = 0;
    for (let r = 0; r < k; r++)
      for (let s = 0; s < k; s++) sum += f[r] * f[s] * variance[(row * k + r) * 2 * k + column * k + s];
    return sum;
  };
  return [block(0, 0), block(0, 1), block(1, 1)];
}

/** M S M' for M row by row. */
export function sandwich([g, h, k, l]: Gain, [a, b, c]: Covariance): Covariance {
  return [
    g * g * a + 2 * g * h * b + h * h * c,
    g * k * a + (g * l + h * k) * b + h * l * c,
    k * k * a + 2 * k * l * b + l * l * c,
  ];
}

function spread(theta: readonly Pair[]): Covariance {
  const n = theta.length;
  const centre = [0, 1].map((k) => theta.reduce((sum, pair) => sum + pair[k], 0) / n);
  const moment = (r: number, s: number): number =>
    theta.reduce((sum, pair) => sum + (pair[r] - centre[r]) * (pair[s] - centre[s]), 0) / n;
  return [moment(0, 0) + HAIR, moment(0, 1), moment(1, 1) + HAIR];
}

function legendre(t: number, degree: number): Float64Array {
  const p = new Float64Array(degree + 1);
  p[0] = 1;
  if (degree > 0) p[1] = t;
  for (let k = 2; k <= degree; k++) p[k] = ((2 * k - 1) * t * p[k - 1] - (k - 1) * p[k - 2]) / k;
  return p;
}

export function add([a, b, c]: Covariance, [d, e, f]: Covariance): Covariance {
  return [a + d, b + e, c + f];
}

function determinant([a, b, c]: Covariance): number {
  return a * c - b * b;
}

function inverse(matrix: Covariance): Covariance {
  const [a, b, c] = matrix;
  const d = determinant(matrix);
  return [c / d, -b / d, a / d];
}
