/** The bins that solves are timed on. */
import type { ImpactModel } from "../../src/solver/model/impact-model";
import { inputs } from "./measure";

/** Bins of a day: alpha over two e-folds, beta 1.1 to 2.5; with `mixed` a third each convex, linear, concave. */
export function model(n: number, mixed: boolean): ImpactModel & { alpha: Float64Array; beta: Float64Array } {
  const random = inputs(20261122);
  const alpha = new Float64Array(n);
  const beta = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const regime = mixed ? i % 3 : 0;
    alpha[i] = Math.exp(-9 + 2 * random()) * [1, 30, 200][regime];
    beta[i] = [1.1 + 1.4 * random(), 1, 0.4 + 0.6 * random()][regime];
  }
  return { alpha, beta };
}
