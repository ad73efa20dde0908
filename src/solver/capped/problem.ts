/** A problem with caps, its bins sorted by what they do. */
import { sum } from "../../numeric/sum";
import type { CappedBins } from "./convex-with-pieces";
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
  const cap = caps.map((c) => Math.min(c, size));
  const open = [...cap.keys()].filter((i) => cap[i] > 0);
  const convex = open.filter((i) => beta[i] > 1);
  const bins = {
    l: Float64Array.from(convex, (i) => Math.log(alpha[i]) + Math.log(beta[i])),
    p: Float64Array.from(convex, (i) => 1 / (beta[i] - 1)),
    cap: Float64Array.from(convex, (i) => cap[i]),
  };
  return {
    model,
    size,
    cap,
    convex,
    linear: open.filter((i) => beta[i] === 1),
    concave: open.filter((i) => beta[i] < 1),
    bins,
  };
}

/** g_i(x). */
export function costIn({ alpha, beta }: CheckedModel, i: number, x: number): number {
  return x > 0 ? alpha[i] * Math.pow(x, beta[i]) : 0;
}

/** log of the marginal cost g_i'(x). */
export function logMarginal({ alpha, beta }: CheckedModel, i: number, x: number): number {
  return Math.log(alpha[i]) + Math.log(beta[i]) + (beta[i] - 1) * Math.log(x);
}

/** C(x). */
export function costOfAll(model: CheckedModel, x: Float64Array): number {
  return sum(x.map((xi, i) => costIn(model, i, xi)));
}
