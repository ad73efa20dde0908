/**
 * A polynomial as control variate for Sobol's indices (Hickernell, Lemieux and Owen, Stat. Sci. 20, 2005): each term of
 * an estimator is taken less the same term of g, whose mean is known,
 *
 *     term(f) - (term(g) - E term(g)),
 *
 * so that only what g does not explain is left to chance. Each half of the nets, by parity, has the g that was fitted
 * to the other half: given g, the terms of a net stay unbiased, and the nets independent.
 */
import { fitSurrogate, isSteep, MOST_DEGREE, type Term } from "./fit-surrogate";
import { orthonormal, standardised } from "./orthonormal";
import type { SobolDesign } from "./sobol-design";

/**
 * - `used`: its terms are taken out of those of the output.
 * - `dropped`: it explains nothing of a half it was not fitted to, as where an output has heavy tails.
 * - `points-missing`: evaluations without a value are no random sample: what g is on the rest is not known.
 * - `too-few-nets`: fewer than 4, 2 for each half.
 * - `off`: not asked for.
 */
export type SurrogateStatus = "used" | "dropped" | "points-missing" | "too-few-nets" | "off";

/** What the polynomial did. */
export interface SurrogateReport {
  readonly status: SurrogateStatus;
  /** Terms of the two polynomials, each with its constant; none where none was fitted. */
  readonly terms: readonly number[];
  /** The share of the output's variance that they explain at points they were not fitted to; NaN where none was. */
  readonly share: number;
  /** The share of the indices, half by half of the nets, that it is taken for: where nets then spread less. */
  readonly taken: number;
  /** Whether it has terms in normal inputs whose squares the points do not know well: it must then help much. */
  readonly steep: boolean;
}

/** g at every evaluation, each net's the one of the other half. */
export interface ControlVariate {
  /** In the design's order. */
  readonly values: Float64Array;
  /** By half: terms, of which the first is the constant. */
  readonly halves: readonly (readonly Term[])[];
  /** By half: whether it has tails that the points do not know well. */
  readonly steep: readonly boolean[];
  readonly report: SurrogateReport;
}

/** Rows that a polynomial is fitted to at most: a study of any length is fitted in the time of a short one. */
const MOST_ROWS = 1024;

/** The half that a net is of. */
export function halfOf(replicate: number): number {
  return replicate % 2;
}

/** No polynomial, and why. */
export function noControl(status: SurrogateStatus): SurrogateReport {
  return { status, terms: [], share: NaN, taken: 0, steep: false };
}

/**
 * The cross-fitted polynomials of an output that varies.
 *
 * @param y the output at every row of the design: about 0 in mean, all finite.
 * @param variance of A's and B's values.
 */
export function crossFit(design: SobolDesign, y: Float64Array, variance: number): ControlVariate {
  const { basePoints, replicates, blocks, inputs } = design;
  const size = Math.sqrt(variance);
  const scaled = y.map((value) => value / size);
  const varying = inputs.flatMap((_, i) => (varies(design, y, i) ? [i] : []));
  const values = new Float64Array(y.length);
  const halves = [0, 1].map((half) => {
    const rows = rowsToFit(design, 1 - half);
    const d = inputs.length;
    const points = new Float64Array(rows.length * d);
    rows.forEach((row, k) => points.set(design.rows.subarray(row * d, (row + 1) * d), k * d));
    const fitted = fitSurrogate(
      inputs,
      varying,
      basePoints,
      points,
      Float64Array.from(rows, (row) => scaled[row]),
    );
    return fitted.map((term) => ({ ...term, c: term.c * size }));
  });
  const each = basePoints / replicates;
  const evaluate = halves.map((terms) => evaluator(design, varying, terms));
  const [left, all] = [new Float64Array(2), new Float64Array(2)];
  for (let j = 0; j < basePoints; j++) {
    const at = j * blocks;
    const half = halfOf(Math.floor(j / each));
    evaluate[half](j, values.subarray(at, at + blocks));
    for (let k = at; k < at + 2; k++) {
      const rest = scaled[k] - values[k] / size;
      left[half] += rest * rest;
      all[half] += scaled[k] * scaled[k];
    }
  }
  const steep = halves.map((terms) => isSteep(terms, inputs, basePoints));
  const report: SurrogateReport = {
    status: left[0] < all[0] && left[1] < all[1] ? "used" : "dropped",
    terms: halves.map((terms) => terms.length),
    share: 1 - (left[0] + left[1]) / (all[0] + all[1]),
    taken: 0,
    steep: steep.some(Boolean),
  };
  return { values, halves, steep, report };
}

/** Whether the output ever changes with an input: of one that does nothing, g must not say that it does. */
function varies({ basePoints, blocks, inputs }: SobolDesign, y: Float64Array, i: number): boolean {
  const input = inputs[i];
  if ("mean" in input ? !(input.sd > 0) : !(input.high > input.low)) return false;
  for (let j = 0; j < basePoints; j++) if (y[j * blocks + 2 + i] !== y[j * blocks]) return true;
  return false;
}

/** Of a half's base points, the first of every net if there are too many; A, B, and others in turn as they go. */
function rowsToFit({ basePoints, replicates, blocks }: SobolDesign, half: number): number[] {
  const each = basePoints / replicates;
  const places = Math.min(each, Math.max(1, Math.floor(MOST_ROWS / replicates)));
  const count = (places * replicates) / 2;
  const others = Math.min(blocks - 2, Math.max(0, Math.floor(MOST_ROWS / count) - 2));
  const rows: number[] = [];
  for (let j = 0; j < basePoints; j++) {
    if (halfOf(Math.floor(j / each)) !== half || j % each >= places) continue;
    rows.push(j * blocks, j * blocks + 1);
    for (let k = 0; k < others; k++) rows.push(j * blocks + 2 + ((j + k) % (blocks - 2)));
  }
  return rows;
}

/** Writes g at A, B, AB_i and BA_i of a base point. */
function evaluator(
  { inputs, blocks, rows, secondOrder }: SobolDesign,
  varying: readonly number[],
  terms: readonly Term[],
): (j: number, out: Float64Array) => void {
  const d = inputs.length;
  const width = MOST_DEGREE + 1;
  const place = inputs.map(standardised);
  const [ofA, ofB] = [new Float64Array(d * width), new Float64Array(d * width)];
  const flat = terms.map((term) => ({ ...term, at: term.inputs.map((i, k) => i * width + term.degrees[k]) }));
  return (j, out) => {
    for (const i of varying) {
      const here = i * width;
      orthonormal(inputs[i], place[i](rows[j * blocks * d + i]), ofA.subarray(here, here + width));
      orthonormal(inputs[i], place[i](rows[(j * blocks + 1) * d + i]), ofB.subarray(here, here + width));
    }
    for (const { c, at, inputs: of } of flat) {
      const a = product(c, at, ofA, ofB, -1);
      const b = product(c, at, ofB, ofA, -1);
      out[0] += a;
      out[1] += b;
      for (let k = 0; k < at.length; k++) {
        out[2 + of[k]] += product(c, at, ofA, ofB, k) - a;
        if (secondOrder) out[2 + d + of[k]] += product(c, at, ofB, ofA, k) - b;
      }
    }
    for (let i = 0; i < d; i++) {
      out[2 + i] += out[0];
      if (secondOrder) out[2 + d + i] += out[1];
    }
  };
}

/** A term from its factors' values, the factor `swapped` from the other point. */
function product(c: number, at: readonly number[], own: Float64Array, other: Float64Array, swapped: number): number {
  let value = c;
  for (let k = 0; k < at.length; k++) value *= (k === swapped ? other : own)[at[k]];
  return value;
}
