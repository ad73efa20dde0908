/**
 * Everything a notebook imports, by explicit name.
 */
export { InputError } from "./numeric/input-error";
export { allocate } from "./solver/allocate";
export type { AllocateOptions, Allocation, AllocationStatus, Certificate } from "./solver/allocate";
export type { ImpactModel, Regime } from "./solver/impact-model";
