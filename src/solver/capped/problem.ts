/** A problem with caps, its bins sorted by what they do. */
import type { CappedBins } from "./bounded";
import { logProducts } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

/** The bins of a model by what they do: those shut (cap 0) are left out. */
export interface CappedProblem {
  readonly model: CheckedModel;
  readonly size: number;
  /** c_i, at most S. */
  readonly cap: Float64Array;
  readonly convex: readonly number[];
  readonly linear: readonly number[];
  readonly concave: readonly number[];
  readonly bins: CappedBins;
}

export function cappedProblem(model: CheckedModel, size: number, caps: Float64Array): CappedProblem {
  const { beta } = model;
  const cap = new Float64Array(caps);
  const convex: number[] = [];
  const linear: number[] = [];
  const concave: number[] = [];
  for (let i = 0; i < cap.length; i++) {
    if (!(cap[i] < size)) cap[i] = size;
    if (cap[i] > 0) (beta[i] > 1 ? convex : beta[i] === 1 ? linear : concave).push(i);
  }
  const n = convex.length;
  const levels = logProducts(model);
  const all = new Float64Array(3 * n);
  const bins = { l: all.subarray(0, n), p: all.subarray(n, 2 * n), cap: all.subarray(2 * n) };
  for (let k = 0; k < n; k++) {
    const i = convex[k];
    bins.l[k] = levels[i];
    bins.p[k] = 1 / (beta[i] - 1);
    bins.cap[k] = cap[i];
  }
  return { model, size, cap, convex, linear, concave, bins };
}
