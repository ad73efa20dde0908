/**
 * Estimates of Sobol's indices and their intervals. Each index is a ratio of two means over the base points, of terms
 * that are written once for every base point (sobol-terms.ts); the intervals come from how these terms spread:
 *
 * - over independent replicates of the net, by linearisation and Student's t: the error of scrambled
 *   nets is far below that of independent points, and only replicates see it;
 * - or by bootstrap over base points (Archer, Saltelli & Sobol, J. Stat. Comput. Simul. 58, 1997), which
 *   takes the points for independent and so overstates the error of a net.
 *
 * ST is a mean of squares, whose spread over nets is skewed where it is small: with every net's own ST above 0 its
 * interval from replicates is symmetric in log ST.
 */
import { exp, pow } from "../../numeric/elementary";
import { quantiles } from "../../numeric/quantiles";
import { createRandom } from "../../numeric/random";
import { studentQuantile } from "../../numeric/student-quantile";
import type { SobolOptions } from "./sobol-options";
import { isTotal, type SobolTerms } from "./sobol-terms";

/** Indices and their confidence intervals, in the terms' order. */
export interface Estimates {
  readonly variance: number;
  readonly index: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
}

type IntervalOptions = Pick<Required<SobolOptions>, "intervals" | "confidence" | "resamples" | "seed">;

/** Estimates from the base points of the first `places` places of every replicate. */
export function estimateIndices(terms: SobolTerms, places: number, options: IntervalOptions): Estimates {
  const rows = [...terms.place.keys()].filter((row) => terms.place[row] < places);
  const weights = new Float64Array(terms.place.length);
  for (const row of rows) weights[row] = 1;
  const { index, variance } = ratios(terms, weights);
  const ends =
    options.intervals === "bootstrap"
      ? bootstrap(terms, rows, options)
      : spread(terms, rows, index, variance, options.confidence);
  return { variance, index, ...ends };
}

function ratios(
  { indices, numerators, squares }: SobolTerms,
  weights: Float64Array,
): { index: Float64Array; variance: number } {
  const index = new Float64Array(indices);
  let square = 0;
  let count = 0;
  for (let row = 0; row < squares.length; row++) {
    const weight = weights[row];
    if (weight === 0) continue;
    count += weight;
    square += weight * squares[row];
    for (let k = 0; k < indices; k++) index[k] += weight * numerators[row * indices + k];
  }
  for (let k = 0; k < indices; k++) index[k] /= square;
  return { index, variance: square / count };
}

type Ends = Pick<Estimates, "low" | "high">;

/**
 * index +- t sd(psi_r) / sqrt R, with psi_r the replicate's mean of (numerator - index square) / V; of a total index
 * with all its replicates above 0, index times or by the exponential of that over the index.
 */
function spread(
  terms: SobolTerms,
  rows: readonly number[],
  index: Float64Array,
  variance: number,
  confidence: number,
): Ends {
  const { indices, inputs, numerators, squares, replicate } = terms;
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(replicate[row], (counts.get(replicate[row]) ?? 0) + 1);
  const R = counts.size;
  const low = new Float64Array(indices).fill(-Infinity);
  const high = new Float64Array(indices).fill(Infinity);
  if (R < 2) return { low, high };
  const t = studentQuantile(confidence, R - 1);
  const psi = new Float64Array(Math.max(...counts.keys()) + 1);
  const own = new Float64Array(psi.length);
  for (let k = 0; k < indices; k++) {
    psi.fill(0);
    own.fill(0);
    for (const row of rows) {
      const numerator = numerators[row * indices + k];
      psi[replicate[row]] += numerator - index[k] * squares[row];
      own[replicate[row]] += numerator;
    }
    const ofMean = R / (rows.length * variance);
    const half = t * Math.sqrt(psi.reduce((sum, value) => sum + pow(value * ofMean, 2), 0) / (R * (R - 1)));
    const onLog = isTotal(k, inputs) && [...counts.keys()].every((r) => own[r] > 0);
    low[k] = onLog ? index[k] * exp(-half / index[k]) : index[k] - half;
    high[k] = onLog ? index[k] * exp(half / index[k]) : index[k] + half;
  }
  return { low, high };
}

/** The percentiles of the indices over resamples of the base points. */
function bootstrap(terms: SobolTerms, rows: readonly number[], { confidence, resamples, seed }: IntervalOptions): Ends {
  const random = createRandom(seed);
  const weights = new Float64Array(terms.place.length);
  const draws = Array.from({ length: terms.indices }, () => new Float64Array(resamples));
  for (let draw = 0; draw < resamples; draw++) {
    weights.fill(0);
    for (let n = 0; n < rows.length; n++) weights[rows[random.integer(rows.length)]]++;
    ratios(terms, weights).index.forEach((value, k) => (draws[k][draw] = value));
  }
  const ends = draws.map((values) => quantiles(values, [(1 - confidence) / 2, (1 + confidence) / 2]));
  return { low: Float64Array.from(ends, ([low]) => low), high: Float64Array.from(ends, ([, high]) => high) };
}
