/**
 * The variance of a time average whose terms are correlated in time, from its low frequencies.
 *
 * A time average over [0, T] is the sum of what B equal blocks of time contribute to it, s_b, less
 * their mean. With cosine sums
 *
 *     L_j(s) = sum_b s_b cos(pi j (b - 1/2) / B),   j = 1 .. nu,
 *
 * 2 L_j(s) L_j(r) estimates the covariance of two such averages from its own frequency, nearly
 * independently of the others, where both are white: the mean over j behaves like a chi-square with nu
 * degrees of freedom, and a t-ratio like Student's t_nu. This is the equal-weighted cosine estimator
 * (Mueller, J. Econometrics 141, 2007), recommended with t_nu critical values by Lazarus, Lewis, Stock &
 * Watson (J. Business & Economic Statistics 36, 2018). Noise that persists is not white: frequency j then
 * shows s_j times the covariance, and is divided by it (see spectrum-shape).
 */
import { cos, pow } from "./elementary";
import { Z95 } from "./normal-quantile";

/** The covariance matrix of two averages: var(s), cov(s, r), var(r). */
export interface Covariance2 {
  readonly ss: number;
  readonly sr: number;
  readonly rr: number;
}

/** L_j(s) for j = 1 .. `frequencies`, of contributions in time order that sum to about 0. */
export function cosineSums(s: ArrayLike<number>, frequencies: number): Float64Array {
  const blocks = s.length;
  const cosines = cosinesOf(blocks);
  return Float64Array.from({ length: frequencies }, (_, at) => {
    let sum = 0;
    for (let block = 0; block < blocks; block++) sum += s[block] * cosines[at][block];
    return sum;
  });
}

let known: readonly Float64Array[] = [];

/** cos(pi j (b - 1/2) / B) by j = 1 .. 12 and b = 1 .. B. */
export function cosinesOf(blocks: number): readonly Float64Array[] {
  if (known[0]?.length !== blocks) {
    known = Array.from({ length: MOST_FREQUENCIES }, (_, at) =>
      Float64Array.from({ length: blocks }, (_, block) => cos((Math.PI * (at + 1) * (block + 0.5)) / blocks)),
    );
  }
  return known;
}

/**
 * The covariance of two averages from their cosine sums, (2 / nu) sum_j L_j(s) L_j(r) / s_j.
 *
 * @param s, r  cosine sums of the two, nu each
 * @param shape s_j, at least nu of them; all 1 for white noise
 */
export function longRunCovariance(s: Float64Array, r: Float64Array, shape: ArrayLike<number>): Covariance2 {
  let [ss, sr, rr] = [0, 0, 0];
  for (let j = 0; j < s.length; j++) {
    ss += (s[j] * s[j]) / shape[j];
    sr += (s[j] * r[j]) / shape[j];
    rr += (r[j] * r[j]) / shape[j];
  }
  const scale = 2 / s.length;
  return { ss: ss * scale, sr: sr * scale, rr: rr * scale };
}

/** Student's t quantiles at probability 0.975 for 1 .. 12 degrees of freedom. */
const T_975 = [
  12.706204736174694, 4.302652729749462, 3.1824463052837078, 2.7764451051977934, 2.5705818356363146, 2.4469118511449786,
  2.364624251592784, 2.306004135204166, 2.262157162798205, 2.228138851986274, 2.200985160091639, 2.1788128296672284,
];

/** The most cosines used: frequencies up to 12 / (2 T). */
export const MOST_FREQUENCIES = T_975.length;

/** The number of cosines for n observations, nu = 0.41 n^(2/3) (the rule of Lazarus et al.), at most twelve. */
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
