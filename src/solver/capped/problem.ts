/** A problem with caps, its bins sorted by what they do. */
import type { CappedBins } from "./bounded";
import { logProduct } from "../model/cost";
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
  const { alpha, beta } = model;
  const cap = new Float64Array(caps.length);
  const convex: number[] = [];
  const linear: number[] = [];
  const concave: number[] = [];
  for (let i = 0; i < cap.length; i++) {
    cap[i] = caps[i] < size ? caps[i] : size;
    if (cap[i] > 0) (beta[i] > 1 ? convex : beta[i] === 1 ? linear : concave).push(i);
  }
  const n = convex.length;
  const bins = { l: new Float64Array(n), p: new Float64Array(n), cap: new Float64Array(n) };
  for (let k = 0; k < n; k++) {
    const i = convex[k];
    bins.l[k] = logProduct(alpha[i], beta[i]);
    bins.p[k] = 1 / (beta[i] - 1);
    bins.cap[k] = cap[i];
  }
  return { model, size, cap, convex, linear, concave, bins };
}
