/** Every figure function that src/index.ts exports, ready to be drawn from results of a model with notes. */
import * as barrel from "../../src";
import type { Figure, FigureOptions } from "../../src";

export const notes = { currency: "USD", size_unit: "BTC" };
export const model = { alpha: [0.01, 0.02, 0.03], beta: [1.5, 1.4, 1.3], notes };

/** By the functions' names; each draws with the options it is given. */
export async function notedFigures(): Promise<Record<string, (options?: FigureOptions) => Figure>> {
  const surface = await barrel.sweep(model, {
    sizes: [10, 100, 1000],
    betas: barrel.shiftBeta([-0.4, 0, 0.4], 20),
    twap: true,
    allocations: "all",
  });
  const input = { ...model, ...barrel.allocate(model, 6) };
  const estimates = await barrel.estimateImpact(barrel.exampleBook(1, 2, 2), { side: "buy" });
  const curves = barrel.fittedCurves({ ...estimates, notes }, [0, 1]);
  const errors = model.alpha.map(() => 0.01);
  const uncertain = { ...model, seLogAlpha: errors, seBeta: errors, cov: errors.map(() => 0) };
  const draws = await barrel.monteCarlo(uncertain, 6, { draws: 20 });
  const study = barrel.modelStudy(
    model,
    6,
    [
      { name: "level", varies: "level", mean: 0, sd: 0.2 },
      { name: "exponent", varies: "exponent", low: -0.1, high: 0.1 },
    ],
    { output: "cost-per-share" },
  );
  const bars = barrel.tornado(study);
  const indices = await barrel.sobolIndices(study, { basePoints: 64, secondOrder: true });
  const effects = await barrel.morris(study, { trajectories: 4 });
  const costs = { sizes: [1, 2], strategies: [{ name: "a", cost: [1, 2] }], notes };
  const days = barrel.compareDays([uncertain, { ...uncertain, alpha: [0.02, 0.02, 0.03] }], 6);
  const walked = await barrel.estimateWithCosts(barrel.exampleBook(1, 12, 1));
  const day = { estimates: { ...walked.estimates, notes }, costs: { ...walked.costs[0], notes } };
  const walk = barrel.walkForward([day], 20, { parts: 3, draws: 10, resamples: 100 });
  const extra = { base: { name: "the optimum", cost: 1 }, plans: [{ name: "TWAP", cost: 1.5 }], notes };
  return {
    allocationFigure: (options) => barrel.allocationFigure(input, options),
    allocationBandsFigure: (options) => barrel.allocationBandsFigure(draws, options),
    allocationHeatmapFigure: (options) => barrel.allocationHeatmapFigure(surface, options),
    allocationSharesFigure: (options) => barrel.allocationSharesFigure(surface, options),
    allocationSliderFigure: (options) => barrel.allocationSliderFigure(surface, options),
    compareDaysFigure: (options) => barrel.compareDaysFigure(days, options),
    concentrationMapFigure: (options) => barrel.concentrationMapFigure(surface, options),
    costContoursFigure: (options) => barrel.costContoursFigure(surface, options),
    costDistributionFigure: (options) => barrel.costDistributionFigure(draws, options),
    costSurfaceFigure: (options) => barrel.costSurfaceFigure(surface, options),
    elementaryEffectsFigure: (options) => barrel.elementaryEffectsFigure(effects, options),
    executionScheduleFigure: (options) => barrel.executionScheduleFigure(input, options),
    extraCostFigure: (options) => barrel.extraCostFigure(extra, options),
    impactCurvesFigure: (options) => barrel.impactCurvesFigure(curves, options),
    intradayParametersFigure: (options) => barrel.intradayParametersFigure(model, options),
    marginalCostFigure: (options) => barrel.marginalCostFigure(input, options),
    regimeMapFigure: (options) => barrel.regimeMapFigure(surface, options),
    regretFigure: (options) => barrel.regretFigure(draws, options),
    remediesFigure: (options) => barrel.remediesFigure(draws, options),
    sobolConvergenceFigure: (options) => barrel.sobolConvergenceFigure(indices, options),
    sobolIndicesFigure: (options) => barrel.sobolIndicesFigure(indices, options),
    sobolPairsFigure: (options) => barrel.sobolPairsFigure(indices, options),
    strategyCostFigure: (options) => barrel.strategyCostFigure(costs, options),
    tornadoFigure: (options) => barrel.tornadoFigure(bars, options),
    twapSavingFigure: (options) => barrel.twapSavingFigure(surface, options),
    walkForwardFigure: (options) => barrel.walkForwardFigure(walk, options),
    unitCostSurfaceFigure: (options) => barrel.unitCostSurfaceFigure(surface, options),
  };
}
