/**
 * Estimators of Sobol's indices from the values of Saltelli's scheme, centred on the mean over A and B.
 * With a, b, ab_i, ba_i the values at A, B, AB_i, BA_i and V = Var f:
 *
 *     V S_i  = E b (ab_i - a)                          Saltelli et al. 2010, table 2 (b)
 *     V ST_i = E (a - ab_i)^2 / 2                      Jansen 1999, ibid. table 2 (f)
 *     V S_ij = E (ba_i ab_j - a b) - V S_i - V S_j     Saltelli 2002, theorem 2
 *
 * Where BA is there, A and B may change places: S_i and ST_i are then the mean of both readings.
 *
 * Each index is a ratio of two means over the base points, of terms that are written once for every base
 * point; the intervals come from how these terms spread:
 *
 * - over independent replicates of the net, by linearisation and Student's t: the error of scrambled
 *   nets is far below that of independent points, and only replicates see it;
 * - or by bootstrap over base points (Archer, Saltelli & Sobol, J. Stat. Comput. Simul. 58, 1997), which
 *   takes the points for independent and so overstates the error of a net.
 */
import { log2, pow } from "../../numeric/elementary";
import { quantiles } from "../../numeric/quantiles";
import { createRandom } from "../../numeric/random";
import { studentQuantile } from "../../numeric/student-quantile";
import type { SobolDesign } from "./sobol-design";
import type { SobolOptions } from "./sobol-options";

/** Terms of every base point that has all its values. */
export interface SobolTerms {
  /** How many indices: d first-order, d total, and the pairs i < j where the scheme has them. */
  readonly indices: number;
  /** Rows of `indices` numerators, one row a base point. */
  readonly numerators: Float64Array;
  /** (a^2 + b^2) / 2, one a base point: their mean is V. These and the numerators are of the values over `scale`. */
  readonly squares: Float64Array;
  /** The replicate each base point is of, and its place there. */
  readonly replicate: Int32Array;
  readonly place: Int32Array;
  /** Mean of f over A and B. */
  readonly mean: number;
  /** Least and largest value over all evaluations. */
  readonly range: readonly [number, number];
  /** A power of two about the largest value's size: its squares neither overflow nor vanish. */
  readonly scale: number;
}

/** The terms from the values in the design's order; base points with a value missing are left out. */
export function sobolTerms(design: SobolDesign, y: Float64Array): SobolTerms {
  const { blocks, basePoints, replicates, secondOrder } = design;
  const d = design.inputs.length;
  const whole = Array.from({ length: basePoints }, (_, j) => j).filter((j) =>
    y.subarray(j * blocks, (j + 1) * blocks).every(Number.isFinite),
  );
  const range = rangeOf(y, blocks, whole);
  const scale = scaleOf(range);
  const ends = whole.flatMap((j) => [y[j * blocks] / scale, y[j * blocks + 1] / scale]);
  const mean = ends.reduce((sum, value) => sum + value, 0) / ends.length;
  const indices = 2 * d + (secondOrder ? (d * (d - 1)) / 2 : 0);
  const numerators = new Float64Array(whole.length * indices);
  const squares = new Float64Array(whole.length);
  const values = new Float64Array(blocks);
  whole.forEach((j, row) => {
    for (let k = 0; k < blocks; k++) values[k] = y[j * blocks + k] / scale - mean;
    const [a, b] = values;
    squares[row] = (a * a + b * b) / 2;
    writeTerms(values, d, secondOrder, numerators.subarray(row * indices, (row + 1) * indices));
  });
  const each = basePoints / replicates;
  return {
    indices,
    numerators,
    squares,
    replicate: Int32Array.from(whole, (j) => Math.floor(j / each)),
    place: Int32Array.from(whole, (j) => j % each),
    mean: mean * scale,
    range,
    scale,
  };
}

function rangeOf(y: Float64Array, blocks: number, whole: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity];
  for (const j of whole) {
    for (let k = j * blocks; k < (j + 1) * blocks; k++) {
      low = Math.min(low, y[k]);
      high = Math.max(high, y[k]);
    }
  }
  return [low, high];
}

function scaleOf([low, high]: readonly [number, number]): number {
  const size = Math.max(Math.abs(low), Math.abs(high));
  return size > 0 && size < Infinity ? pow(2, Math.max(-1022, Math.floor(log2(size)))) : 1;
}

/** The share of the sum of squares that the base point with the most holds: near 1 on heavy tails. */
export function largestShare({ squares }: SobolTerms): number {
  const [most, total] = squares.reduce(([top, sum], value) => [Math.max(top, value), sum + value], [0, 0]);
  return most / total;
}

function writeTerms(values: Float64Array, d: number, secondOrder: boolean, out: Float64Array): void {
  const [a, b] = values;
  const ab = (i: number): number => values[2 + i];
  const ba = (i: number): number => values[2 + d + i];
  for (let i = 0; i < d; i++) {
    out[i] = b * (ab(i) - a);
    out[d + i] = pow(a - ab(i), 2) / 2;
    if (!secondOrder) continue;
    out[i] = (out[i] + a * (ba(i) - b)) / 2;
    out[d + i] = (out[d + i] + pow(b - ba(i), 2) / 2) / 2;
  }
  if (!secondOrder) return;
  let pair = 2 * d;
  for (let i = 0; i < d; i++)
    for (let j = i + 1; j < d; j++) out[pair++] = (ba(i) * ab(j) + ab(i) * ba(j)) / 2 - a * b - out[i] - out[j];
}

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

/** index +- t sd(psi_r) / sqrt R, with psi_r the replicate's mean of (numerator - index square) / V. */
function spread(
  terms: SobolTerms,
  rows: readonly number[],
  index: Float64Array,
  variance: number,
  confidence: number,
): Ends {
  const { indices, numerators, squares, replicate } = terms;
  const counts = new Map<number, number>();
  for (const row of rows) counts.set(replicate[row], (counts.get(replicate[row]) ?? 0) + 1);
  const R = counts.size;
  const low = new Float64Array(indices).fill(-Infinity);
  const high = new Float64Array(indices).fill(Infinity);
  if (R < 2) return { low, high };
  const t = studentQuantile(confidence, R - 1);
  const psi = new Float64Array(Math.max(...counts.keys()) + 1);
  for (let k = 0; k < indices; k++) {
    psi.fill(0);
    for (const row of rows) psi[replicate[row]] += numerators[row * indices + k] - index[k] * squares[row];
    const ofMean = R / (rows.length * variance);
    const half = t * Math.sqrt(psi.reduce((sum, value) => sum + pow(value * ofMean, 2), 0) / (R * (R - 1)));
    low[k] = index[k] - half;
    high[k] = index[k] + half;
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
