/**
 * Evidence that an allocation is optimal, computed from the model, x and lambda alone: nothing here
 * comes from the solver's own intermediate results.
 *
 * With m_i = alpha_i beta_i x_i^(beta_i - 1) the marginal cost and d_i = log(m_i / lambda):
 *
 *     feasibility    |sum x - S| / S
 *     stationarity   max |m_i / lambda - 1| over the active bins
 *     duality gap    sum_i [g_i(x_i) + g_i*(lambda) - lambda x_i] / sum_i g_i(x_i) over the convex bins,
 *                    g_i*(lambda) = max_y lambda y - g_i(y), the conjugate (Fenchel-Young; Boyd and
 *                    Vandenberghe, Convex Optimization, section 3.3)
 *
 * Each bracket is >= 0 and vanishes only at the optimum of the convex part for the volume it trades.
 * In closed form it is lambda x_i [e^d / beta + (1 - 1/beta) e^(-p d) - 1], p = 1 / (beta - 1), which for
 * small d is lambda x_i p d^2 / 2: evaluated so, without cancellation, the gap means something at 1e-25.
 */
import { exp, log } from "../numeric/exp-log";
import type { CheckedModel } from "./impact-model";

export interface Evidence {
  /** C(x) = sum alpha_i x_i^beta_i, currency. */
  readonly cost: number;
  readonly feasibility: number;
  readonly stationarity: number;
  readonly dualityGap: number;
}

/** Below this x has lost digits to underflow, and with them the meaning of its marginal cost. */
const TINY = 1e-290;
/** A conjugate this many e-folds below one share is zero beside any cost. */
const NEGLIGIBLE = -600;
const BLOCK = 128;

export function certify({ alpha, beta }: CheckedModel, size: number, x: Float64Array, lambda: number): Evidence {
  const n = x.length;
  const ln = log;
  const logLambda = ln(lambda);
  const tiny = TINY * Math.max(1, size);
  let total = 0;
  let totalLost = 0;
  let cost = 0;
  let costLost = 0;
  let convexCost = 0;
  let gap = 0;
  let worst = 0;
  for (let start = 0; start < n; start += BLOCK) {
    const end = start + BLOCK < n ? start + BLOCK : n;
    let blockTotal = 0;
    let blockCost = 0;
    for (let i = start; i < end; i++) {
      const xi = x[i];
      const b = beta[i];
      if (!(xi > tiny)) {
        if (b > 1) gap += conjugate(alpha[i], b, lambda, logLambda);
        blockTotal += xi;
        continue;
      }
      const product = alpha[i] * b;
      const logProduct = product > 1e-300 && product < 1e300 ? ln(product) : ln(alpha[i]) + ln(b);
      const d = logProduct + (b - 1) * ln(xi) - logLambda;
      const near = d < 1e-5 && d > -1e-5;
      const ratio = near ? 1 + d * (1 + d * (1 / 2 + d * (1 / 6))) : exp(d);
      const deviation = ratio > 1 ? ratio - 1 : 1 - ratio;
      if (deviation > worst) worst = deviation;
      const volumeAtPrice = lambda * xi;
      const g = (volumeAtPrice * ratio) / b;
      blockTotal += xi;
      blockCost += g;
      if (b > 1) {
        const p = 1 / (b - 1);
        const pd = p * d;
        convexCost += g;
        gap += volumeAtPrice * (pd < 1e-5 && pd > -1e-5 ? (pd * d) / 2 : ratio / b + (1 - 1 / b) * exp(-pd) - 1);
      }
    }
    let next = total + blockTotal;
    totalLost += total >= blockTotal ? total - next + blockTotal : blockTotal - next + total;
    total = next;
    next = cost + blockCost;
    costLost += cost >= blockCost ? cost - next + blockCost : blockCost - next + cost;
    cost = next;
  }
  return {
    cost: cost + costLost,
    feasibility: Math.abs(total - size + totalLost) / size,
    stationarity: worst,
    dualityGap: convexCost > 0 ? gap / convexCost : 0,
  };
}

/** g*(lambda) = (1 - 1/beta) lambda x^, x^ = (lambda / (alpha beta))^p: what a bin at x = 0 forgoes. */
function conjugate(alpha: number, beta: number, lambda: number, logLambda: number): number {
  const z = (logLambda - log(alpha) - log(beta)) / (beta - 1);
  return z < NEGLIGIBLE ? 0 : (1 - 1 / beta) * lambda * exp(z);
}
