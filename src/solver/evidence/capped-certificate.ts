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
import { exp, log } from "../../numeric/elementary";
import { logarithms } from "../../numeric/loops/over-arrays";
import { sum } from "../../numeric/sum";
import type { BindingCap, CappedEvidence } from "../model/allocation";
import { logProducts } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

/** |d| for which the series' first terms are e^d to rounding. */
const CLOSE = 1e-4;

/** @param cap c_i; those above S are no more than S. */
export function certifyCapped(
  model: CheckedModel,
  size: number,
  x: Float64Array,
  logLambda: number,
  cap: Float64Array,
): CappedEvidence {
  const { beta } = model;
  const n = x.length;
  const levels = logProducts(model);
  const logs = new Float64Array(x);
  logarithms(logs);
  const both = new Float64Array(2 * n);
  const [costs, gaps] = [both.subarray(0, n), both.subarray(n)];
  const capped: BindingCap[] = [];
  const lambda = exp(logLambda);
  let stationarity = 0;
  let violation = 0;
  for (let i = 0; i < n; i++) {
    const b = beta[i];
    const c = Math.min(cap[i], size);
    if (x[i] < 0 || x[i] > c) violation = Math.max(violation, -x[i], x[i] - c);
    if (!(c > 0)) continue;
    // Logs of marginal costs over lambda: of the first share, and at x; and what it is above lambda, of lambda.
    const level = levels[i] - logLambda;
    const d = x[i] > 0 ? level + (b - 1) * logs[i] : b > 1 ? -Infinity : b === 1 ? level : Infinity;
    const close = d < CLOSE && d > -CLOSE;
    const excess = close ? d * (1 + d * (1 / 2 + d * (1 / 6))) : exp(d) - 1;
    const cost = x[i] > 0 ? (x[i] * (1 + excess)) / b : 0;
    costs[i] = cost;
    if (x[i] >= c) {
      if (excess > stationarity) stationarity = excess;
      if (x[i] >= cap[i]) capped.push({ bin: i, cap: cap[i], saves: excess < 0 ? -excess * lambda : 0 });
      if (b > 1 && d <= 0) continue;
    } else if (x[i] > 0) {
      if (excess > stationarity || -excess > stationarity) stationarity = Math.abs(excess);
    } else if (b === 1 && -excess > stationarity) stationarity = -excess;
    gaps[i] = gapOf(b, x[i], c, cost, level, d);
  }
  const perPrice = sum(costs);
  return {
    cost: Math.abs(logLambda) < 690 ? lambda * perPrice : exp(logLambda + log(perPrice)),
    feasibility: Math.max(Math.abs(sum(x, -size)), violation) / size,
    stationarity,
    dualityGap: sum(gaps) / perPrice,
    capped,
  };
}

/** One bin's part of the gap in units of lambda, from its cost in them. */
function gapOf(beta: number, x: number, cap: number, cost: number, level: number, d: number): number {
  const p = 1 / (beta - 1);
  // Without the cap the maximum is no less, and all but the same.
  if (beta > 1 && x > 0 && Math.abs(d) < CLOSE && Math.abs(p * d) < CLOSE) return (x * p * d * d) / 2;
  const atCap = x >= cap ? d : level + (beta - 1) * log(cap);
  if (beta <= 1) return cost - x + Math.max(0, cap - (exp(atCap) * cap) / beta);
  // The best volume at lambda is the cap where that costs less than lambda still, else x e^(-p d).
  if (atCap <= 0) return cost - x + cap - (exp(atCap) * cap) / beta;
  if (!(x > 0)) return (1 - 1 / beta) * exp(-p * level);
  return x * (exp(d) / beta + (1 - 1 / beta) * exp(-p * d) - 1);
}
