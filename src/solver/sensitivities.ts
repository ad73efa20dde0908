/**
 * Envelope sensitivities of the optimal cost C*(S, alpha, beta) (Milgrom and Segal, Envelope theorems
 * for arbitrary choice sets, Econometrica 70, 2002): at an optimum the allocation's own response drops
 * out, so they are exact and need no further solve.
 *
 *     dC/dS       = lambda
 *     dC/dalpha_i = x_i^beta_i
 *     dC/dbeta_i  = alpha_i x_i^beta_i log x_i
 *
 * and, from sum_i dx_i = dS with dx_i = (x_i / ((beta_i - 1) lambda)) dlambda for every active bin,
 *
 *     dlambda/dS  = lambda / sum_active x_i / (beta_i - 1),
 *
 * bins at their caps, which do not respond, left out of the sum (and dlambda/dS infinite where that leaves none).
 */
import { checkAllocation } from "./model/allocation";
import type { Allocation } from "./model/allocation";
import { marginalCost } from "./model/cost";
import { checkModel } from "./model/impact-model";
import type { CheckedModel, ImpactModel } from "./model/impact-model";

export interface Sensitivities {
  /** dC/dS, currency per share. */
  readonly size: number;
  /** dC/dalpha_i, share^beta_i; N values. */
  readonly alpha: Float64Array;
  /** dC/dbeta_i, currency; N values. */
  readonly beta: Float64Array;
  /**
   * dlambda/dS, currency per share^2: the curvature of the cost. 0 where a linear bin is active, negative
   * where a concave bin's discount prevails. At S = 0 the right limit, which may be infinite.
   */
  readonly lambda: number;
  /**
   * Where caps bind: dC/dc_i, currency per share, N values: what one more share of room in a bin saves, m_i - lambda
   * with m_i its marginal cost; 0 where the cap does not bind.
   */
  readonly cap?: Float64Array;
}

/**
 * First-order sensitivities of the optimal cost, and of the shadow price to the size.
 * They hold while the active bin stays the same (`certificate.margin` above 0).
 *
 * @throws InputError where the allocation is not one of this model's bins.
 */
export function sensitivities(model: ImpactModel, allocation: Allocation): Sensitivities {
  const checked = checkModel(model);
  const { alpha, beta } = checked;
  const { x, lambda } = checkAllocation(allocation, alpha.length);
  const byAlpha = new Float64Array(x.length);
  const byBeta = new Float64Array(x.length);
  // sum over active bins of dx_i / dlog lambda; a linear bin takes any volume at its price.
  let response = 0;
  const { cap } = allocation;
  const binding = allocation.certificate.atCap !== undefined && cap !== undefined;
  const byCap = new Float64Array(x.length);
  for (let i = 0; i < x.length; i++) {
    const atCap = binding && x[i] >= cap[i];
    if (atCap) byCap[i] = Math.min(0, marginalCost(alpha[i], beta[i], x[i]) - lambda);
    if (!(x[i] > 0)) continue;
    byAlpha[i] = Math.pow(x[i], beta[i]);
    byBeta[i] = alpha[i] * byAlpha[i] * Math.log(x[i]);
    if (!atCap) response += x[i] / (beta[i] - 1);
  }
  const slope = allocation.size === 0 ? slopeAtZero(checked) : lambda / response;
  return { size: lambda, alpha: byAlpha, beta: byBeta, lambda: slope, ...(binding ? { cap: byCap } : {}) };
}

/** The limit of dlambda/dS as S goes to 0: the bins with the highest beta take all of so small an order. */
function slopeAtZero({ alpha, beta }: CheckedModel): number {
  const highest = beta.reduce((most, b) => Math.max(most, b), 0);
  if (highest < 1) return -Infinity;
  if (highest === 1 || highest > 2) return 0;
  if (highest < 2) return Infinity;
  let sumOfInverses = 0;
  for (let i = 0; i < beta.length; i++) if (beta[i] === 2) sumOfInverses += 1 / (2 * alpha[i]);
  return 1 / sumOfInverses;
}
