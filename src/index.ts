/**
 * Everything a notebook imports, by explicit name.
 */
export type { BookSnapshot } from "./estimates/book/book-snapshot";
export { compareRecipes, type NamedRecipe } from "./estimates/fit/compare-recipes";
export { byTime } from "./estimates/by-time";
export { compareStrategies, type ComparedPlan, type CompareOptions } from "./estimates/compare-strategies";
export { loadCosts, payFor, saveCosts } from "./estimates/costs/cost-table";
export type { BinCostRow, CostTable, Payment } from "./estimates/costs/cost-table";
export { estimateImpact, estimateWithCosts } from "./estimates/fit/estimate-impact";
export type { EstimateOptions } from "./estimates/fit/estimate-options";
export type { LoadOptions, RejectedRow, Unfitted } from "./estimates/table/estimates-table";
export type { Convention } from "./estimates/table/table-statements";
export type { ColumnNames, TableColumn } from "./estimates/table/table-columns";
export { exampleBook, exampleCurve } from "./estimates/synthetic/example-book";
export { extrapolation, type Beyond, type Extrapolation } from "./estimates/extrapolation";
export { fillNeighbours, type FillOptions } from "./estimates/fill-neighbours";
export { generateBook, type BookTruth } from "./estimates/synthetic/generate-book";
export {
  curveOrigin,
  selectSide,
  takeRows,
  type BinStatus,
  type FitPoints,
  type ImpactEstimates,
  type Side,
} from "./estimates/table/impact-estimates";
export { alignDays, type AlignedDays } from "./estimates/align-days";
export { loadEstimates, type LoadedDay, type LoadedDays, type LoadedEstimates } from "./estimates/load-estimates";
export { modelFrom, type ModelColumns } from "./estimates/model-from";
export type { BookFormat } from "./estimates/book/open-book";
export { saveEstimates } from "./estimates/table/save-estimates";
export { saveSchedule, type ScheduledModel, type ScheduleOptions } from "./estimates/schedule";
export { summariseEstimates } from "./estimates/summarise-estimates";
export { syntheticEquityDay } from "./estimates/synthetic/synthetic-equity-day";
export { allocationFigure, type AllocationInput } from "./figures/allocation/allocation";
export { allocationBandsFigure } from "./figures/sensitivity/allocation-bands";
export { allocationHeatmapFigure } from "./figures/sweep/allocation-heatmap";
export { allocationSharesFigure } from "./figures/sweep/allocation-shares";
export { allocationSliderFigure } from "./figures/sweep/allocation-slider";
export { concentrationMapFigure } from "./figures/sweep/concentration-map";
export { costContoursFigure } from "./figures/sweep/cost-contours";
export { compareDaysFigure } from "./figures/sensitivity/days";
export { costDistributionFigure, type CostDistributionOptions } from "./figures/sensitivity/cost-distribution";
export { costSurfaceFigure } from "./figures/sweep/cost-surface";
export { elementaryEffectsFigure } from "./figures/sensitivity/elementary-effects";
export { executionScheduleFigure } from "./figures/allocation/execution-schedule";
export { extraCostFigure, type ExtraCostInput } from "./figures/allocation/extra-cost";
export { fittedCurves } from "./figures/estimates/fitted-curves";
export { impactCurvesFigure, type FittedCurve } from "./figures/estimates/impact-curves";
export { intradayParametersFigure } from "./figures/estimates/intraday-parameters";
export { marginalCostFigure } from "./figures/allocation/marginal-cost";
export { regimeMapFigure } from "./figures/sweep/regime-map";
export { regretFigure } from "./figures/sensitivity/regret";
export { remediesFigure } from "./figures/sensitivity/remedies";
export { sobolConvergenceFigure } from "./figures/sensitivity/sobol-convergence";
export { walkForwardFigure } from "./figures/sensitivity/walk-forward";
export { sobolIndicesFigure } from "./figures/sensitivity/sobol-indices";
export { sobolPairsFigure } from "./figures/sensitivity/sobol-pairs";
export { strategyCostFigure, type StrategyCostInput } from "./figures/allocation/strategy-cost";
export type { Figure, FigureOptions } from "./figures/look/theme";
export { tornadoFigure } from "./figures/sensitivity/tornado";
export { twapSavingFigure } from "./figures/sweep/twap-saving";
export { unitCostSurfaceFigure } from "./figures/sweep/unit-cost-surface";
export { live, type LiveFigure, type LiveOptions, type LiveOrder, type LiveSweep } from "./live/live";
export { outputPath } from "./notebook/record/output-path";
export { headline, type HeadlineInput } from "./notebook/record/headline";
export { InputError } from "./base/input-error";
export { readable } from "./base/readable";
export { acos, cos, exp, expm1, log, log10, log1p, log2, pow, sin, tan } from "./numeric/elementary";
export { createRandom, type Random } from "./numeric/random";
export { sobolPoints } from "./numeric/sobol-points";
export {
  allocationDerivatives,
  type AllocationDerivatives,
  type Change,
  type Gradient,
  type Response,
} from "./sensitivity/local/allocation-derivatives";
export {
  compareDays,
  type ComparedDay,
  type ComparedDays,
  type CompareDaysOptions,
  type DaySpread,
} from "./sensitivity/days/compare-days";
export { drawModels, type DrawModelsOptions } from "./sensitivity/monte-carlo/draw-models";
export { elasticities, type Elasticities } from "./sensitivity/local/elasticities";
export type { PointChunk, PointStudy, StudyFunction } from "./sensitivity/global/evaluate";
export { formatWalkForward } from "./sensitivity/walk-forward/format-walk-forward";
export { walkForward } from "./sensitivity/walk-forward/walk-forward";
export type { WalkForward, WalkForwardOptions, WalkedStrategy } from "./sensitivity/walk-forward/walk-forward";
export type { WalkDay } from "./sensitivity/walk-forward/folds";
export { formatMorris, formatSobol } from "./sensitivity/global/format-indices";
export type { StudyOutput, Variation } from "./sensitivity/model/study-function";
export { modelStudy, type ModelStudy, type ModelStudyOptions } from "./sensitivity/model/model-study";
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
export { analyseMorris, morris, type ElementaryEffects, type MorrisResult } from "./sensitivity/global/morris";
export { morrisDesign, type MorrisDesign, type MorrisOptions } from "./sensitivity/global/morris-design";
export type { Handling, UncertainModel } from "./sensitivity/monte-carlo/parameter-errors";
export { poolDays } from "./sensitivity/monte-carlo/pool-days";
export { shrink, type Shrunk, type ShrinkOptions } from "./sensitivity/monte-carlo/shrink";
export { sobolDesign, type SobolDesign } from "./sensitivity/global/sobol-design";
export { analyseSobol, sobolIndices, type SobolIndex, type SobolResult } from "./sensitivity/global/sobol-indices";
export type { SobolOptions } from "./sensitivity/global/sobol-options";
export type { StudyInput } from "./sensitivity/global/study-input";
export { tornado, type Tornado, type TornadoBar } from "./sensitivity/model/tornado";
export { allocate, type AllocateOptions, type Start } from "./solver/allocate";
export { allocateAverage } from "./solver/allocate-average";
export type { Allocation, AllocationStatus, BindingCap, Certificate, Rounding } from "./solver/model/allocation";
export { audit, type Audit } from "./solver/evidence/audit";
export { bindingCaps } from "./solver/binding-caps";
export type { BaselineOptions, Strategy } from "./solver/baselines/strategy";
export { bisection, type BisectionOptions } from "./solver/baselines/bisection";
export { greedy, type GreedyOptions } from "./solver/baselines/greedy";
export { lowestAlpha, proportional, singleBest, twap } from "./solver/baselines/baselines";
export type { BudgetOptions } from "./solver/knapsack/budget";
export type { Cap } from "./solver/model/caps";
export type { Constraints } from "./solver/model/constraints";
export { costOf } from "./solver/model/cost";
export { REGIMES, type ImpactModel, type Regime } from "./solver/model/impact-model";
export { sensitivities, type Sensitivities } from "./solver/sensitivities";
export { commonBeta, listModels, shiftBeta, stretchBeta, type BetaTransform, type Pivot } from "./sweep/beta-transform";
export { toFrame, type Framed } from "./tables/to-frame";
export type { ClosableExecutor } from "./cluster/closable";
export { redisExecutor, type RedisExecutorOptions } from "./cluster/redis/executor";
export { slurmExecutor, type SlurmExecutorOptions } from "./cluster/slurm/executor";
export type { EngineState, Executor } from "./work/executor";
export { geomspace, linspace, logspace, range } from "./sweep/grids";
export { sweep, type Sweep, type SweepOptions } from "./sweep/sweep";
export type { SweepPoint } from "./sweep/sweep-points";
export type { PointFailure, SweepData } from "./sweep/sweep-result";
export { POINT_STATUSES, type PointStatus, type SweepRow } from "./sweep/sweep-task";
export { progressLine, type ProgressLineOptions } from "./work/progress-line";
export type { RunOptions } from "./work/run-tasks";
export type { Work } from "./work/work";
