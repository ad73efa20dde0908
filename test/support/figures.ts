/** Every figure, drawn from made-up results: small ones for golden files, a full day for screenshots. */
import { allocationFigure } from "../../src/figures/allocation/allocation";
import { allocationBandsFigure } from "../../src/figures/sensitivity/allocation-bands";
import { allocationHeatmapFigure } from "../../src/figures/sweep/allocation-heatmap";
import { allocationSharesFigure } from "../../src/figures/sweep/allocation-shares";
import { allocationSliderFigure } from "../../src/figures/sweep/allocation-slider";
import { concentrationMapFigure } from "../../src/figures/sweep/concentration-map";
import { costContoursFigure } from "../../src/figures/sweep/cost-contours";
import { costDistributionFigure } from "../../src/figures/sensitivity/cost-distribution";
import { costSurfaceFigure } from "../../src/figures/sweep/cost-surface";
import { elementaryEffectsFigure } from "../../src/figures/sensitivity/elementary-effects";
import { executionScheduleFigure } from "../../src/figures/allocation/execution-schedule";
import { compareDaysFigure } from "../../src/figures/sensitivity/days";
import { extraCostFigure } from "../../src/figures/allocation/extra-cost";
import { impactCurvesFigure } from "../../src/figures/estimates/impact-curves";
import { intradayParametersFigure } from "../../src/figures/estimates/intraday-parameters";
import { marginalCostFigure } from "../../src/figures/allocation/marginal-cost";
import { regimeMapFigure } from "../../src/figures/sweep/regime-map";
import { regretFigure } from "../../src/figures/sensitivity/regret";
import { remediesFigure } from "../../src/figures/sensitivity/remedies";
import { sobolConvergenceFigure } from "../../src/figures/sensitivity/sobol-convergence";
import { sobolIndicesFigure } from "../../src/figures/sensitivity/sobol-indices";
import { sobolPairsFigure } from "../../src/figures/sensitivity/sobol-pairs";
import { strategyCostFigure } from "../../src/figures/allocation/strategy-cost";
import type { Figure, FigureOptions } from "../../src/figures/look/theme";
import { tornadoFigure } from "../../src/figures/sensitivity/tornado";
import { twapSavingFigure } from "../../src/figures/sweep/twap-saving";
import { unitCostSurfaceFigure } from "../../src/figures/sweep/unit-cost-surface";
import { walkForwardFigure } from "../../src/figures/sensitivity/walk-forward";
import { compareDays } from "../../src/sensitivity/days/compare-days";
import { drawModels } from "../../src/sensitivity/monte-carlo/draw-models";
import { monteCarlo } from "../../src/sensitivity/monte-carlo/monte-carlo";
import type { MonteCarlo } from "../../src/sensitivity/monte-carlo/monte-carlo-result";
import { shrink } from "../../src/sensitivity/monte-carlo/shrink";
import { modelStudy } from "../../src/sensitivity/model/model-study";
import type { Variation } from "../../src/sensitivity/model/study-function";
import { morris } from "../../src/sensitivity/global/morris";
import { sobolIndices } from "../../src/sensitivity/global/sobol-indices";
import { tornado } from "../../src/sensitivity/model/tornado";
import { allocate } from "../../src/solver/allocate";
import { allocateAverage } from "../../src/solver/allocate-average";
import { greedy } from "../../src/solver/baselines/greedy";
import { lowestAlpha, proportional, twap } from "../../src/solver/baselines/baselines";
import { commonBeta, shiftBeta } from "../../src/sweep/beta-transform";
import { linspace, logspace } from "../../src/sweep/grids";
import { sweep } from "../../src/sweep/sweep";
import { walkForward } from "../../src/sensitivity/walk-forward/walk-forward";
import { walkDays } from "./walk-days";

/** Numbers in [0, 1) that look like noise and are the same in every run (a Weyl sequence). */
function spread(k: number): number {
  return ((k + 1) * 0.6180339887498949) % 1;
}

/** A day of n bins: cheaper at the ends, as volume is. */
export function day(n: number) {
  const bins = Array.from({ length: n }, (_, i) => i);
  const smile = (i: number): number => 1 + 3 * ((2 * i) / (n - 1 || 1) - 1) ** 2;
  return {
    alpha: Float64Array.from(bins, (i) => (0.002 * Math.exp(spread(i) - 0.5)) / smile(i)),
    beta: Float64Array.from(bins, (i) => 1.25 + 0.5 * spread(3 * i + 1)),
    seLogAlpha: bins.map((i) => 0.1 + 0.3 * spread(5 * i)),
    seBeta: bins.map((i) => 0.02 + 0.06 * spread(7 * i)),
    volume: bins.map((i) => 1e4 * smile(i) * (0.7 + 0.6 * spread(11 * i))),
    maxSize: bins.map((i) => 400 * smile(i) * (0.6 + spread(13 * i))),
    bin: bins.map((i) => new Date(Date.UTC(2025, 3, 3, 13, 30) + (i * 390 * 60_000) / n).toISOString()),
  };
}

const VARIATIONS: readonly Variation[] = [
  { name: "level", varies: "level", mean: 0, sd: 0.2 },
  { name: "level slope", varies: "level-slope", mean: 0, sd: 0.2 },
  { name: "exponent", varies: "exponent", mean: 0, sd: 0.1 },
  { name: "exponent slope", varies: "exponent-slope", mean: 0, sd: 0.1 },
  { name: "size", varies: "size", low: 5e4, high: 2e5, scale: "log" },
];

const WALKED_DAYS = walkDays({ days: 6, bins: 5, seed: 1, between: 0.5, daily: 0.2, error: 0.3 });

/** A Monte Carlo study of the day with every remedy. */
function monteCarloOf(model: ReturnType<typeof day>): Promise<MonteCarlo> {
  const size = 1e5;
  const cov = model.seLogAlpha.map((se, i) => -0.95 * se * model.seBeta[i]);
  const estimates = { ...model, cov };
  const strategies = {
    shrunk: allocate(shrink(estimates, { degree: 1 }), size),
    averaged: allocateAverage(drawModels(estimates, { draws: 50, seed: 1 }), size),
    capped: allocate(estimates, size, { cap: (2 * size) / model.alpha.length }),
  };
  return monteCarlo(estimates, size, { draws: 500, seed: 1, strategies, leastBeta: 1, workers: 1 });
}

/**
 * All figures by name. `bins` time bins, and `points` x `points` sweeps of them.
 */
export async function exampleFigures(
  bins: number,
  points: number,
  options: FigureOptions,
): Promise<Record<string, Figure>> {
  const model = day(bins);
  const sizes = logspace(3, 6, points);
  const common = await sweep(model, {
    sizes,
    betas: commonBeta(linspace(0.6, 2, points)),
    twap: true,
    allocations: "all",
    workers: 1,
  });
  const shift = await sweep(model, {
    sizes,
    betas: shiftBeta(linspace(-0.7, 0.5, points)),
    twap: true,
    allocations: "all",
    workers: 1,
  });
  const allocation = allocate(model, 1e5);
  const input = { ...model, x: allocation.x };
  const capped = allocate(model, 1e5, { cap: (1.4 * 1e5) / bins });
  const base = { name: "the optimum", cost: allocation.cost };
  const plans = [
    { name: "caps", cost: capped.cost },
    { name: "TWAP", cost: twap(model, 1e5).cost, reference: true },
  ];
  const errors = { cov: model.seLogAlpha.map((se, i) => -0.95 * se * model.seBeta[i]) };
  const days = compareDays(
    [1, 1.4, 0.8, 1.1].map((level) => ({ ...model, ...errors, alpha: model.alpha.map((a) => level * a) })),
    1e5,
  );
  const few = await sweep(model, {
    sizes,
    betas: shiftBeta(linspace(-0.7, 0.5, points)),
    allocations: [0, 1, bins - 1],
    workers: 1,
  });
  const cost = (solve: (size: number) => { cost: number }): number[] => Array.from(sizes, (size) => solve(size).cost);
  const monteCarloStudy = await monteCarloOf(model);
  const rows = [0, bins >> 1, bins - 1];
  const study = modelStudy(model, 1e5, VARIATIONS);
  const indices = sobolIndices(study.f, study.inputs, {
    basePoints: bins > 100 ? 512 : 128,
    secondOrder: true,
    seed: 1,
  });
  return {
    allocation: allocationFigure(input, options),
    "allocation-capped": allocationFigure({ ...model, ...capped }, options),
    "extra-cost": extraCostFigure({ base, plans }, { ...options, currency: "USD" }),
    "compare-days": compareDaysFigure(days, { ...options, currency: "USD" }),
    "marginal-cost": marginalCostFigure({ ...input, lambda: allocation.lambda }, options),
    "execution-schedule": executionScheduleFigure(input, options),
    "cost-surface": costSurfaceFigure(common, { ...options, currency: "USD" }),
    "cost-surface-shift": costSurfaceFigure(shift, options),
    "unit-cost-surface": unitCostSurfaceFigure(common, options),
    "cost-contours": costContoursFigure(common, options),
    "cost-contours-shift": costContoursFigure(shift, options),
    "twap-saving": twapSavingFigure(common, options),
    "allocation-by-size": allocationHeatmapFigure(shift, { ...options, at: points - 1, bin: model.bin }),
    "allocation-by-beta": allocationHeatmapFigure(shift, { ...options, along: "beta" }),
    "regime-map": regimeMapFigure(shift, options),
    "concentration-map": concentrationMapFigure(shift, options),
    "strategy-cost": strategyCostFigure(
      {
        sizes,
        strategies: [
          { name: "optimum", cost: cost((size) => allocate(model, size)) },
          { name: "TWAP", cost: cost((size) => twap(model, size)) },
          { name: "proportional to volume", cost: cost((size) => proportional(model, size, model.volume)) },
          { name: "greedy, 50 lots", cost: cost((size) => greedy(model, size, { lots: 50 })) },
          { name: "lowest alpha", cost: cost((size) => lowestAlpha(model, size)) },
        ],
      },
      options,
    ),
    "allocation-shares": allocationSharesFigure(few, { ...options, along: "beta", bin: model.bin }),
    "allocation-slider": allocationSliderFigure(shift, { ...options, along: "beta", bin: model.bin }),
    "allocation-slider-size": allocationSliderFigure(shift, { ...options, at: points - 1 }),
    "impact-curves": impactCurvesFigure(
      rows.map((i) => {
        const q = Array.from(logspace(1, 3.5, 8));
        return {
          name: `bin ${i}`,
          alpha: model.alpha[i],
          beta: model.beta[i],
          q,
          cost: q.map(
            (size, k) => model.alpha[i] * Math.pow(size, model.beta[i]) * Math.exp(0.3 * (spread(17 * k + i) - 0.5)),
          ),
          covariance: [0.04, -0.006, 0.0012] as const,
        };
      }),
      options,
    ),
    "intraday-parameters": intradayParametersFigure(model, options),
    tornado: tornadoFigure(tornado(study), { ...options, currency: "USD" }),
    "sobol-indices": sobolIndicesFigure(indices, options),
    "sobol-pairs": sobolPairsFigure(indices, options),
    "sobol-convergence": sobolConvergenceFigure(indices, options),
    "elementary-effects": elementaryEffectsFigure(morris(study.f, study.inputs, { seed: 1 }), options),
    "cost-distribution": costDistributionFigure(monteCarloStudy, { ...options, currency: "USD" }),
    "allocation-bands": allocationBandsFigure(monteCarloStudy, options),
    regret: regretFigure(monteCarloStudy, options),
    remedies: remediesFigure(monteCarloStudy, options),
    "walk-forward": walkForwardFigure(walkForward(WALKED_DAYS, 900, { draws: 20, resamples: 100 }), options),
  };
}
