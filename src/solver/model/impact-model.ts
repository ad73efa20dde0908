/**
 * The impact model: one power-law curve a time bin, g_i(x) = alpha_i * x^beta_i, the total cost
 * in currency of trading x shares in bin i.
 */
import { InputError, must } from "../../base/input-error";
import { withNotes, type Noted } from "../../base/units";

export interface ImpactModel extends Noted {
  /** alpha_i > 0, currency per share^beta_i; N values. */
  readonly alpha: ArrayLike<number>;
  /** beta_i > 0, dimensionless; N values. Convex above 1, linear at 1, concave below. */
  readonly beta: ArrayLike<number>;
  /** V_i, shares traded in the bin, where known: what a participation is a share of. */
  readonly volume?: ArrayLike<number>;
}

/** A model in typed arrays of one length, its values checked. */
export interface CheckedModel extends ImpactModel {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
}

/** Convex: every beta > 1. Linear: every beta = 1. Concave: every beta < 1. Mixed: anything else. */
export type Regime = (typeof REGIMES)[number];

/** The regimes, in the order of their codes in typed arrays. */
export const REGIMES = ["convex", "linear", "concave", "mixed"] as const;

const POSITIVE = "must be a finite number above 0";

/**
 * Checks a model at the edge; the solver trusts what comes out.
 *
 * @returns alpha and beta as Float64Arrays: the model's own where they are such already, copies otherwise.
 * @throws InputError where the model is not an object of two arrays of one length N >= 1 holding
 *   finite positive numbers. Numbers in strings are refused, not converted.
 */
export function checkModel(model: ImpactModel): CheckedModel {
  const arrays = modelArrays(model);
  const { alpha, beta } = arrays;
  for (let i = 0; i < alpha.length; i++) {
    if (!(alpha[i] > 0 && alpha[i] < Infinity)) throw new InputError("alpha", POSITIVE, alpha[i], i);
    if (!(beta[i] > 0 && beta[i] < Infinity)) throw new InputError("beta", POSITIVE, beta[i], i);
  }
  return arrays;
}

/**
 * A model's arrays as doubles of one length N >= 1, and its notes; whether the values are positive is not
 * looked at.
 */
export function modelArrays(model: ImpactModel): CheckedModel {
  if (typeof model !== "object" || model === null || model instanceof Promise) {
    throw new InputError("model", "must be an object { alpha, beta }", model);
  }
  checkOneSide(model);
  const alpha = toDoubles("alpha", model.alpha);
  const beta = toDoubles("beta", model.beta);
  must(alpha.length !== 0, "alpha", "must have at least one bin", model.alpha);
  must(beta.length === alpha.length, "beta", `must have one value a bin, as alpha has (${alpha.length})`, model.beta);
  return withNotes({ alpha, beta }, model);
}

/** Estimates may hold both sides, row after row: as one model they would trade an order on either at once. */
function checkOneSide(model: ImpactModel): void {
  const { side } = model as { side?: ArrayLike<string> };
  if (typeof side !== "object" || side === null) return;
  const sides = new Set(Array.from(side));
  must(sides.size <= 1, "model", "must be of one side (selectSide takes one of several)", [...sides].join(", "));
}

/** Checks a parent order: S >= 0, finite, in shares. */
export function checkSize(size: number): number {
  if (typeof size !== "number" || !(size >= 0 && size < Infinity)) {
    throw new InputError("size", "must be a finite number of shares, 0 or above", size);
  }
  return size;
}

/** Checks that an array has one number a bin, each finite and 0 or above. */
export function checkPerBin(argument: string, values: ArrayLike<number>, n: number, rule: string): void {
  if (typeof values !== "object" || values === null || values.length !== n)
    throw new InputError(argument, `must have one value a bin (${n})`, values);
  for (let i = 0; i < n; i++) {
    if (typeof values[i] !== "number" || !(values[i] >= 0 && values[i] < Infinity))
      throw new InputError(argument, rule, values[i], i);
  }
}

/** The regime of a checked model. */
export function regimeOf({ beta }: CheckedModel): Regime {
  const n = beta.length;
  let convex = 0;
  let linear = 0;
  for (let i = 0; i < n; i++) {
    if (beta[i] > 1) convex++;
    else if (beta[i] === 1) linear++;
  }
  if (convex === n) return "convex";
  if (linear === n) return "linear";
  return convex + linear === 0 ? "concave" : "mixed";
}

/** The bins with beta > 1 and the others, by index. */
export function partition({ beta }: CheckedModel): { convex: Int32Array; other: Int32Array } {
  let n = 0;
  for (let i = 0; i < beta.length; i++) if (beta[i] > 1) n++;
  const convex = new Int32Array(n);
  const other = new Int32Array(beta.length - n);
  let seen = 0;
  for (let i = 0; i < beta.length; i++) {
    if (beta[i] > 1) convex[seen++] = i;
    else other[i - seen] = i;
  }
  return { convex, other };
}

/** The values as they are, where they are doubles; numbers, and nothing else, copied from any other array. */
function toDoubles(argument: string, values: ArrayLike<number>): Float64Array {
  if (values instanceof Float64Array) return values;
  const isArrayLike = typeof values === "object" && values !== null && values.length >= 0 && values.length < 4294967296;
  must(isArrayLike, argument, "must be an array of numbers", values);
  const doubles = new Float64Array(values.length);
  for (let i = 0; i < doubles.length; i++) {
    if (typeof values[i] !== "number") throw new InputError(argument, POSITIVE, values[i], i);
    doubles[i] = values[i];
  }
  return doubles;
}
