/**
 * Envelope sensitivities of the optimal cost C*(S, alpha, beta) (Milgrom and Segal, Envelope theorems
 * for arbitrary choice sets, Econometrica 70, 2002): at an optimum the allocation's own response drops
 * out, so they are exact and need no further solve. The shadow price moves with the size by
 * sum_i dx_i = dS with dx_i = (x_i / ((beta_i - 1) lambda)) dlambda for every active bin below its cap.
 */
import { log } from "../numeric/elementary";
import { checkInShares, type Allocation } from "./model/allocation";
import { curve, marginalCost } from "./model/cost";
import { checkModel, type CheckedModel, type ImpactModel } from "./model/impact-model";

export interface Sensitivities {
  /** dC/dS = lambda, currency per share. */
  readonly size: number;
  /** dC/dalpha_i, share^beta_i; N values. */
  readonly alpha: Float64Array;
  /** dC/dbeta_i, currency; N values. */
  readonly beta: Float64Array;
  /**
   * d2C/dS2 = dlambda/dS, currency per share^2. 0 where a linear bin is active, negative where a concave
   * bin's discount prevails. At S = 0 the right limit, which may be infinite.
   */
  readonly curvature: number;
  /**
   * Where caps bind: dC/dc_i, currency per share, N values: what one more share of room in a bin saves, m_i - lambda
   * with m_i its marginal cost; 0 where the cap does not bind.
   */
  readonly cap?: Float64Array;
}

/**
 * First-order sensitivities of the optimal cost, and its curvature in the size:
 *
 *     dC/dS       = lambda
 *     dC/dalpha_i = x_i^beta_i
 *     dC/dbeta_i  = alpha_i x_i^beta_i log x_i
 *     d2C/dS2     = lambda / sum_active x_i / (beta_i - 1)
 *
 * with the bins at their caps, which do not respond, left out of the sum (and infinite where that leaves
 * none). They hold while the active bin stays the same (`certificate.margin` above 0).
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param allocation what `allocate` returned for this model.
 * @returns `size` (currency per share), `alpha` and `beta` (N values each), `curvature` (currency per share^2), and
 *   `cap` where caps bind.
 * @throws InputError for a model that breaks its rules, where the allocation is not one of this model's bins, and where
 *   it is in lots or with a smallest trade, which jump: those of the allocation without them are at hand.
 * @example
 * ```ts
 * import { allocate, sensitivities } from "../src";
 * const model = { alpha: [1, 0.5], beta: [2, 2] };
 * const { size, alpha, curvature } = sensitivities(model, allocate(model, 6));
 * console.log(size, alpha, curvature); // 4, [4, 16] and 2 / 3
 * ```
 */
export function sensitivities(model: ImpactModel, allocation: Allocation): Sensitivities {
  const checked = checkModel(model);
  const { alpha, beta } = checked;
  const { x, lambda, cap, size, certificate } = checkInShares(allocation, alpha.length);
  const binding = certificate.atCap !== undefined && cap !== undefined;
  const atCap = (i: number): boolean => binding && x[i] >= cap[i];
  // sum over active bins of dx_i / dlog lambda; a linear bin takes any volume at its price.
  let response = 0;
  x.forEach((xi, i) => (response += xi > 0 && !atCap(i) ? xi / (beta[i] - 1) : 0));
  const saved = (i: number): number => Math.min(0, marginalCost(alpha[i], beta[i], x[i]) - lambda);
  return {
    size: lambda,
    alpha: x.map((xi, i) => curve(1, beta[i], xi)),
    beta: x.map((xi, i) => (xi > 0 ? curve(alpha[i], beta[i], xi) * log(xi) : 0)),
    curvature: size === 0 ? curvatureAtZero(checked) : lambda / response,
    ...(binding ? { cap: x.map((_, i) => (atCap(i) ? saved(i) : 0)) } : {}),
  };
}

/** The limit of d2C/dS2 as S goes to 0: the bins with the highest beta take all of so small an order. */
function curvatureAtZero({ alpha, beta }: CheckedModel): number {
  const highest = beta.reduce((most, b) => Math.max(most, b), 0);
  if (highest < 1) return -Infinity;
  if (highest === 1 || highest > 2) return 0;
  if (highest < 2) return Infinity;
  return 1 / alpha.reduce((total, a, i) => total + (beta[i] === 2 ? 1 / (2 * a) : 0), 0);
}
