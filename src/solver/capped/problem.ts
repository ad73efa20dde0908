/** A problem with caps, its bins sorted by what they do. */
import type { CappedBins } from "./bounded";
import { logMarginal } from "../model/cost";
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
    l: Float64Array.from(convex, (i) => logMarginal(alpha[i], beta[i], 0)),
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
