/**
 * First derivatives of the optimal allocation itself, by implicit differentiation of its optimality
 * conditions. In logarithms, with u = log lambda and p_i = 1 / (beta_i - 1), every active bin has
 *
 *     log alpha_i + log beta_i + (beta_i - 1) log x_i = u,   sum_i x_i = S,
 *
 * and so, where e_i = dalpha_i / alpha_i + (1 / beta_i + log x_i) dbeta_i is the change of its log
 * marginal cost at fixed x_i,
 *
 *     dx_i = h_i (du - e_i),   du = (dS + sum_j h_j e_j) / H,   h_i = p_i x_i,   H = sum_j h_j:
 *
 * a diagonal and a matrix of rank one. A product with J or its transpose takes one pass over the bins.
 *
 * As beta_d -> 1 a bin's h_d goes to infinity and du to e_d. All prices are therefore taken relative to
 * e_d of the bin with the largest |h_d|: with T = dS + sum_{j != d} h_j (e_j - e_d),
 *
 *     du - e_d = T / H,   dx_d = T h_d / H,   dx_j = h_j (T / H - (e_j - e_d)),
 *
 * which also holds at beta_d = 1 (h_d infinite: the price is e_d, the bin takes the rest), and for an
 * active concave bin (h_d < 0, and H < 0 as it is a minimum).
 *
 * The derivatives hold on the current branch: while the same bin of beta <= 1, or none, is active. Where
 * another choice takes over, x jumps; `branch` says how far in cost the next one is. Bins without volume
 * have derivatives 0, and so have bins at caps that bind: h_i = 0.
 */
import { must } from "../../base/input-error";
import { log, pow } from "../../numeric/elementary";
import { checkInShares, type Allocation } from "../../solver/model/allocation";
import { checkModel, type ImpactModel } from "../../solver/model/impact-model";

/** A change of the problem: what is left out stays. */
export interface Change {
  /** dS, shares. */
  readonly size?: number;
  /** dalpha_j; N values. */
  readonly alpha?: ArrayLike<number>;
  /** dbeta_j; N values. */
  readonly beta?: ArrayLike<number>;
}

/** What a change does, to first order. */
export interface Response {
  /** dx_i, shares. */
  readonly x: Float64Array;
  /** dlambda, currency per share. */
  readonly lambda: number;
  /** dC, currency. */
  readonly cost: number;
}

/** Derivatives of one number. */
export interface Gradient {
  readonly size: number;
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
}

export interface AllocationDerivatives {
  /** Of x along a change: J v. With it, those of lambda and cost. */
  along(change: Change): Response;
  /** Of sum_i weights_i x_i: J^T v. */
  pullBack(weights: ArrayLike<number>): Gradient;
  /** J itself: dx_i/dS, and dx_i/dalpha_j, dx_i/dbeta_j row after row (i N + j). For N up to 2000. */
  dense(): { readonly size: Float64Array; readonly alpha: Float64Array; readonly beta: Float64Array };
  /** Of the optimal cost: the envelope sensitivities. */
  readonly cost: Gradient;
  /** Of the shadow price. */
  readonly lambda: Gradient;
  /**
   * The branch that they are of: its active bin of beta <= 1 or -1, by what share of the cost the next
   * branch is dearer, and whether the two cost the same, so that the derivatives are one-sided.
   */
  readonly branch: { readonly active: number; readonly margin: number; readonly atSwitch: boolean };
}

/** N^2 doubles twice: beyond it, products with vectors do. */
const MOST_DENSE = 2000;

/**
 * Derivatives of the optimal allocation, its cost and its shadow price, exact, by implicit differentiation of the
 * optimality conditions: with p_i = 1 / (beta_i - 1), h_i = p_i x_i, H = sum_j h_j and e_i = dalpha_i / alpha_i + (1 /
 * beta_i + log x_i) dbeta_i over the active bins,
 *
 *     dx_i = h_i (du - e_i),   du = dlambda / lambda = (dS + sum_j h_j e_j) / H.
 *
 * @param model alpha and beta, N bins.
 * @param allocation what `allocate` made of it, S > 0.
 * @returns products with the Jacobian and its transpose, in one pass over the bins each, and the gradients of cost
 *   (currency per unit of the parameter) and lambda; they hold on the current branch, see `branch`.
 * @throws InputError where the allocation is not one of this model's bins, where S = 0, as nothing is active there,
 *   and where every bin that trades is at its cap, as nothing can respond.
 * @example
 * ```ts
 * import { allocate, allocationDerivatives } from "../src";
 *
 * const model = { alpha: [0.01, 0.02], beta: [1.5, 1.5] };
 * const { along } = allocationDerivatives(model, allocate(model, 1000));
 * console.log(along({ size: 1 }).x); // 0.8 and 0.2: where one share more goes
 * ```
 */
export function allocationDerivatives(model: ImpactModel, allocation: Allocation): AllocationDerivatives {
  const { alpha, beta } = checkModel(model);
  const n = alpha.length;
  const { x, size, lambda, active, certificate, cap } = checkInShares(allocation, n);
  must(size > 0, "allocation", "must be of a size above 0 to have derivatives", size);
  const atCap = (i: number): boolean => cap !== undefined && certificate.atCap !== undefined && x[i] >= cap[i];
  const { h, d, rest } = responses(beta, x, atCap);
  must(
    h[d] !== 0,
    "allocation",
    "must have a bin below its cap to have derivatives",
    `${certificate.atCap} at their caps`,
  );
  const total = h[d] + rest;
  const share = 1 / (1 + rest / h[d]); // h_d / H
  const logX = x.map((xj) => (xj > 0 ? log(xj) : 0));
  /** de_j / dbeta_j. */
  const bend = x.map((xj, j) => (xj > 0 ? 1 / beta[j] + logX[j] : 0));
  const g = x.map((xj, j) => (xj > 0 ? alpha[j] * pow(xj, beta[j]) : 0));

  const along = ({ size: dS = 0, alpha: da, beta: db }: Change): Response => {
    const dAlpha = checkVector("change.alpha", da, n);
    const dBeta = checkVector("change.beta", db, n);
    const e = new Float64Array(n);
    let cost = lambda * dS;
    for (let j = 0; j < n; j++) {
      if (!(x[j] > 0)) continue;
      const level = dAlpha[j] / alpha[j];
      e[j] = level + dBeta[j] * bend[j];
      cost += g[j] * (level + dBeta[j] * logX[j]);
    }
    let T = dS;
    for (let j = 0; j < n; j++) if (j !== d && h[j] > 0) T += h[j] * (e[j] - e[d]);
    const du = T / total;
    const dx = x.map((_, j) => (j === d ? share * T : h[j] > 0 ? h[j] * (du - (e[j] - e[d])) : 0));
    return { x: dx, lambda: lambda * (e[d] + du), cost };
  };

  /** From derivatives by e_j to those by alpha_j and beta_j. */
  const chain = (bySize: number, byPrice: Float64Array): Gradient => ({
    size: bySize,
    alpha: byPrice.map((v, j) => v / alpha[j]),
    beta: byPrice.map((v, j) => v * bend[j]),
  });

  const pullBack = (weights: ArrayLike<number>): Gradient => {
    const v = checkVector("weights", weights, n);
    let others = 0;
    for (let j = 0; j < n; j++) if (j !== d) others += v[j] * h[j];
    const mean = others / total + v[d] * share; // sum_j v_j h_j / H
    const byPrice = h.map((hj, j) => (j === d || hj === 0 ? 0 : hj * (mean - v[j])));
    byPrice[d] = -byPrice.reduce((sum, value) => sum + value, 0);
    return chain(mean, byPrice);
  };

  return {
    along,
    pullBack,
    dense() {
      const rule = `must have at most ${MOST_DENSE} bins for a dense matrix (along and pullBack have no limit)`;
      must(n <= MOST_DENSE, "model", rule, n);
      const dense = { size: new Float64Array(n), alpha: new Float64Array(n * n), beta: new Float64Array(n * n) };
      const unit = new Float64Array(n);
      for (let i = 0; i < n; i++) {
        unit[i] = 1;
        const row = pullBack(unit);
        unit[i] = 0;
        dense.size[i] = row.size;
        dense.alpha.set(row.alpha, i * n);
        dense.beta.set(row.beta, i * n);
      }
      return dense;
    },
    cost: {
      size: lambda,
      alpha: g.map((gj, j) => gj / alpha[j]),
      beta: g.map((gj, j) => gj * logX[j]),
    },
    lambda: chain(
      lambda / total,
      h.map((hj, j) => lambda * (j === d ? share : hj / total)),
    ),
    branch: { active, margin: certificate.margin, atSwitch: certificate.margin === 0 || certificate.ties.length > 0 },
  };
}

/** h_i, the bin d with the largest |h_d| (an active bin of beta <= 1 always is), and the sum of the others. */
function responses(
  beta: Float64Array,
  x: Float64Array,
  atCap: (i: number) => boolean,
): { h: Float64Array; d: number; rest: number } {
  const h = x.map((xi, i) => (xi > 0 && !atCap(i) ? xi / (beta[i] - 1) : 0));
  let d = 0;
  for (let i = 1; i < h.length; i++) if (Math.abs(h[i]) > Math.abs(h[d])) d = i;
  let rest = 0;
  for (let i = 0; i < h.length; i++) if (i !== d) rest += h[i];
  return { h, d, rest };
}

function checkVector(argument: string, values: ArrayLike<number> | undefined, n: number): ArrayLike<number> {
  if (values === undefined) return new Float64Array(n);
  must(
    typeof values === "object" && values !== null && values.length === n,
    argument,
    `must have one value a bin (${n})`,
    values,
  );
  for (let i = 0; i < n; i++) must(Number.isFinite(values[i]), argument, "must be finite", values[i], i);
  return values;
}
