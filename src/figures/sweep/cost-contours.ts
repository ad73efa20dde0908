import type { Data } from "plotly.js";

import type { SweepData } from "../../sweep/sweep-result";
import { decadeBar } from "../look/axes";
import { extent, logMatrix, matrixOf } from "./sweep-grid";
import { sweepMap } from "./sweep-map";
import { SEQUENTIAL } from "../look/theme";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** The optimal cost over (S, beta) as contours, three a decade or fewer, with the beta = 1 line. */
export function costContoursFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const { sizes, currency } = unitsOf(sweep, options);
  const cost = matrixOf(sweep, (q) => sweep.cost[q]);
  const z = logMatrix(cost);
  const { least, most } = extent(z);
  const step = Math.max(1, Math.ceil((most - least) / 5)) / 3;
  const trace = {
    type: "contour",
    z,
    customdata: cost,
    colorscale: SEQUENTIAL,
    contours: { start: Math.floor(least), end: Math.ceil(most), size: step },
    line: { width: 0.7 },
    colorbar: decadeBar(`cost (${currency})`, least, most),
    hovertemplate: `S = %{x:,.4~g} ${sizes}<br>beta axis %{y}<br>cost %{customdata:.4~g} ${currency}<extra></extra>`,
  };
  return sweepMap("Optimal cost by size and regime", sweep, trace as unknown as Data, options);
}
