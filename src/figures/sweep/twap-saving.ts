import { must } from "../../base/input-error";
import { checkFields } from "../../base/check-fields";
import type { SweepData } from "../../sweep/sweep-result";
import { colorBar } from "../look/axes";
import { settled } from "../look/findings";
import { extentOf, findingOf, matrixOf } from "./sweep-grid";
import { sweepMap } from "./sweep-map";
import { DIVIDED, figureUnits, type Figure, type FigureOptions } from "../look/theme";

/**
 * What the optimum saves against TWAP, 100 (1 - C(x) / C(S / N)) in %, over (S, beta).
 *
 * @param sweep made with `twap: true`, M betas x K sizes: costs in currency, sizes in shares.
 * @param options of every figure: theme, title, units.
 * @returns a heatmap, with the line where bins are linear.
 * @throws InputError for a sweep that was made without `twap: true`, and for options that break their rule.
 * @example
 * ```ts
 * import { commonBeta, sweep, twapSavingFigure } from "../src";
 *
 * const model = { alpha: [0.01, 0.02, 0.03], beta: [1.2, 1.4, 1.6] };
 * const result = await sweep(model, { sizes: [10, 100, 1000], betas: commonBeta([0.8, 1.2, 1.6]), twap: true });
 * twapSavingFigure(result); // most below beta = 1, where one bin is best
 * ```
 */
export function twapSavingFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  figureUnits(sweep, options);
  const { cost, twapCost } = checkFields("sweep", sweep, ["axes", "cost"], "what sweep returned");
  must(twapCost !== undefined, "sweep", "must be made with twap: true for its saving to be drawn", twapCost);
  const z = matrixOf(sweep, (q) => settled(100 * (1 - cost[q] / twapCost[q])));
  const { most } = extentOf(z);
  const none = "No point has a saving against TWAP";
  const trace = {
    type: "heatmap",
    z,
    zmin: 0,
    zmax: most || 1,
    colorscale: DIVIDED,
    colorbar: colorBar("saving (% of TWAP's cost)"),
  };
  return sweepMap(
    findingOf(z, (range) => `The optimum saves ${range} % against TWAP`, none),
    sweep,
    trace,
    "saves %{z:.3~g} %",
    options,
  );
}
