import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { extent, matrixOf } from "./sweep-grid";
import { sweepMap } from "./sweep-map";
import { DIVIDED } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/**
 * What the optimum saves against TWAP over (S, beta), in percent of TWAP's cost.
 *
 * @throws RangeError for a sweep that was made without `twap: true`.
 */
export function twapSavingFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const { cost, twapCost } = sweep;
  if (twapCost === undefined) throw new RangeError("sweep must be made with twap: true for its saving to be drawn");
  const z = matrixOf(sweep, (q) => 100 * (1 - cost[q] / twapCost[q]));
  const trace = {
    type: "heatmap",
    z,
    zmin: 0,
    zmax: extent(z).most,
    colorscale: DIVIDED,
    colorbar: { title: { text: "saving (% of TWAP's cost)", side: "right" }, ticksuffix: " %", thickness: 16 },
    hovertemplate: `S = %{x:,.4~g} ${unitsOf(sweep, options).sizes}<br>beta axis %{y}<br>saves %{z:.3~g} %<extra></extra>`,
  };
  return sweepMap("Saving of the optimum against TWAP", sweep, trace as unknown as Data, options);
}
