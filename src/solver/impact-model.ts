/**
 * The impact model: one power-law curve a time bin, g_i(x) = alpha_i * x^beta_i, the total cost
 * in currency of trading x shares in bin i.
 */
export interface ImpactModel {
  /** alpha_i > 0, currency per share^beta_i; N values. */
  readonly alpha: ArrayLike<number>;
  /** beta_i > 0, dimensionless; N values. Convex above 1, linear at 1, concave below. */
  readonly beta: ArrayLike<number>;
}
