/**
 * Everything a notebook imports, by explicit name.
 */
export type { BookSnapshot } from "./estimates/book-snapshot";
export { estimateImpact } from "./estimates/estimate-impact";
export type { EstimateOptions } from "./estimates/estimate-options";
export type { Convention, LoadOptions, RejectedRow } from "./estimates/estimates-table";
export { exampleBook, exampleCurve } from "./estimates/example-book";
export { fillNeighbours } from "./estimates/fill-neighbours";
export { generateBook, type BookTruth } from "./estimates/generate-book";
export { selectSide, takeRows, type BinStatus, type ImpactEstimates, type Side } from "./estimates/impact-estimates";
export { loadEstimates, type LoadedEstimates } from "./estimates/load-estimates";
export type { BookFormat } from "./estimates/open-book";
export { saveEstimates } from "./estimates/save-estimates";
export { summariseEstimates } from "./estimates/summarise-estimates";
export { syntheticEquityDay } from "./estimates/synthetic-equity-day";
export { InputError } from "./numeric/input-error";
export { createRandom, type Random } from "./numeric/random";
export type { AllocateOptions, Allocation, AllocationStatus, Certificate } from "./solver/allocate";
export { allocate } from "./solver/allocate";
export type { Audit } from "./solver/audit";
export { audit } from "./solver/audit";
export type { BisectionOptions, GreedyOptions, Strategy } from "./solver/baselines";
export { bisection, greedy, lowestAlpha, proportional, singleBest, twap } from "./solver/baselines";
export { costOf } from "./solver/cost";
export type { ImpactModel, Regime } from "./solver/impact-model";
export type { Sensitivities } from "./solver/sensitivities";
export { sensitivities } from "./solver/sensitivities";
