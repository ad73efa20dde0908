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
import { arenaOf } from "../../numeric/loops/arena";
import { sum, Total } from "../../numeric/sum";
import type { BindingCap, CappedEvidence } from "../model/allocation";
import type { CheckedModel } from "../model/impact-model";
import { certifyBins } from "./certificate";

/** |d| for which the series' first terms are e^d to rounding. */
const CLOSE = 1e-4;

/** log lambda beyond which costs in units of lambda may be where those in currency are not. */
const FAR = 690;

/**
 * @param cap c_i; those above S are no more than S.
 * @param levels log(alpha_i beta_i), the model's.
 */
export function certifyCapped(
  { alpha, beta }: CheckedModel,
  size: number,
  x: Float64Array,
  logLambda: number,
  cap: Float64Array,
  levels: Float64Array,
): CappedEvidence {
  const n = x.length;
  const near = Math.abs(logLambda) < FAR;
  const lambda = exp(logLambda);
  // The convex bins strictly inside are certified as those without caps are, by the loops.
  const arena = arenaOf(4 * (n + 3));
  const all = { alpha: arena.array(n), beta: arena.array(n), x: arena.array(n), levels: arena.array(n) };
  const others = new Int32Array(n);
  let inside = 0;
  for (let i = 0; i < n; i++) {
    const isInside = Number(near) * Number(beta[i] > 1) * Number(x[i] > 0) * Number(x[i] < Math.min(cap[i], size));
    others[i - inside] = i;
    all.alpha[inside] = alpha[i];
    all.beta[inside] = beta[i];
    all.x[inside] = x[i];
    all.levels[inside] = levels[i];
    inside += isInside;
  }
  const first = (values: Float64Array): Float64Array => values.subarray(0, inside);
  const bins = { alpha: first(all.alpha), beta: first(all.beta), x: first(all.x), levels: first(all.levels), arena };
  const free = certifyBins(bins, size, logLambda);

  const costs = new Total();
  const gaps = new Total();
  const capped: BindingCap[] = [];
  let stationarity = inside > 0 ? free.stationarity : 0;
  let violation = 0;
  for (let k = 0; k < n - inside; k++) {
    const i = others[k];
    const b = beta[i];
    const c = Math.min(cap[i], size);
    if (x[i] < 0 || x[i] > c) violation = Math.max(violation, -x[i], x[i] - c);
    if (!(c > 0)) continue;
    // Logs of marginal costs over lambda: of the first share, and at x; and what it is above lambda, of lambda.
    const level = levels[i] - logLambda;
    const d = x[i] > 0 ? level + (b - 1) * log(x[i]) : b > 1 ? -Infinity : b === 1 ? level : Infinity;
    const close = d < CLOSE && d > -CLOSE;
    const excess = close ? d * (1 + d * (1 / 2 + d * (1 / 6))) : exp(d) - 1;
    const cost = x[i] > 0 ? (x[i] * (1 + excess)) / b : 0;
    costs.add(cost);
    if (x[i] >= c) {
      if (excess > stationarity) stationarity = excess;
      if (x[i] >= cap[i]) capped.push({ bin: i, cap: cap[i], saves: excess < 0 ? -excess * lambda : 0 });
      if (b > 1 && d <= 0) continue;
    } else if (x[i] > 0) {
      if (excess > stationarity || -excess > stationarity) stationarity = Math.abs(excess);
    } else if (b === 1 && -excess > stationarity) stationarity = -excess;
    gaps.add(gapOf(b, x[i], c, cost, level, d));
  }
  const perPrice = costs.value();
  const cost = near ? free.cost + lambda * perPrice : exp(logLambda + log(perPrice));
  return {
    cost,
    feasibility: Math.max(Math.abs(sum(x, -size)), violation) / size,
    stationarity,
    dualityGap: near ? (free.dualityGap * free.cost + lambda * gaps.value()) / cost : gaps.value() / perPrice,
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
