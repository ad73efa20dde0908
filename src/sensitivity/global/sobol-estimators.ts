/**
 * Estimates of Sobol's indices and their intervals. Each index is a ratio of two means over the base points, of terms
 * that are written once for every base point (sobol-terms.ts); the intervals come from how these terms spread:
 *
 * - over independent replicates of the net, by linearisation and the means of subsets of them (net-spread.ts): the
 *   error of scrambled nets is far below that of independent points, and only replicates see it;
 * - or by bootstrap over base points (Archer, Saltelli & Sobol, J. Stat. Comput. Simul. 58, 1997), which
 *   takes the points for independent and so overstates the error of a net.
 *
 * ST is a mean of squares, whose spread over nets is skewed where it is small: with every net's own ST above 0 its
 * interval from replicates is in log ST.
 */
import { exp } from "../../numeric/elementary";
import { quantiles } from "../../numeric/quantiles";
import { createRandom } from "../../numeric/random";
import { Total } from "../../numeric/sum";
import { netSpread, reach } from "./net-spread";
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
  // Compensated: with a control variate the terms are all nearly their mean, and plain sums lose the same to each.
  const parts = Array.from({ length: indices }, () => new Total());
  const square = new Total();
  let count = 0;
  for (let row = 0; row < squares.length; row++) {
    const weight = weights[row];
    if (weight === 0) continue;
    count += weight;
    square.add(weight * squares[row]);
    for (let k = 0; k < indices; k++) parts[k].add(weight * numerators[row * indices + k]);
  }
  const index = Float64Array.from(parts, (part) => part.value() / square.value());
  return { index, variance: square.value() / count };
}

/** 2^-50 of an index, four times the spacing of doubles: what is left where nets agree to the last digit. */
const ROUNDING = 8.881784197001252e-16;

type Ends = Pick<Estimates, "low" | "high">;

/**
 * index - below and + above, as far as the mean of psi = (numerator - index square) / V over replicates reaches
 * (net-spread.ts); of a total index with all its replicates above 0, index times the exponential of either over the
 * index.
 */
function spread(
  terms: SobolTerms,
  rows: readonly number[],
  index: Float64Array,
  variance: number,
  confidence: number,
): Ends {
  const { indices, inputs, numerators, squares, replicate } = terms;
  const nets = Int32Array.from(rows, (row) => replicate[row]);
  const counts = new Int32Array(1 + nets.reduce((last, one) => Math.max(last, one), 0));
  for (const r of nets) counts[r]++;
  const low = new Float64Array(indices).fill(-Infinity);
  const high = new Float64Array(indices).fill(Infinity);
  if (counts.filter((count) => count > 0).length < 2) return { low, high };
  const psi = new Float64Array(rows.length);
  for (let k = 0; k < indices; k++) {
    const own = new Float64Array(counts.length);
    rows.forEach((row, at) => {
      const numerator = numerators[row * indices + k];
      psi[at] = (numerator - index[k] * squares[row]) / variance;
      own[nets[at]] += numerator;
    });
    const { below, above } = reach(netSpread(psi, nets), confidence);
    const rounding = ROUNDING * Math.abs(index[k]);
    const [down, up] = [below, above].map((far) => inSquares(far, rounding));
    const onLog = isTotal(k, inputs) && counts.every((count, r) => count === 0 || own[r] > 0);
    low[k] = onLog ? index[k] * exp(-down / index[k]) : index[k] - down;
    high[k] = onLog ? index[k] * exp(up / index[k]) : index[k] + up;
  }
  return { low, high };
}

/** sqrt(a^2 + b^2) of two that are not negative, as errors of two sources add. */
function inSquares(a: number, b: number): number {
  const most = Math.max(a, b);
  const share = Math.min(a, b) / most;
  return most > 0 ? most * Math.sqrt(1 + share * share) : most;
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
