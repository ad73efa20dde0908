/** The caps that bind: in which bins, and what a share more of room there would save. */
import { checkAllocation, type Allocation, type BindingCap } from "./model/allocation";
import { checkModel, type ImpactModel } from "./model/impact-model";

/**
 * The bins that are at their caps, with each cap's shadow value
 *
 *     -dC/dc_i = lambda - alpha_i beta_i c_i^(beta_i - 1),
 *
 * what the order would cost less with one share more of room there (by the envelope theorem, see `sensitivities`).
 * Under a participation p every cap is p V_i, so that dC/dp = -sum_i V_i saves_i. In lots a bin is at its cap where it
 * has no room for one lot more, and it is what one lot more would save, over the shares of a lot.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param allocation what `allocate` returned for this model under caps.
 * @returns the bins by what they save, the most first; none where no cap binds. Bins that are shut are left out.
 * @throws InputError for a model that breaks its rules, and where the allocation is not one of this model's bins.
 * @example
 * ```ts
 * import { allocate, bindingCaps } from "../src";
 * const model = { alpha: [1, 1], beta: [2, 2] };
 * console.log(bindingCaps(model, allocate(model, 10, { cap: [3, 100] }))); // bin 0 at 3 saves 2 * 7 - 2 * 3 = 8
 * ```
 */
export function bindingCaps(model: ImpactModel, allocation: Allocation): BindingCap[] {
  const { certificate } = checkAllocation(allocation, checkModel(model).alpha.length);
  return [...(certificate.capped ?? [])].sort((a, b) => b.saves - a.saves || a.bin - b.bin);
}
