import { log10 } from "../../numeric/elementary";
import type { SweepData } from "../../sweep/sweep-result";
import { decadeBar } from "../look/axes";
import { findingOf, logMatrix, matrixOf } from "./sweep-grid";
import { sweepMap } from "./sweep-map";
import { SEQUENTIAL, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * Over how many bins the optimum is spread, 1 / sum_i (x_i / S)^2, over (S, beta): from 1 to N. It is the inverse of
 * Herfindahl's index (A. O. Hirschman, National Power and the Structure of Foreign Trade, 1945).
 *
 * @param sweep what `sweep` returned, M betas x K sizes: costs in currency, sizes in shares.
 * @param options of every figure: theme, title, units.
 * @returns a heatmap on logarithmic colours, with the line where bins are linear.
 * @throws InputError for options that break their rule.
 * @example
 * ```ts
 * import { commonBeta, concentrationMapFigure, sweep } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas: commonBeta([0.8, 1.2, 1.6]) });
 * concentrationMapFigure(result); // one bin below beta = 1, more and more above
 * ```
 */
export function concentrationMapFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  figureUnits(sweep, options);
  const effective = matrixOf(sweep, (q) => sweep.effectiveBins[q]);
  const most = log10(sweep.bins);
  const trace = {
    type: "heatmap",
    z: logMatrix(effective),
    customdata: effective,
    zmin: 0,
    zmax: most,
    colorscale: SEQUENTIAL,
    colorbar: decadeBar(`effective number of bins (of ${sweep.bins})`, 0, most),
  };
  const says = "spread over %{customdata:.4~g} bins";
  return sweepMap(
    findingOf(effective, (range) => `The optimum is spread over ${range} of ${sweep.bins} bins`),
    sweep,
    trace,
    says,
    options,
  );
}
