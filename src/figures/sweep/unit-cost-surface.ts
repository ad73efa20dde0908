import type { SweepData } from "../../sweep/sweep-result";
import { matrixOf } from "./sweep-grid";
import { sweepSurface } from "./sweep-surface";
import type { Figure, FigureOptions } from "../look/theme";
import { unitsOf } from "../../base/units";

/** The optimal cost per share, C / S, over (S, beta) as a surface in 3-D, with the beta = 1 line. */
export function unitCostSurfaceFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const columns = sweep.axes.size.values;
  const matrix = matrixOf(sweep, (q) => sweep.cost[q] / columns[q % columns.length]);
  const { size, currency } = unitsOf(sweep, options);
  const quantity = `cost per ${size} (${currency})`;
  return sweepSurface(`Optimal cost per ${size} by size and regime`, sweep, matrix, quantity, options);
}
