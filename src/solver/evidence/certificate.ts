/**
 * Evidence that an allocation is optimal, computed from the model, x and lambda alone: nothing here
 * comes from the solver's own intermediate results.
 *
 * With m_i = alpha_i beta_i x_i^(beta_i - 1) the marginal cost and d_i = log(m_i / lambda):
 *
 *     feasibility    |sum x - S| / S, or -min x / S where that is more
 *     stationarity   max |m_i / lambda - 1| over the active bins
 *     duality gap    sum_i [g_i(x_i) + g_i*(lambda) - lambda x_i] / sum_i g_i(x_i) over the convex bins,
 *                    g_i*(lambda) = max_y lambda y - g_i(y), the conjugate (Fenchel-Young; Boyd and
 *                    Vandenberghe, Convex Optimization, section 3.3)
 *
 * Each bracket is >= 0 and vanishes only at the optimum of the convex part for the volume it trades.
 * In closed form it is lambda x_i [e^d / beta + (1 - 1/beta) e^(-p d) - 1], p = 1 / (beta - 1), which for
 * small d is lambda x_i p d^2 / 2: evaluated so, without cancellation, the gap means something at 1e-25.
 */
import { exp, log } from "../../numeric/elementary";
import { Total } from "../../numeric/sum";
import type { Evidence } from "../model/allocation";
import { logProduct } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

/** Below this x has lost digits to underflow, and with them the meaning of its marginal cost. */
const TINY = 1e-290;
/** A conjugate this many e-folds below one share is zero beside any cost. */
const NEGLIGIBLE = -600;

/**
 * |d| for which the series' first terms are exact to rounding. A volume that has lost digits to
 * underflow, or is negative, is farther off, or matters as little.
 */
const NEAR = 1e-10;
/** |p d| likewise. */
const NEAR_SHIFT = 1e-8;
/** The same where their leading term is good to 1e-4, and better than the full formula with its cancellation. */
const CLOSE = 1e-4;

/** log(alpha_i beta_i), the part of d_i that depends on the model alone, for a caller with many sizes. */
export function logLevels({ alpha, beta }: CheckedModel): Float64Array {
  const ln = log;
  const levels = new Float64Array(alpha.length);
  for (let i = 0; i < levels.length; i++) levels[i] = ln(alpha[i] * beta[i]);
  return levels;
}

/** Bins are taken a block at a time; a block's sums join totals that are compensated (Neumaier 1974). */
const BLOCK = 128;
const DEVIATION = new Float64Array(BLOCK);

/**
 * The dual is taken at a price this many ulp of log lambda below the one given: a bound like any other,
 * and a near one, where at the price itself an ulp too much would let a bin with beta - 1 near 1e-16
 * trade any volume.
 */
const DUAL_ULPS = 8;

/** One bin and what it trades. */
export interface TradingBin {
  readonly alpha: number;
  readonly beta: number;
  readonly x: number;
}

/**
 * The evidence for x at the shadow price lambda = e^logLambda, which may lie beyond the doubles.
 *
 * @param active a bin beside those of the model, for a caller that keeps the convex bins apart: unused
 *   bins of beta <= 1 add nothing to the evidence.
 * @param levels the model's `logLevels`, where they are at hand.
 */
export function certify(
  { alpha, beta }: CheckedModel,
  size: number,
  x: Float64Array,
  logLambda: number,
  active?: TradingBin,
  levels?: Float64Array,
): Evidence {
  const n = x.length;
  const ln = log;
  const total = new Total();
  // Costs are summed in units of lambda.
  const convexCost = new Total();
  const shift = DUAL_ULPS * Number.EPSILON * Math.max(1, Math.abs(logLambda));
  const tiny = TINY * Math.max(1, size);
  const rest: Rest = { logLambda, shift, tiny, convexCost: 0, otherCost: 0, gap: 0, worst: 0, leastVolume: 0 };
  let gap = 0;
  let worst = 0;
  if (active !== undefined) {
    total.add(active.x);
    addBin(active.alpha, active.beta, active.x, NaN, rest);
  }
  for (let start = 0; start < n; start += BLOCK) {
    const end = start + BLOCK < n ? start + BLOCK : n;
    if (levels === undefined) {
      for (let i = start; i < end; i++)
        DEVIATION[i - start] = ln(alpha[i] * beta[i]) + (beta[i] - 1) * ln(x[i]) - logLambda;
    } else {
      for (let i = start; i < end; i++) DEVIATION[i - start] = levels[i] + (beta[i] - 1) * ln(x[i]) - logLambda;
    }
    let blockTotal = 0;
    let blockCost = 0;
    let blockGap = 0;
    let leastExcess = Infinity;
    let most = 0;
    let anyIdle = false;
    for (let i = start; i < end; i++) {
      const xi = x[i];
      const b = beta[i];
      const c = b - 1;
      // A bin of beta > 1 that trades next to nothing is no part of these sums; what it forgoes comes below.
      const idle = !(xi > tiny) && c > 0;
      if (idle) anyIdle = true;
      else leastExcess = Math.min(leastExcess, c);
      const d = idle ? 0 : DEVIATION[i - start];
      const t = xi / (b * c);
      const dual = d + shift;
      blockTotal += xi;
      blockCost += t * c * (1 + d);
      blockGap += t * b * dual * dual;
      most = Math.max(most, d * d);
    }
    total.add(blockTotal);
    const reach = Math.sqrt(most) + shift;
    if (leastExcess > 0 && reach < NEAR && reach < NEAR_SHIFT * leastExcess) {
      convexCost.add(blockCost);
      gap += blockGap / 2;
      worst = Math.max(worst, most);
      if (anyIdle) for (let i = start; i < end; i++) if (!(x[i] > tiny)) addBin(alpha[i], beta[i], x[i], NaN, rest);
    } else {
      for (let i = start; i < end; i++) addBin(alpha[i], beta[i], x[i], DEVIATION[i - start], rest);
    }
  }
  const convex = convexCost.value() + rest.convexCost;
  const perPrice = convex + rest.otherCost;
  return {
    cost: Math.abs(logLambda) < 690 ? exp(logLambda) * perPrice : exp(logLambda + log(perPrice)),
    feasibility: Math.max(Math.abs(total.value(-size)) / size, -rest.leastVolume / size),
    stationarity: Math.max(Math.sqrt(worst), rest.worst),
    dualityGap: convex > 0 ? (gap + rest.gap) / convex : 0,
  };
}

interface Rest {
  readonly logLambda: number;
  readonly shift: number;
  readonly tiny: number;
  convexCost: number;
  otherCost: number;
  gap: number;
  worst: number;
  leastVolume: number;
}

/**
 * One bin by the formulas as they stand: unused, of beta <= 1, at the ends of the doubles, or off the
 * optimum. `deviation` is its d, not to be trusted where alpha beta or x is not a normal double.
 */
function addBin(alpha: number, beta: number, x: number, deviation: number, rest: Rest): void {
  if (x < rest.leastVolume) rest.leastVolume = x;
  const unused = !(x > rest.tiny);
  if (unused && beta <= 1) return;
  const p = 1 / (beta - 1);
  if (unused) {
    // The conjugate alone, (1 - 1/beta) x^ with x^ = (lambda / (alpha beta))^p: what the bin forgoes.
    const z = (rest.logLambda - rest.shift - logProduct(alpha, beta)) * p;
    if (!(z < NEGLIGIBLE)) rest.gap += (1 - 1 / beta) * exp(z);
    return;
  }
  const near = deviation < CLOSE && deviation > -CLOSE;
  const d = near ? deviation : logProduct(alpha, beta) + (beta - 1) * log(x) - rest.logLambda;
  const excess = near ? d * (1 + d * (1 / 2 + d * (1 / 6))) : exp(d) - 1;
  rest.worst = Math.max(rest.worst, Math.abs(excess));
  const cost = (x * (1 + excess)) / beta;
  if (beta <= 1) {
    rest.otherCost += cost;
    return;
  }
  rest.convexCost += cost;
  const dual = d + rest.shift;
  const pd = p * dual;
  // In units of the lower price, which differs from lambda by rounding only.
  rest.gap +=
    Math.abs(dual) < CLOSE && Math.abs(pd) < CLOSE
      ? (x * pd * dual) / 2
      : x * (exp(dual) / beta + (1 - 1 / beta) * exp(-pd) - 1);
}
