/**
 * Everything a notebook imports, by explicit name.
 */
export type { BookSnapshot } from "./estimates/book/book-snapshot";
export { compareRecipes, type NamedRecipe } from "./estimates/fit/compare-recipes";
export { compareStrategies } from "./estimates/compare-strategies";
export { estimateImpact } from "./estimates/fit/estimate-impact";
export type { EstimateOptions } from "./estimates/fit/estimate-options";
export type { Convention, LoadOptions, RejectedRow } from "./estimates/table/estimates-table";
export { exampleBook, exampleCurve } from "./estimates/synthetic/example-book";
export type { Beyond, Extrapolation } from "./estimates/extrapolation";
export { extrapolation } from "./estimates/extrapolation";
export { fillNeighbours } from "./estimates/fill-neighbours";
export { generateBook, type BookTruth } from "./estimates/synthetic/generate-book";
export {
  selectSide,
  takeRows,
  type BinStatus,
  type FitPoints,
  type ImpactEstimates,
  type Side,
} from "./estimates/table/impact-estimates";
export { loadEstimates, type LoadedEstimates } from "./estimates/table/load-estimates";
export type { BookFormat } from "./estimates/book/open-book";
export { saveEstimates } from "./estimates/table/save-estimates";
export { summariseEstimates } from "./estimates/summarise-estimates";
export { syntheticEquityDay } from "./estimates/synthetic/synthetic-equity-day";
export type { AllocationInput } from "./figures/allocation/allocation";
export { allocationFigure } from "./figures/allocation/allocation";
export { allocationBandsFigure } from "./figures/sensitivity/allocation-bands";
export { allocationHeatmapFigure } from "./figures/sweep/allocation-heatmap";
export { allocationSharesFigure } from "./figures/sweep/allocation-shares";
export { allocationSliderFigure } from "./figures/sweep/allocation-slider";
export { concentrationMapFigure } from "./figures/sweep/concentration-map";
export { costContoursFigure } from "./figures/sweep/cost-contours";
export type { CostDistributionOptions } from "./figures/sensitivity/cost-distribution";
export { costDistributionFigure } from "./figures/sensitivity/cost-distribution";
export { costSurfaceFigure } from "./figures/sweep/cost-surface";
export { elementaryEffectsFigure } from "./figures/sensitivity/elementary-effects";
export { executionScheduleFigure } from "./figures/allocation/execution-schedule";
export { fittedCurves } from "./figures/estimates/fitted-curves";
export type { FittedCurve } from "./figures/estimates/impact-curves";
export { impactCurvesFigure } from "./figures/estimates/impact-curves";
export { intradayParametersFigure } from "./figures/estimates/intraday-parameters";
export { marginalCostFigure } from "./figures/allocation/marginal-cost";
export { regimeMapFigure } from "./figures/sweep/regime-map";
export { regretFigure } from "./figures/sensitivity/regret";
export { remediesFigure } from "./figures/sensitivity/remedies";
export { sobolConvergenceFigure } from "./figures/sensitivity/sobol-convergence";
export { sobolIndicesFigure } from "./figures/sensitivity/sobol-indices";
export { sobolPairsFigure } from "./figures/sensitivity/sobol-pairs";
export type { StrategyCostInput } from "./figures/allocation/strategy-cost";
export { strategyCostFigure } from "./figures/allocation/strategy-cost";
export type { Figure, FigureOptions } from "./figures/look/theme";
export { tornadoFigure } from "./figures/sensitivity/tornado";
export { twapSavingFigure } from "./figures/sweep/twap-saving";
export { unitCostSurfaceFigure } from "./figures/sweep/unit-cost-surface";
export { headline, type HeadlineInput } from "./notebook/record/headline";
export { InputError } from "./base/input-error";
export { createRandom, type Random } from "./numeric/random";
export { sobolPoints } from "./numeric/sobol-points";
export type { AllocationDerivatives, Change, Gradient, Response } from "./sensitivity/local/allocation-derivatives";
export { allocationDerivatives } from "./sensitivity/local/allocation-derivatives";
export type { DrawModelsOptions } from "./sensitivity/monte-carlo/draw-models";
export { drawModels } from "./sensitivity/monte-carlo/draw-models";
export type { Elasticities } from "./sensitivity/local/elasticities";
export { elasticities } from "./sensitivity/local/elasticities";
export type { PointChunk, PointStudy, StudyFunction } from "./sensitivity/global/evaluate";
export { formatMorris, formatSobol } from "./sensitivity/global/format-indices";
export type { StudyOutput, Variation } from "./sensitivity/model/study-function";
export type { ModelStudy, ModelStudyOptions } from "./sensitivity/model/model-study";
export { modelStudy } from "./sensitivity/model/model-study";
export { monteCarlo } from "./sensitivity/monte-carlo/monte-carlo";
export type { MonteCarloOptions, TriedStrategy } from "./sensitivity/monte-carlo/monte-carlo-plan";
export type {
  AllocationBands,
  Curse,
  MonteCarlo,
  Spread,
  StrategyOutcome,
} from "./sensitivity/monte-carlo/monte-carlo-result";
export type { MonteCarloChunk } from "./sensitivity/monte-carlo/monte-carlo-task";
export type { ElementaryEffects, MorrisResult } from "./sensitivity/global/morris";
export { analyseMorris, morris } from "./sensitivity/global/morris";
export type { MorrisDesign, MorrisOptions } from "./sensitivity/global/morris-design";
export { morrisDesign } from "./sensitivity/global/morris-design";
export type { Handling, UncertainModel } from "./sensitivity/monte-carlo/parameter-errors";
export { poolDays } from "./sensitivity/monte-carlo/pool-days";
export type { Shrunk, ShrinkOptions } from "./sensitivity/monte-carlo/shrink";
export { shrink } from "./sensitivity/monte-carlo/shrink";
export type { SobolDesign } from "./sensitivity/global/sobol-design";
export { sobolDesign } from "./sensitivity/global/sobol-design";
export type { SobolIndex, SobolResult } from "./sensitivity/global/sobol-indices";
export { analyseSobol, sobolIndices } from "./sensitivity/global/sobol-indices";
export type { SobolOptions } from "./sensitivity/global/sobol-options";
export type { StudyInput } from "./sensitivity/global/study-input";
export type { Tornado, TornadoBar } from "./sensitivity/model/tornado";
export { tornado } from "./sensitivity/model/tornado";
export type { AllocateOptions, Start } from "./solver/allocate";
export { allocateAverage } from "./solver/allocate-average";
export type { Allocation, AllocationStatus, Certificate } from "./solver/model/allocation";
export { allocate } from "./solver/allocate";
export type { Audit } from "./solver/evidence/audit";
export { audit } from "./solver/evidence/audit";
export type { BaselineOptions, Strategy } from "./solver/baselines/strategy";
export type { BisectionOptions } from "./solver/baselines/bisection";
export type { GreedyOptions } from "./solver/baselines/greedy";
export { bisection } from "./solver/baselines/bisection";
export { greedy } from "./solver/baselines/greedy";
export { lowestAlpha, proportional, singleBest, twap } from "./solver/baselines/baselines";
export type { Cap } from "./solver/model/caps";
export { costOf } from "./solver/model/cost";
export type { ImpactModel, Regime } from "./solver/model/impact-model";
export { REGIMES } from "./solver/model/impact-model";
export type { Sensitivities } from "./solver/sensitivities";
export { sensitivities } from "./solver/sensitivities";
export type { BetaTransform, Pivot } from "./sweep/beta-transform";
export { commonBeta, listModels, shiftBeta, stretchBeta } from "./sweep/beta-transform";
export type { Framed } from "./tables/to-frame";
export { toFrame } from "./tables/to-frame";
export type { Executor, Work } from "./work/executor";
export { geomspace, linspace, logspace, range } from "./sweep/grids";
export type { Sweep, SweepOptions } from "./sweep/sweep";
export { sweep } from "./sweep/sweep";
export type { SweepPoint } from "./sweep/sweep-points";
export type { PointFailure, SweepData } from "./sweep/sweep-result";
export type { PointStatus, SweepRow } from "./sweep/sweep-task";
export { POINT_STATUSES } from "./sweep/sweep-task";
export type { RunOptions } from "./work/run-tasks";
