/**
 * Evidence for an allocation under caps, from the model, x, the caps and lambda alone (compare
 * certificate.ts, where it is without). With m_i the marginal cost of bin i:
 *
 *     feasibility    |sum x - S| / S, or the largest violation of 0 <= x_i <= c_i over S where that is more
 *     stationarity   the largest violation of the conditions of Karush, Kuhn and Tucker, relative to lambda:
 *                    m_i = lambda strictly inside, m_i <= lambda at the cap, m_i >= lambda where linear and unused
 *     duality gap    sum_i [g_i(x_i) - lambda x_i + max_{0 <= y <= c_i} (lambda y - g_i(y))] / C(x)
 *
 * The gap is that of the Lagrangian dual, which is the same as that of the convex envelopes: for a concave bin the
 * maximum is at 0 or c_i. Whatever lambda is, C(x) (1 - gap) is below the cost of every feasible allocation.
 */
import { exp, expm1, log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import type { Evidence } from "../model/allocation";
import { logProduct } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

export function certifyCapped(
  model: CheckedModel,
  size: number,
  x: Float64Array,
  logLambda: number,
  cap: Float64Array,
): Evidence {
  const { alpha, beta } = model;
  const costs = new Float64Array(x.length);
  const gaps = new Float64Array(x.length);
  let stationarity = 0;
  let violation = 0;
  for (let i = 0; i < x.length; i++) {
    violation = Math.max(violation, -x[i], x[i] - cap[i]);
    const { cost, gap, off } = certifyBin(alpha[i], beta[i], x[i], cap[i], logLambda);
    costs[i] = cost;
    gaps[i] = gap;
    stationarity = Math.max(stationarity, off);
  }
  const perPrice = sum(costs);
  return {
    cost: Math.abs(logLambda) < 690 ? exp(logLambda) * perPrice : exp(logLambda + log(perPrice)),
    feasibility: Math.max(Math.abs(sum([...x, -size])), violation) / size,
    stationarity,
    dualityGap: sum(gaps) / perPrice,
  };
}

/** One bin's cost and gap in units of lambda, and how far it is off its condition. */
function certifyBin(
  alpha: number,
  beta: number,
  x: number,
  cap: number,
  logLambda: number,
): { cost: number; gap: number; off: number } {
  if (!(cap > 0)) return { cost: 0, gap: 0, off: 0 };
  // Logs of marginal costs over lambda: of the first share, at x, and at the cap where that is another.
  const level = logProduct(alpha, beta) - logLambda;
  const d = x > 0 ? level + (beta - 1) * log(x) : beta > 1 ? -Infinity : beta === 1 ? level : Infinity;
  const off = x >= cap ? Math.max(0, expm1(d)) : x > 0 ? Math.abs(expm1(d)) : beta === 1 ? Math.max(0, -expm1(d)) : 0;
  const cost = x > 0 ? (exp(d) * x) / beta : 0;
  if (beta > 1 && x >= cap && d <= 0) return { cost, gap: 0, off };
  const atCap = x >= cap ? d : level + (beta - 1) * log(cap);
  if (beta <= 1) return { cost, gap: cost - x + Math.max(0, cap - (exp(atCap) * cap) / beta), off };
  // The best volume at lambda is the cap where that costs less than lambda still, else x e^(-p d).
  if (atCap <= 0) return { cost, gap: cost - x + cap - (exp(atCap) * cap) / beta, off };
  const p = 1 / (beta - 1);
  if (!(x > 0)) return { cost, gap: (1 - 1 / beta) * exp(-p * level), off: 0 };
  const small = Math.abs(d) < 1e-4 && Math.abs(p * d) < 1e-4;
  return {
    cost,
    gap: small ? (x * p * d * d) / 2 : x * (exp(d) / beta + (1 - 1 / beta) * exp(-p * d) - 1),
    off,
  };
}
