import type { SweepData } from "../../sweep/sweep-result";
import { decadeBar } from "../look/axes";
import { inCurrency } from "../look/findings";
import { checkPlane, extentOf, findingOf, logMatrix, matrixOf } from "./sweep-grid";
import { sweepMap } from "./sweep-map";
import { SEQUENTIAL, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * The optimal cost C(S) = min sum_i alpha_i x_i^beta_i over (S, beta) as contours, three a decade or fewer.
 *
 * @param sweep what `sweep` returned, M betas x K sizes: costs in currency, sizes in shares.
 * @param options of every figure: theme, title, units.
 * @returns contours on logarithmic colours, with the line where bins are linear.
 * @throws InputError for a sweep of one size or one beta, and for options that break their rule.
 * @example
 * ```ts
 * import { costContoursFigure, shiftBeta, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas: shiftBeta([-0.4, 0, 0.4], 20) });
 * costContoursFigure(result); // the cost rises with S faster than S where beta > 1
 * ```
 */
export function costContoursFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const { currency } = figureUnits(sweep, options);
  const cost = matrixOf(sweep, (q) => sweep.cost[q]);
  checkPlane(sweep);
  const z = logMatrix(cost);
  const { least, most } = extentOf(z);
  const step = Math.max(1, Math.ceil((most - least) / 5)) / 3;
  const trace = {
    type: "contour",
    z,
    customdata: cost,
    colorscale: SEQUENTIAL,
    contours: { start: Math.floor(least), end: Math.ceil(most), size: step },
    line: { width: 0.7 },
    colorbar: decadeBar(`cost (${currency})`, least, most),
  };
  const says = `cost %{customdata:.4~g} ${currency}`;
  return sweepMap(
    findingOf(cost, (range) => `The optimum costs ${inCurrency(range, currency)}`),
    sweep,
    trace,
    says,
    options,
  );
}
