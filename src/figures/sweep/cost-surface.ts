import type { SweepData } from "../../sweep/sweep-result";
import { matrixOf } from "./sweep-grid";
import { sweepSurface } from "./sweep-surface";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** The optimal cost over (S, beta) as a surface in 3-D, logarithmic, with the beta = 1 line. */
export function costSurfaceFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const matrix = matrixOf(sweep, (q) => sweep.cost[q]);
  return sweepSurface(
    "Optimal cost by size and regime",
    sweep,
    matrix,
    `cost (${unitsOf(sweep, options).currency})`,
    options,
  );
}
