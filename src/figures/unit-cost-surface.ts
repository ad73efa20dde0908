import type { SweepData } from "../sweep/sweep-result";
import { matrixOf } from "./sweep-grid";
import { sweepSurface } from "./sweep-surface";
import type { Figure, FigureOptions } from "./theme";

/** The optimal cost per share, C / S, over (S, beta) as a surface in 3-D, with the beta = 1 line. */
export function unitCostSurfaceFigure(sweep: SweepData, options: FigureOptions = {}): Figure {
  const sizes = sweep.axes.size.values;
  const matrix = matrixOf(sweep, (q) => sweep.cost[q] / sizes[q % sizes.length]);
  const quantity = `cost per share (${options.currency ?? "currency"})`;
  return sweepSurface("Optimal cost per share by size and regime", sweep, matrix, quantity, options);
}
