/** A problem with caps, its bins sorted by what they do. */
import { plainConvexBins } from "../convex/convex-bins";
import type { CappedBins } from "./bounded";
import { logProducts } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

/** The bins of a model by what they do: those shut (cap 0) are left out. */
export interface CappedProblem {
  readonly model: CheckedModel;
  readonly size: number;
  /** c_i, at most S. */
  readonly cap: Float64Array;
  /** log(alpha_i beta_i). */
  readonly levels: Float64Array;
  readonly convex: readonly number[];
  readonly linear: readonly number[];
  readonly concave: readonly number[];
  readonly bins: CappedBins;
}

export function cappedProblem(model: CheckedModel, size: number, caps: Float64Array): CappedProblem {
  const { beta } = model;
  const n = beta.length;
  const cap = new Float64Array(caps);
  const convex: number[] = [];
  const linear: number[] = [];
  const concave: number[] = [];
  for (let i = 0; i < n; i++) {
    if (!(cap[i] < size)) cap[i] = size;
    if (cap[i] > 0) (beta[i] > 1 ? convex : beta[i] === 1 ? linear : concave).push(i);
  }
  const plain = convex.length === n ? plainConvexBins(model.alpha, beta) : undefined;
  if (plain !== undefined) {
    const levels = plain.l.slice();
    return { model, size, cap, levels, convex, linear, concave, bins: { l: levels, p: plain.p.slice(), cap } };
  }
  const levels = logProducts(model);
  const p = new Float64Array(convex.length);
  for (let k = 0; k < p.length; k++) p[k] = 1 / (beta[convex[k]] - 1);
  const bins = { l: among(levels, convex), p, cap: among(cap, convex) };
  return { model, size, cap, levels, convex, linear, concave, bins };
}

function among(values: Float64Array, bins: readonly number[]): Float64Array {
  const some = new Float64Array(bins.length);
  for (let k = 0; k < bins.length; k++) some[k] = values[bins[k]];
  return some;
}
