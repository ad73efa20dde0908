/**
 * A sparse polynomial g fitted to an output (Blatman and Sudret, J. Comput. Phys. 230, 2011):
 *
 *     g(x) = sum_a c_a prod_i p_(a_i)(x_i),    p_k orthonormal under the distribution of x_i (orthonormal.ts),
 *
 * so that its mean is c_0, its variance the sum of the other c_a^2, and every Sobol index a sum of some of them
 * (Sudret, Reliab. Eng. Syst. Saf. 93, 2008). The basis grows from the constant: each term with one degree raised by
 * 1 or 2 (by 2 for functions that are even) is a candidate; those that the residual answers to best join, and all
 * coefficients are fitted again by least squares.
 *
 * Of a normal input, most of a term's square is in tails that few points see: its mean over n points, 1 on average, is
 * off by sqrt((E p^4 - 1) / n). Terms with more of that than points can tell do not join.
 *
 * Of a uniform input, p_k is largest within 1 / k^2 of its ends. With K^2 beyond about n points least squares is not
 * stable there (Cohen, Davenport and Leviatan, Found. Comput. Math. 13, 2013), and what sqrt(x) or log x leave there no
 * point sees. So degrees begin at sqrt(n) / 2, and are doubled where the residual is not largest at the ends, as of
 * steps and kinks inside, up to sqrt(n); and beyond where it falls faster than any power of the degree, as of what is
 * smooth.
 */
import { pow } from "../../numeric/elementary";
import { dot, GrowingFit } from "../../numeric/growing-fit";
import { fourthMoment, orthonormal, standardised } from "./orthonormal";
import type { StudyInput } from "./study-input";

/**
 * The highest degree of a term, over all its inputs together, and the most inputs that a term has. Steps and kinks take
 * high degrees: of two steps across the axes 12 leave 6 % of the variance, 30 half of that.
 */
export const MOST_DEGREE = 30;
const MOST_INPUTS = 4;
/** The most terms; rows a term at least. */
export const MOST_TERMS = 160;
const ROWS_A_TERM = 4;
/** A candidate's share in the residual, in standard errors, from which it joins. */
const LEAST_SIGNAL = 2.5;
/** The error of a term's mean square over the points, at most; and from which on it is steep. */
const MOST_ERROR = 0.5;
const STEEP = 0.1;
/**
 * What doubling the degree leaves of a smooth residual: the share that the doubling before left to this power (of
 * powers of the degree, 1); at most so much, as a sample may fall faster than what it is of; and so much is enough.
 */
const SMOOTH = 1.5;
const MOST_LEFT = 0.003;
const ENOUGH = 1e-6;
/** A squared residual this many times its mean near an end is of what the output does there. */
const MOST_AT_ENDS = 3;
/** Where the residual's variance is this share of the output's, what is left is rounding. */
const ROUNDING = 1e-24;

/** One term: its inputs, in order, the degree of each, 1 or above, and its coefficient. The constant has no input. */
export interface Term {
  readonly inputs: readonly number[];
  readonly degrees: readonly number[];
  readonly c: number;
}

type Shape = Omit<Term, "c">;
const CONSTANT: Shape = { inputs: [], degrees: [] };

/**
 * Fits g.
 *
 * @param varying which inputs it may use.
 * @param points how many it will be taken at.
 * @param rows n rows of all inputs.
 * @param y the output there, about 0 in mean and 1 in size.
 * @returns the terms, the constant first.
 */
export function fitSurrogate(
  inputs: readonly StudyInput[],
  varying: readonly number[],
  points: number,
  rows: Float64Array,
  y: Float64Array,
): Term[] {
  const powers = powersOf(inputs, rows, y.length);
  const fitTo = (degree: number): Fitted => grow(inputs, varying, points, powers, y, degree);
  const withEnds = varying.filter((i) => hasEnds(inputs[i]));
  const stable = Math.sqrt(Math.min(points, y.length));
  let degree = withEnds.length > 0 ? Math.max(2, Math.floor(stable / 2)) : MOST_DEGREE;
  let fitted = fitTo(degree);
  let before = fitted.left + squaresAbove(fitted.terms, inputs, degree / 2);
  while (fitted.isHeld && degree < MOST_DEGREE && fitted.left > ROUNDING) {
    const inside = shareAtEnds(withEnds, powers, fitted.residual, degree) < MOST_AT_ENDS;
    degree = Math.min(2 * degree, MOST_DEGREE);
    const next = fitTo(degree);
    const smooth = Math.max(ENOUGH, Math.min(MOST_LEFT, pow(fitted.left / before, SMOOTH)));
    if (next.left > fitted.left * smooth && !(inside && degree <= stable)) break;
    before = fitted.left;
    fitted = next;
  }
  return fitted.terms;
}

/** How many times its mean a squared residual is near the ends of an input, of that where it is most. */
function shareAtEnds(inputs: readonly number[], powers: Powers, residual: Float64Array, degree: number): number {
  const near = 1 - 4 / (degree * degree);
  const all = dot(residual, residual) / residual.length;
  return inputs.reduce((most, input) => {
    const places = powers(input, 1);
    let [sum, count] = [0, 0];
    for (let row = 0; row < residual.length; row++) {
      if (Math.abs(places[row]) < near * Math.sqrt(3)) continue;
      sum += residual[row] * residual[row];
      count++;
    }
    return Math.max(most, sum / all / Math.max(1, count));
  }, 0);
}

interface Fitted {
  readonly terms: Term[];
  /** What the terms leave, and its mean square. */
  readonly residual: Float64Array;
  readonly left: number;
  /** Whether it would have tried terms of higher degrees. */
  readonly isHeld: boolean;
}

/** The polynomial whose degree in any uniform input is at most `degree`. */
function grow(
  inputs: readonly StudyInput[],
  varying: readonly number[],
  points: number,
  powers: Powers,
  y: Float64Array,
  degree: number,
): Fitted {
  const fit = new GrowingFit(y);
  const most = Math.min(MOST_TERMS, Math.floor(y.length / ROWS_A_TERM));
  const shapes: Shape[] = [];
  const seen = new Set<string>();
  let candidates: Shape[] = [];
  let isHeld = false;
  const join = (shape: Shape): void => {
    if (!fit.add(productOf(shape, powers, y.length))) return;
    shapes.push(shape);
    for (const raised of neighbours(shape, varying)) {
      if (squareError(raised, inputs, points) > MOST_ERROR) continue;
      if (degreeAtEnds(raised, inputs) > degree) {
        isHeld = true;
        continue;
      }
      const key = `${raised.inputs.join()} ${raised.degrees.join()}`;
      if (!seen.has(key)) candidates.push(raised);
      seen.add(key);
    }
  };
  join(CONSTANT);
  let c = fit.solve();
  const whole = dot(fit.residual, fit.residual);
  for (;;) {
    const squares = dot(fit.residual, fit.residual);
    const room = Math.min(most - shapes.length, Math.max(2 * varying.length, Math.floor(shapes.length / 2)));
    if (room <= 0 || squares <= ROUNDING * whole) break;
    candidates.sort(byBeginning);
    const answers = answersOf(candidates, powers, fit.residual);
    const order = [...answers.keys()].filter((k) => answers[k] > LEAST_SIGNAL * Math.sqrt(squares));
    const best = new Set(order.sort((k, l) => answers[l] - answers[k] || k - l).slice(0, room));
    if (best.size === 0) break;
    const joining = [...best].map((k) => candidates[k]);
    candidates = candidates.filter((_, k) => !best.has(k));
    joining.forEach(join);
    c = fit.solve();
  }
  const terms = shapes.map((shape, k) => ({ ...shape, c: c[k] }));
  return { terms, residual: fit.residual, left: dot(fit.residual, fit.residual) / y.length, isHeld };
}

/** A term's highest degree in an input that has ends. */
function degreeAtEnds({ inputs: of, degrees }: Shape, inputs: readonly StudyInput[]): number {
  return of.reduce((most, i, k) => (hasEnds(inputs[i]) ? Math.max(most, degrees[k]) : most), 0);
}

function hasEnds(input: StudyInput): boolean {
  return "low" in input;
}

/** What the terms above a degree explain. */
function squaresAbove(terms: readonly Term[], inputs: readonly StudyInput[], degree: number): number {
  return terms.reduce((sum, term) => (degreeAtEnds(term, inputs) > degree ? sum + term.c * term.c : sum), 0);
}

/** The terms with one degree raised by 1 or 2. */
function neighbours({ inputs, degrees }: Shape, varying: readonly number[]): Shape[] {
  const total = degrees.reduce((a, b) => a + b, 0);
  return varying.flatMap((i) => {
    const at = inputs.indexOf(i);
    if (at < 0 && inputs.length === MOST_INPUTS) return [];
    const place = inputs.filter((other) => other < i).length;
    return [1, 2]
      .filter((by) => total + by <= MOST_DEGREE)
      .map((by) =>
        at < 0
          ? { inputs: inputs.toSpliced(place, 0, i), degrees: degrees.toSpliced(place, 0, by) }
          : { inputs, degrees: degrees.with(at, degrees[at] + by) },
      );
  });
}

/** Whether a polynomial has a term, beyond rounding, whose mean square these points do not know well. */
export function isSteep(terms: readonly Term[], inputs: readonly StudyInput[], points: number): boolean {
  const least = ROUNDING * terms.reduce((sum, { c }) => sum + c * c, 0);
  return terms.some((term) => term.c * term.c > least && squareError(term, inputs, points) > STEEP);
}

/** The standard deviation of the mean of its square over independent points. */
function squareError(shape: Shape, inputs: readonly StudyInput[], points: number): number {
  const fourth = shape.inputs.reduce((product, i, k) => product * fourthMoment(inputs[i], shape.degrees[k]), 1);
  return Math.sqrt((fourth - 1) / points);
}

/** The column p_degree(x_input) over the rows. */
type Powers = (input: number, degree: number) => Float64Array;

/** An input's columns are worked out when first asked for. */
function powersOf(inputs: readonly StudyInput[], rows: Float64Array, n: number): Powers {
  const tables = new Map<number, Float64Array[]>();
  const values = new Float64Array(MOST_DEGREE + 1);
  const tableOf = (i: number): Float64Array[] => {
    const table = Array.from(values, () => new Float64Array(n));
    const place = standardised(inputs[i]);
    for (let row = 0; row < n; row++) {
      orthonormal(inputs[i], place(rows[row * inputs.length + i]), values);
      for (let k = 0; k < values.length; k++) table[k][row] = values[k];
    }
    tables.set(i, table);
    return table;
  };
  return (i, degree) => (tables.get(i) ?? tableOf(i))[degree];
}

function productOf({ inputs, degrees }: Shape, powers: Powers, n: number): Float64Array {
  const column = new Float64Array(n).fill(1);
  inputs.forEach((i, k) => multiply(column, powers(i, degrees[k]), column));
  return column;
}

function multiply(a: Float64Array, b: Float64Array, out: Float64Array): void {
  for (let row = 0; row < out.length; row++) out[row] = a[row] * b[row];
}

/**
 * |sum over the rows of a term times the residual|, of every shape. Of shapes in the order of `byBeginning`
 * most share all but their last factor with the one before: one pass over the rows each.
 */
function answersOf(shapes: readonly Shape[], powers: Powers, residual: Float64Array): number[] {
  const products = [residual, ...Array.from({ length: MOST_INPUTS - 1 }, () => residual.slice())];
  let before = CONSTANT;
  let made = 0;
  return shapes.map((shape) => {
    const { inputs, degrees } = shape;
    const last = inputs.length - 1;
    let k = 0;
    while (k < Math.min(made, last) && inputs[k] === before.inputs[k] && degrees[k] === before.degrees[k]) k++;
    for (; k < last; k++) multiply(products[k], powers(inputs[k], degrees[k]), products[k + 1]);
    [before, made] = [shape, last];
    return Math.abs(dot(products[last], powers(inputs[last], degrees[last])));
  });
}

function byBeginning(a: Shape, b: Shape): number {
  for (let k = 0; k < Math.min(a.inputs.length, b.inputs.length); k++) {
    const by = a.inputs[k] - b.inputs[k] || a.degrees[k] - b.degrees[k];
    if (by !== 0) return by;
  }
  return a.inputs.length - b.inputs.length;
}
