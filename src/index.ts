/**
 * Everything a notebook imports, by explicit name.
 */
export { InputError } from "./numeric/input-error";
export type { ImpactModel } from "./solver/impact-model";
