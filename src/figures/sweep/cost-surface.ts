import type { SweepData } from "../../sweep/sweep-result";
import { inCurrency } from "../look/findings";
import { findingOf, matrixOf } from "./sweep-grid";
import { sweepSurface } from "./sweep-surface";
import { figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * The optimal cost C(S) = min sum_i alpha_i x_i^beta_i over (S, beta) as a surface in 3-D, all but beta logarithmic.
 *
 * @param sweep what `sweep` returned, M betas x K sizes: costs in currency, sizes in shares.
 * @param options of every figure: theme, title, units.
 * @returns a surface, with the line where bins are linear drawn on it.
 * @throws InputError for a sweep of one size or one beta, and for options that break their rule.
 * @example
 * ```ts
 * import { commonBeta, costSurfaceFigure, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas: commonBeta([0.8, 1.2, 1.6]) });
 * costSurfaceFigure(result); // a surface over 3 sizes and 3 betas
 * ```
 */
export function costSurfaceFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const { currency } = figureUnits(sweep, options);
  const matrix = matrixOf(sweep, (q) => sweep.cost[q]);
  const title = findingOf(
    matrix,
    (range) => `The optimum costs ${inCurrency(range, currency)} over sizes and exponents`,
  );
  return sweepSurface(title, sweep, matrix, `cost (${currency})`, options);
}
