/**
 * The terms that Sobol's indices are means of, one of each for every base point of Saltelli's scheme, centred on the
 * mean over A and B. With a, b, ab_i, ba_i the values at A, B, AB_i, BA_i and V = Var f:
 *
 *     V S_i  = E b (ab_i - a)                          Saltelli et al. 2010, table 2 (b)
 *     V ST_i = E (a - ab_i)^2 / 2                      Jansen 1999, ibid. table 2 (f)
 *     V S_ij = E (ba_i ab_j - a b) - V S_i - V S_j     Saltelli 2002, theorem 2
 *     V      = E (a^2 + b^2) / 2
 *
 * Where BA is there, A and B may change places: S_i and ST_i are then the mean of both readings.
 *
 * Each is taken less the same term of a polynomial g about its mean (control-variate.ts), which is known:
 *
 *     V S_i: sum c_a^2 over terms of x_i alone,   V ST_i: over all with x_i,   V S_ij: over those of both alone,
 *     V: over all but the constant.
 *
 * Only where nets then differ less (where-calmer.ts).
 */
import { log2, pow } from "../../numeric/elementary";
import { crossFit, halfOf, noControl, type ControlVariate, type SurrogateReport } from "./control-variate";
import type { Term } from "./fit-surrogate";
import { netSpread } from "./net-spread";
import type { SobolDesign } from "./sobol-design";
import { whereCalmer } from "./where-calmer";

/** Terms of every base point that has all its values. */
export interface SobolTerms {
  /** How many indices: d first-order, d total, and the pairs i < j where the scheme has them. */
  readonly indices: number;
  readonly inputs: number;
  /** Rows of `indices` numerators, one row a base point. */
  readonly numerators: Float64Array;
  /** One a base point: their mean is V. These and the numerators are of the values over `scale`. */
  readonly squares: Float64Array;
  /** (a^2 + b^2) / 2 of the output alone. */
  readonly ownSquares: Float64Array;
  /** The replicate each base point is of, and its place there. */
  readonly replicate: Int32Array;
  readonly place: Int32Array;
  /** Mean of f over A and B. */
  readonly mean: number;
  /** Least and largest value over all evaluations. */
  readonly range: readonly [number, number];
  /** A power of two about the largest value's size: its squares neither overflow nor vanish. */
  readonly scale: number;
  readonly surrogate: SurrogateReport;
}

/** The terms from the values in the design's order; base points with a value missing are left out. */
export function sobolTerms(design: SobolDesign, y: Float64Array, asked: boolean): SobolTerms {
  const { blocks, basePoints, replicates } = design;
  const whole = Array.from({ length: basePoints }, (_, j) => j).filter((j) =>
    y.subarray(j * blocks, (j + 1) * blocks).every(Number.isFinite),
  );
  const range = rangeOf(y, blocks, whole);
  const scale = scaleOf(range);
  const ends = whole.flatMap((j) => [y[j * blocks] / scale, y[j * blocks + 1] / scale]);
  const mean = ends.reduce((sum, value) => sum + value, 0) / ends.length;
  const centred = y.map((value) => value / scale - mean);
  const own = writeTerms(design, whole, centred, 0);
  const variance = own.squares.reduce((sum, value) => sum + value, 0) / whole.length;
  const control = controlOf(design, centred, whole.length, variance, asked);
  const each = basePoints / replicates;
  const said = {
    indices: own.numerators.length / Math.max(1, whole.length),
    inputs: design.inputs.length,
    ownSquares: own.squares,
    replicate: Int32Array.from(whole, (j) => Math.floor(j / each)),
    place: Int32Array.from(whole, (j) => j % each),
    range,
    scale,
    surrogate: "report" in control ? control.report : control,
  };
  if (!("report" in control) || control.report.status !== "used") return { ...said, ...own, mean: mean * scale };
  const shift = shiftOf(design, centred, control);
  const terms = writeTerms(design, whole, centred, shift);
  const surrogate = { ...control.report, taken: subtractControl(design, terms, control) };
  return { ...said, ...terms, surrogate, mean: (mean + shift) * scale };
}

function controlOf(
  design: SobolDesign,
  y: Float64Array,
  whole: number,
  variance: number,
  asked: boolean,
): ControlVariate | SurrogateReport {
  if (!asked) return noControl("off");
  if (design.replicates < 4) return noControl("too-few-nets");
  if (whole < design.basePoints) return noControl("points-missing");
  return variance > 0 ? crossFit(design, y, variance) : noControl("dropped");
}

/**
 * The mean of f over A and B, about the centre: c_0 and the mean of f - g; 0, what the points have, where nets differ
 * less in that, as of steps which they hit exactly.
 */
function shiftOf({ basePoints, blocks, replicates }: SobolDesign, y: Float64Array, control: ControlVariate): number {
  const { values, halves } = control;
  const net = Int32Array.from({ length: basePoints }, (_, j) => Math.floor((j * replicates) / basePoints));
  const own = Float64Array.from(net, (_, j) => (y[j * blocks] + y[j * blocks + 1]) / 2);
  const less = own.map((value, j) => {
    const [constant] = halves[halfOf(net[j])];
    return value + constant.c - (values[j * blocks] + values[j * blocks + 1]) / 2;
  });
  const shift = less.reduce((sum, value) => sum + value, 0) / basePoints;
  const calmer =
    netSpread(own, net).se <
    netSpread(
      less.map((value) => value - shift),
      net,
    ).se;
  return calmer ? 0 : shift;
}

type Written = Pick<SobolTerms, "numerators" | "squares">;

/** Takes the terms of g out of those of f where they are calmer so; of the indices, the share where they are. */
function subtractControl(design: SobolDesign, { numerators, squares }: Written, control: ControlVariate): number {
  const { basePoints, replicates, blocks } = design;
  const { values, halves } = control;
  const net = Int32Array.from({ length: basePoints }, (_, j) => Math.floor((j * replicates) / basePoints));
  const half = (j: number): number => halfOf(net[j]);
  const centred = values.map((value, at) => value - halves[half(Math.floor(at / blocks))][0].c);
  const all = Array.from({ length: basePoints }, (_, j) => j);
  const ofG = writeTerms(design, all, centred, 0);
  const exact = halves.map((terms) => exactOf(design, terms));
  const indices = numerators.length / basePoints;
  for (let j = 0; j < basePoints; j++) {
    const { parts, variance } = exact[half(j)];
    ofG.squares[j] -= variance;
    for (let k = 0; k < indices; k++) ofG.numerators[j * indices + k] -= parts[k];
  }
  const subtract = whereCalmer(net, control.steep);
  let taken = 0;
  for (let column = 0; column < indices; column++)
    taken += subtract({ own: numerators, control: ofG.numerators, column, width: indices });
  subtract({ own: squares, control: ofG.squares, column: 0, width: 1 });
  return taken / (halves.length * indices);
}

/** V times every index of a polynomial, and V. */
function exactOf(design: SobolDesign, terms: readonly Term[]): { parts: Float64Array; variance: number } {
  const d = design.inputs.length;
  const parts = new Float64Array(indexCount(design));
  let variance = 0;
  for (const { inputs, c } of terms) {
    if (inputs.length === 0) continue;
    const square = c * c;
    variance += square;
    for (const i of inputs) parts[d + i] += square;
    if (inputs.length === 1) parts[inputs[0]] += square;
    if (inputs.length === 2 && design.secondOrder) parts[pairIndex(d, inputs[0], inputs[1])] += square;
  }
  return { parts, variance };
}

/** Whether index k of d inputs is a total one. */
export function isTotal(k: number, d: number): boolean {
  return k >= d && k < 2 * d;
}

function indexCount({ inputs: { length: d }, secondOrder }: SobolDesign): number {
  return 2 * d + (secondOrder ? (d * (d - 1)) / 2 : 0);
}

/** Where S_ij, i < j, stands among the indices. */
function pairIndex(d: number, i: number, j: number): number {
  return 2 * d + i * d - (i * (i + 1)) / 2 + (j - i - 1);
}

function writeTerms(design: SobolDesign, points: readonly number[], y: Float64Array, centre: number): Written {
  const { blocks, inputs, secondOrder } = design;
  const indices = indexCount(design);
  const numerators = new Float64Array(points.length * indices);
  const squares = new Float64Array(points.length);
  const values = new Float64Array(blocks);
  points.forEach((j, row) => {
    for (let k = 0; k < blocks; k++) values[k] = y[j * blocks + k] - centre;
    const [a, b] = values;
    squares[row] = (a * a + b * b) / 2;
    writePoint(values, inputs.length, secondOrder, numerators.subarray(row * indices, (row + 1) * indices));
  });
  return { numerators, squares };
}

function writePoint(values: Float64Array, d: number, secondOrder: boolean, out: Float64Array): void {
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
export function largestShare({ ownSquares }: SobolTerms): number {
  const [most, total] = ownSquares.reduce(([top, sum], value) => [Math.max(top, value), sum + value], [0, 0]);
  return most / total;
}
