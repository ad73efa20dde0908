import type { SweepData } from "../../sweep/sweep-result";
import { checkFields } from "../../base/check-fields";
import { inCurrency } from "../look/findings";
import { findingOf, matrixOf } from "./sweep-grid";
import { sweepSurface } from "./sweep-surface";
import { figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * The optimal cost per share, C(S) / S, over (S, beta) as a surface in 3-D, all but beta logarithmic.
 *
 * @param sweep what `sweep` returned, M betas x K sizes: costs in currency, sizes in shares.
 * @param options of every figure: theme, title, units.
 * @returns a surface in currency per share, with the line where bins are linear drawn on it.
 * @throws InputError for a sweep of one size or one beta, and for options that break their rule.
 * @example
 * ```ts
 * import { commonBeta, sweep, unitCostSurfaceFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas: commonBeta([0.8, 1.2, 1.6]) });
 * unitCostSurfaceFigure(result); // falls with S below beta = 1, rises above it
 * ```
 */
export function unitCostSurfaceFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  checkFields("sweep", sweep, ["axes", "cost"], "what sweep returned");
  const { size, currency } = figureUnits(sweep, options);
  const columns = sweep.axes.size.values;
  const matrix = matrixOf(sweep, (q) => sweep.cost[q] / columns[q % columns.length]);
  const quantity = `cost per ${size} (${currency})`;
  return sweepSurface(
    findingOf(matrix, (range) => `At the optimum a ${size} costs ${inCurrency(range, currency)}`),
    sweep,
    matrix,
    quantity,
    options,
  );
}
