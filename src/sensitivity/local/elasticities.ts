/**
 * Derivatives without units: by what per cent a result moves when a parameter moves by one per cent
 * (dlog/dlog), or, for an exponent, which is a number already, per unit of it (dlog/dbeta).
 */
import type { Allocation } from "../../solver/model/allocation";
import { checkModel, type ImpactModel } from "../../solver/model/impact-model";
import { allocationDerivatives, type Gradient } from "./allocation-derivatives";

export interface Elasticities {
  /** dlog C / dlog S, dlog C / dlog alpha_i (each bin's share of the cost), dlog C / dbeta_i. */
  readonly cost: Gradient;
  /** dlog lambda / dlog S, dlog lambda / dlog alpha_i, dlog lambda / dbeta_i. */
  readonly lambda: Gradient;
  /** dlog x_i / dlog S; 0 for bins without volume. */
  readonly x: Float64Array;
}

/**
 * Elasticities of cost, shadow price and allocation on the current branch: with p either S or an alpha_i,
 * d log y / d log p = (dy / dp) p / y, and d log y / d beta_i = (dy / dbeta_i) / y, from `allocationDerivatives`.
 *
 * @param model alpha and beta, N bins.
 * @param allocation what `allocate` made of it, S > 0.
 * @returns pure numbers: those by alpha_i are each bin's share of the cost, and sum to 1.
 * @throws InputError as `allocationDerivatives`.
 * @example
 * ```ts
 * import { allocate, elasticities } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.5] };
 * const { cost, lambda } = elasticities(model, allocate(model, 1000));
 * console.log(cost.size, lambda.size); // 1.5 and 0.5: C ~ S^1.5
 * ```
 */
export function elasticities(model: ImpactModel, allocation: Allocation): Elasticities {
  const { alpha } = checkModel(model);
  const { size, x, cost, lambda } = allocation;
  const derivatives = allocationDerivatives(model, allocation);
  const of = (gradient: Gradient, value: number): Gradient => ({
    size: (gradient.size * size) / value,
    alpha: gradient.alpha.map((v, i) => (v * alpha[i]) / value),
    beta: gradient.beta.map((v) => v / value),
  });
  const bySize = derivatives.along({ size: 1 }).x;
  return {
    cost: of(derivatives.cost, cost),
    lambda: of(derivatives.lambda, lambda),
    x: bySize.map((v, i) => (x[i] > 0 ? (v * size) / x[i] : 0)),
  };
}
