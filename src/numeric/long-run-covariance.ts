/**
 * The variance of a time average whose terms are correlated in time, from its low frequencies.
 *
 * A time average over [0, T] is the sum of what B equal blocks of time contribute to it, s_b, less
 * their mean. With cosine sums
 *
 *     L_j(s) = sum_b s_b cos(pi j (b - 1/2) / B),   j = 1 .. nu,
 *
 * the covariance of two such averages is estimated by (2 / nu) sum_j L_j(s) L_j(r). Every 2 L_j^2
 * estimates the same variance from its own frequency, nearly independently of the others, so the sum
 * behaves like a chi-square with nu degrees of freedom and a t-ratio like Student's t_nu. This is the
 * equal-weighted cosine estimator (Mueller, J. Econometrics 141, 2007), recommended with t_nu critical
 * values by Lazarus, Lewis, Stock & Watson (J. Business & Economic Statistics 36, 2018).
 */
import { cos, pow } from "./elementary";
import { Z95 } from "./normal-quantile";

/** The covariance matrix of two averages: var(s), cov(s, r), var(r). */
export interface Covariance2 {
  readonly ss: number;
  readonly sr: number;
  readonly rr: number;
}

/**
 * The covariance of two time averages from what each of B blocks contributed to them.
 *
 * @param s, r  the contributions in time order, in the average's own unit; each sums to about 0
 * @param frequencies  nu, 1 <= nu < B: so low that the series look white there
 */
export function longRunCovariance(s: ArrayLike<number>, r: ArrayLike<number>, frequencies: number): Covariance2 {
  const blocks = s.length;
  let [ss, sr, rr] = [0, 0, 0];
  for (let j = 1; j <= frequencies; j++) {
    let [a, b] = [0, 0];
    for (let block = 0; block < blocks; block++) {
      const weight = cos((Math.PI * j * (block + 0.5)) / blocks);
      a += s[block] * weight;
      b += r[block] * weight;
    }
    ss += a * a;
    sr += a * b;
    rr += b * b;
  }
  const scale = 2 / frequencies;
  return { ss: ss * scale, sr: sr * scale, rr: rr * scale };
}

/** Student's t quantiles at probability 0.975 for 1 .. 6 degrees of freedom. */
const T_975 = [
  12.706204736174694, 4.302652729749462, 3.182446305283708, 2.7764451051977934, 2.5705818356363146, 2.4469118511449786,
];

/**
 * The most cosines used. Noise is taken to be white up to frequency 6 / (2 T): a correlation time of
 * T / 60 costs half a point of coverage, T / 20 three. Eight would make intervals 5 % shorter and
 * twice as wrong where books are slow.
 */
export const MOST_FREQUENCIES = T_975.length;

/**
 * The number of cosines for n observations, nu = 0.41 n^(2/3) (the rule of Lazarus et al.), at most
 * six: events in a book come in bursts, so more of them is not more information about slow noise.
 */
export function frequenciesFor(observations: number): number {
  return Math.min(MOST_FREQUENCIES, Math.round(0.41 * pow(observations, 2 / 3)));
}

/**
 * How much wider than a normal's a 95 % interval with nu degrees of freedom is: t_nu / 1.96. A
 * standard error times this covers 95 % at +-1.96, whoever uses it.
 */
export function intervalInflation(frequencies: number): number {
  return T_975[frequencies - 1] / Z95;
}
