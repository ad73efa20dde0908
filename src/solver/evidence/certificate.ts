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
import { arenaOf, type Arena } from "../../numeric/loops/arena";
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

/** What a certificate is about, in the memory of the loops: one value a bin each. */
export interface CertifiedBins {
  /** Where `levels` are at hand, not looked at by the loop over bins near the optimum. */
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly x: Float64Array;
  /** log(alpha_i beta_i), the part of d_i that depends on the model alone, for a caller with many sizes. */
  readonly levels?: Float64Array;
  readonly arena: Arena;
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
  const arena = arenaOf(3 * (n + 2));
  const bins = { arena, alpha: arena.array(n), beta: arena.array(n), x: arena.array(n) };
  bins.alpha.set(alpha);
  bins.beta.set(beta);
  bins.x.set(x);
  return certifyBins(bins, size, logLambda, active);
}

/** The bins that the loop takes as one: near enough to the optimum for the series' first terms, or none of them. */
const BLOCK = 128;

/** What the loop leaves where. */
const [VOLUME, VOLUME_LOST, COST, COST_LOST, GAP, WORST] = [0, 1, 2, 3, 4, 5];

/** The same of bins that stand in the loops' memory. */
export function certifyBins(bins: CertifiedBins, size: number, logLambda: number, active?: TradingBin): Evidence {
  const { alpha, beta, x, levels, arena } = bins;
  const { loops, out } = arena;
  const n = x.length;
  const shift = DUAL_ULPS * Number.EPSILON * Math.max(1, Math.abs(logLambda));
  const tiny = TINY * Math.max(1, size);
  const rest: Rest = { logLambda, shift, tiny, convexCost: 0, otherCost: 0, gap: 0, worst: 0, leastVolume: 0 };
  if (active !== undefined) addBin(active.alpha, active.beta, active.x, NaN, rest);

  loops.certifyBegin();
  for (let start = 0; start < n;) {
    const stop = loops.certify(
      start,
      n,
      alpha.byteOffset,
      beta.byteOffset,
      x.byteOffset,
      levels === undefined ? 0 : levels.byteOffset,
      logLambda,
      shift,
      tiny,
      NEAR,
      NEAR_SHIFT,
    );
    if (stop === n) break;
    const from = stop < 0 ? ~stop : stop;
    start = Math.min(from + BLOCK, n);
    for (let i = from; i < start; i++) {
      if (stop < 0) addBin(alpha[i], beta[i], x[i], deviationOf(bins, i, logLambda), rest);
      // A bin of beta > 1 that trades next to nothing is no part of the loop's sums; what it forgoes comes here.
      else if (!(x[i] > tiny)) addBin(alpha[i], beta[i], x[i], NaN, rest);
    }
  }
  loops.certifyEnd();
  // Costs are in units of lambda.
  const total = new Total();
  total.add(out[VOLUME]);
  if (active !== undefined) total.add(active.x);
  const missing = total.value(-size) + out[VOLUME_LOST];
  const convex = out[COST] + out[COST_LOST] + rest.convexCost;
  const perPrice = convex + rest.otherCost;
  return {
    cost: Math.abs(logLambda) < 690 ? exp(logLambda) * perPrice : exp(logLambda + log(perPrice)),
    feasibility: Math.max(Math.abs(missing) / size, -rest.leastVolume / size),
    stationarity: Math.max(Math.sqrt(out[WORST]), rest.worst),
    dualityGap: convex > 0 ? (out[GAP] / 2 + rest.gap) / convex : 0,
  };
}

function deviationOf({ alpha, beta, x, levels }: CertifiedBins, i: number, logLambda: number): number {
  const level = levels === undefined ? log(alpha[i] * beta[i]) : levels[i];
  return level + (beta[i] - 1) * log(x[i]) - logLambda;
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
