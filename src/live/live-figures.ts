/** The figures that can be live, by the names of their functions, and what each is drawn from. */
import { allocationFigure, type AllocationInput } from "../figures/allocation/allocation";
import { executionScheduleFigure } from "../figures/allocation/execution-schedule";
import { marginalCostFigure, type MarginalCostInput } from "../figures/allocation/marginal-cost";
import { strategyCostFigure } from "../figures/allocation/strategy-cost";
import type { Figure, FigureOptions } from "../figures/look/theme";
import { allocationHeatmapFigure } from "../figures/sweep/allocation-heatmap";
import { allocationSharesFigure } from "../figures/sweep/allocation-shares";
import { allocationSliderFigure } from "../figures/sweep/allocation-slider";
import { concentrationMapFigure } from "../figures/sweep/concentration-map";
import { costContoursFigure } from "../figures/sweep/cost-contours";
import { costSurfaceFigure } from "../figures/sweep/cost-surface";
import type { CutOptions } from "../figures/sweep/kept-allocations";
import { regimeMapFigure } from "../figures/sweep/regime-map";
import { twapSavingFigure } from "../figures/sweep/twap-saving";
import { unitCostSurfaceFigure } from "../figures/sweep/unit-cost-surface";
import type { SweepData } from "../sweep/sweep-result";

/** A figure of one allocation: `allocationFigure`, `marginalCostFigure`, `executionScheduleFigure`. */
export type OrderFigure = (input: AllocationInput & MarginalCostInput, options?: FigureOptions) => Figure;
/** A figure of a sweep: `costSurfaceFigure`, `costContoursFigure`, `allocationSliderFigure`, ... */
export type SweepFigure = (sweep: SweepData, options?: CutOptions) => Figure;

export const ORDER_FIGURES: Readonly<Record<string, OrderFigure>> = {
  allocationFigure,
  executionScheduleFigure,
  marginalCostFigure,
};

export const SWEEP_FIGURES: Readonly<Record<string, SweepFigure>> = {
  allocationHeatmapFigure,
  allocationSharesFigure,
  allocationSliderFigure,
  concentrationMapFigure,
  costContoursFigure,
  costSurfaceFigure,
  regimeMapFigure,
  strategyCostFigure: costByStrategy,
  twapSavingFigure,
  unitCostSurfaceFigure,
};

/** The cost along the sizes of a sweep of one model, optimum and TWAP. */
function costByStrategy({ axes, cost, twapCost, notes }: SweepData, options?: FigureOptions): Figure {
  const strategies = [{ name: "optimum", cost }, ...(twapCost === undefined ? [] : [{ name: "TWAP", cost: twapCost }])];
  return strategyCostFigure({ sizes: axes.size.values, strategies, notes }, options);
}
