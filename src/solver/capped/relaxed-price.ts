/** The price at which the convex envelopes of all bins, chords for the concave ones, trade the order. */
import { curve } from "../model/cost";
import { solveCapped } from "./convex-with-pieces";
import type { CappedProblem } from "./problem";

export interface RelaxedPrice {
  /** log lambda of the relaxation. */
  readonly u: number;
  /** What its convex and linear bins trade, shares: those of `convex`, then those of `linear`. */
  readonly x: Float64Array;
}

/** Undefined where the caps leave no room for the size. */
export function relaxedPrice({
  model,
  size,
  cap,
  convex,
  linear,
  concave,
  bins,
}: CappedProblem): RelaxedPrice | undefined {
  const pieces = [
    ...linear.map((i) => ({ slope: model.alpha[i], capacity: cap[i] })),
    ...concave.map((j) => ({ slope: curve(model.alpha[j], model.beta[j], cap[j]) / cap[j], capacity: cap[j] })),
  ];
  const solved = solveCapped(bins, pieces, size);
  if (solved === undefined) return undefined;
  const x = new Float64Array(convex.length + linear.length);
  x.set(solved.x);
  for (let k = 0; k < linear.length; k++) x[convex.length + k] = solved.filled[k];
  return { u: solved.u, x };
}
