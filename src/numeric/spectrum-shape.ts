/**
 * What persistent noise makes of a spectrum: how much of the variance of a time average its cosine sums
 * (see long-run-covariance) show, by frequency.
 *
 * Noise that is correlated as exp(-|t| / tau) shows at frequency j, with K the covariance of its B block
 * averages and c_j the cosines,
 *
 *     S_j(tau) = 2 c_j' K c_j / (1' K 1)        of the variance of its time average, 1' K 1 / B^2.
 *
 * White noise shows all of it, S_j = 1; noise that outlasts the average hides nearly all. A series is taken
 * to be a mixture, s_j = sum_k w_k S_j(tau_k) with sum_k w_k = 1: w_k is the share of the variance of the
 * average that comes from tau_k. One series tells little of its mixture, many of a kind do: with scales of
 * their own, E 2 L_bj^2 = kappa_b s_j, and w maximises the likelihood of sums L_bj that are normal,
 *
 *     kappa_b = mean_j 2 L_bj^2 / s_j,   Q_j = mean_b 2 L_bj^2 / kappa_b,
 *     w_k <- w_k sqrt( sum_j S_kj Q_j / s_j^2  /  sum_j S_kj / s_j ),
 *
 * in turn, which ascends (Fevotte, Bertin and Durrieu, Neural Computation 21, 2009, of the Itakura-Saito
 * divergence). kappa_b is then the variance of average b.
 */
import { exp, pow } from "./elementary";
import { cosinesOf, MOST_FREQUENCIES } from "./long-run-covariance";

/** Correlation times of the mixture, in lengths of the average. */
const TIMES = [0, 1 / 30, 1 / 8, 1 / 4, 1 / 2];
/** Correlation times from here on are persistent: the average holds hardly more than two independent looks. */
const PERSISTENT = 1 / 4;
/** Blocks an average is cut into, for the shapes; frequencies are so low that 64 is as good as any number. */
const BLOCKS = 64;

/** What white noise shows. */
export const WHITE: SpectrumShape = { shows: new Float64Array(MOST_FREQUENCIES).fill(1), persistent: 0 };

/** Squares below this are rounding: the series do not move. */
const NOTHING = 1e-20;

/** Rounds, each of so many steps of w with Q held; the shares have then settled to a hundredth. */
const ROUNDS = 60;
const STEPS = 10;

/** The shapes of the mixture's parts, once they were asked for. */
let found: readonly Float64Array[] | undefined;

export interface SpectrumShape {
  /** s_j, j = 1 .. 12: which part of the variance of the average frequency j shows. */
  readonly shows: Float64Array;
  /** The share of the variance that comes from noise of a correlation time from a quarter of the average's length. */
  readonly persistent: number;
}

/**
 * The common shape of series of unequal scales.
 *
 * @param series cosine sums L_bj of each, from frequency 1 on; as many as it has, at most 12.
 */
export function fitSpectrumShape(series: readonly Float64Array[]): SpectrumShape {
  const powers = series.filter((sums) => power(sums) > NOTHING);
  if (powers.length === 0) return WHITE;
  const shapes = (found ??= TIMES.map(shapeOf));
  const mixture = (shares: Float64Array): Float64Array =>
    Float64Array.from({ length: MOST_FREQUENCIES }, (_, j) =>
      shares.reduce((sum, share, k) => sum + share * shapes[k][j], 0),
    );
  const weights = new Float64Array(TIMES.length).fill(1 / TIMES.length);
  let shows = mixture(weights);
  for (let round = 0; round < ROUNDS; round++) {
    const { mean, count } = relativePowers(powers, shows);
    for (let step = 0; step < STEPS; step++) {
      for (let k = 0; k < TIMES.length; k++) {
        let [up, down] = [0, 0];
        for (let j = 0; j < MOST_FREQUENCIES; j++) {
          const slope = (count[j] * shapes[k][j]) / shows[j];
          up += (slope * mean[j]) / shows[j];
          down += slope;
        }
        weights[k] *= Math.sqrt(up / down);
      }
      shows = mixture(weights);
    }
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (let k = 0; k < TIMES.length; k++) weights[k] /= total;
    shows = mixture(weights);
  }
  const persistent = weights.reduce((sum, weight, k) => sum + (TIMES[k] >= PERSISTENT ? weight : 0), 0);
  return { shows, persistent };
}

/** Q_j, the mean over the series that have frequency j, and how many they are. */
function relativePowers(series: readonly Float64Array[], shows: Float64Array) {
  const mean = new Float64Array(MOST_FREQUENCIES);
  const count = new Float64Array(MOST_FREQUENCIES);
  for (const sums of series) {
    let scale = 0;
    for (let j = 0; j < sums.length; j++) scale += (sums[j] * sums[j]) / shows[j];
    for (let j = 0; j < sums.length; j++) {
      mean[j] += (sums.length * sums[j] * sums[j]) / scale;
      count[j]++;
    }
  }
  for (let j = 0; j < MOST_FREQUENCIES; j++) if (count[j] > 0) mean[j] /= count[j];
  return { mean, count };
}

function power(sums: Float64Array): number {
  return sums.reduce((sum, value) => sum + value * value, 0);
}

/** S_j(tau), tau in lengths of the average. */
export function shapeOf(time: number): Float64Array {
  // The covariance of block averages by their distance, up to a factor that cancels.
  const blocks = time * BLOCKS;
  const decay = exp(-1 / blocks);
  const covariance = (lag: number): number => {
    if (time === 0) return lag === 0 ? 1 : 0;
    if (lag === 0) return 2 * blocks * (1 - blocks * (1 - decay));
    return pow(blocks * (1 - decay), 2) * exp((1 - lag) / blocks);
  };
  const lags = Float64Array.from({ length: BLOCKS }, (_, lag) => covariance(lag));
  const variance = (of: (block: number) => number): number => {
    let sum = 0;
    for (let a = 0; a < BLOCKS; a++) for (let b = 0; b < BLOCKS; b++) sum += of(a) * of(b) * lags[Math.abs(a - b)];
    return sum;
  };
  const whole = variance(() => 1);
  return Float64Array.from(cosinesOf(BLOCKS), (cosines) => (2 * variance((block) => cosines[block])) / whole);
}
