/**
 * Everything a notebook imports, by explicit name.
 */
export { InputError } from "./numeric/input-error";
export { allocate } from "./solver/allocate";
export type { AllocateOptions, Allocation, AllocationStatus, Certificate } from "./solver/allocate";
export { audit } from "./solver/audit";
export type { Audit } from "./solver/audit";
export { bisection, greedy, lowestAlpha, proportional, singleBest, twap } from "./solver/baselines";
export type { BisectionOptions, GreedyOptions, Strategy } from "./solver/baselines";
export { costOf } from "./solver/cost";
export type { ImpactModel, Regime } from "./solver/impact-model";
export { sensitivities } from "./solver/sensitivities";
export type { Sensitivities } from "./solver/sensitivities";
