import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { decadeBar } from "../look/axes";
import { logMatrix, matrixOf } from "./sweep-grid";
import { sweepMap } from "./sweep-map";
import { SEQUENTIAL } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** Over how many bins the optimum is spread, 1 / sum (x_i / S)^2, over (S, beta): from 1 to N. */
export function concentrationMapFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const effective = matrixOf(sweep, (q) => sweep.effectiveBins[q]);
  const most = Math.log10(sweep.bins);
  const trace = {
    type: "heatmap",
    z: logMatrix(effective),
    customdata: effective,
    zmin: 0,
    zmax: most,
    colorscale: SEQUENTIAL,
    colorbar: decadeBar(`effective number of bins (of ${sweep.bins})`, 0, most),
    hovertemplate: `S = %{x:,.4~g} ${unitsOf(sweep, options).sizes}<br>beta axis %{y}<br>spread over %{customdata:.4~g} bins<extra></extra>`,
  };
  return sweepMap("Concentration of the optimal allocation", sweep, trace as unknown as Data, options);
}
