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

/** |d| and |p d|, squared, for which the series' first terms are exact to rounding. */
const NEAR = 1e-16;
/** The same where their leading term is good to 1e-4, and better than the full formula with its cancellation. */
const CLOSE = 1e-8;

/** Bins are taken a block at a time; a block's sums join totals that are compensated (Neumaier 1974). */
const BLOCK = 128;
const DEVIATION = new Float64Array(BLOCK);

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
 */
export function certify(
  { alpha, beta }: CheckedModel,
  size: number,
  x: Float64Array,
  logLambda: number,
  active?: TradingBin,
): Evidence {
  const n = x.length;
  const ln = log;
  const total = new Total();
  // Costs are summed in units of lambda.
  const convexCost = new Total();
  const rest: Rest = { convexCost: 0, otherCost: 0, gap: 0, worst: 0, tiny: TINY * Math.max(1, size) };
  let gap = 0;
  let worst = 0;
  if (active !== undefined) {
    total.add(active.x);
    addBin(active.alpha, active.beta, active.x, logLambda, rest);
  }
  for (let start = 0; start < n; start += BLOCK) {
    const end = start + BLOCK < n ? start + BLOCK : n;
    for (let i = start; i < end; i++) {
      DEVIATION[i - start] = ln(alpha[i] * beta[i]) + (beta[i] - 1) * ln(x[i]) - logLambda;
    }
    let blockTotal = 0;
    let blockCost = 0;
    let blockGap = 0;
    let least = Infinity;
    let most = 0;
    for (let i = start; i < end; i++) {
      const xi = x[i];
      const b = beta[i];
      const c = b - 1;
      const d = DEVIATION[i - start];
      const t = xi / (b * c);
      blockTotal += xi;
      const square = d * d;
      blockCost += t * c * (1 + d);
      blockGap += t * b * square;
      least = Math.min(least, c);
      most = Math.max(most, square);
    }
    total.add(blockTotal);
    if (least > 0 && most < NEAR && most < NEAR * least * least) {
      convexCost.add(blockCost);
      gap += blockGap / 2;
      worst = Math.max(worst, most);
    } else for (let i = start; i < end; i++) addBin(alpha[i], beta[i], x[i], logLambda, rest);
  }
  const convex = convexCost.value() + rest.convexCost;
  return {
    cost: Math.exp(logLambda) * (convex + rest.otherCost),
    feasibility: Math.abs(total.value(-size)) / size,
    stationarity: Math.max(Math.sqrt(worst), rest.worst),
    dualityGap: convex > 0 ? (gap + rest.gap) / convex : 0,
  };
}

/** A running sum that keeps what rounding takes from it. */
class Total {
  private sum = 0;
  private lost = 0;

  add(term: number): void {
    const next = this.sum + term;
    this.lost += this.sum >= term ? this.sum - next + term : term - next + this.sum;
    this.sum = next;
  }

  /** The sum plus a last term that nearly cancels it. */
  value(last = 0): number {
    return this.sum + last + this.lost;
  }
}

interface Rest {
  convexCost: number;
  otherCost: number;
  gap: number;
  worst: number;
  readonly tiny: number;
}

/** One bin by the formulas as they stand: unused, of beta <= 1, at the ends of the doubles, or off the optimum. */
function addBin(alpha: number, beta: number, x: number, logLambda: number, rest: Rest): void {
  const unused = !(x > rest.tiny);
  if (unused && beta <= 1) return;
  const logSlope = log(alpha) + log(beta);
  if (unused) {
    // The conjugate alone, (1 - 1/beta) x^ with x^ = (lambda / (alpha beta))^p: what the bin forgoes.
    const z = (logLambda - logSlope) / (beta - 1);
    if (!(z < NEGLIGIBLE)) rest.gap += (1 - 1 / beta) * exp(z);
    return;
  }
  const d = logSlope + (beta - 1) * log(x) - logLambda;
  rest.worst = Math.max(rest.worst, Math.abs(Math.expm1(d)));
  const cost = (x * exp(d)) / beta;
  if (beta <= 1) {
    rest.otherCost += cost;
    return;
  }
  rest.convexCost += cost;
  const pd = d / (beta - 1);
  rest.gap += d * d < CLOSE && pd * pd < CLOSE ? (x * pd * d) / 2 : cost + x * ((1 - 1 / beta) * exp(-pd) - 1);
}
