/**
 * Evidence for an allocation in which bins trade nothing or at least m shares, from the model, x and lambda alone:
 *
 *     feasibility    |sum x - S| / S, or the largest violation of m <= x_i <= c_i over S
 *     stationarity   the largest violation, relative to lambda, of g_i' = lambda strictly between m and the cap,
 *                    g_i' >= lambda at m, g_i' <= lambda at the cap; of the bins that trade
 */
import { exp, expm1, log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import type { BindingCap, CappedEvidence } from "../model/allocation";
import { logMarginal, sumOfCosts } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

/** Nearer to an end than this part of it, a bin is there. */
const ROUNDING = 1e-12;

export interface SemiEvidence extends CappedEvidence {
  readonly lambda: number;
}

export function certifySemi(
  model: CheckedModel,
  size: number,
  x: Float64Array,
  logLambda: number,
  least: number,
  most: Float64Array,
): SemiEvidence {
  const { alpha, beta } = model;
  const lambda = exp(logLambda);
  let stationarity = 0;
  let violation = 0;
  const capped: BindingCap[] = [];
  for (let i = 0; i < x.length; i++) {
    if (x[i] === 0) continue;
    violation = Math.max(violation, least - x[i], x[i] - most[i]);
    const d = logMarginal(alpha[i], beta[i], log(x[i])) - logLambda;
    const above = Math.max(0, expm1(d));
    const below = Math.max(0, -expm1(d));
    const [atLeast, atMost] = [x[i] <= least * (1 + ROUNDING), x[i] >= most[i] * (1 - ROUNDING)];
    // A concave bin at either end is a choice of its own, which the bound is for.
    if (beta[i] >= 1) stationarity = Math.max(stationarity, atMost ? 0 : below, atLeast ? 0 : above);
    else if (!atLeast && !atMost) stationarity = Math.max(stationarity, above, below);
    if (atMost && most[i] < size) capped.push({ bin: i, cap: most[i], saves: Math.max(0, -expm1(d) * lambda) });
  }
  return {
    cost: sumOfCosts(model, x),
    feasibility: Math.max(Math.abs(sum(x, -size)), violation) / size,
    stationarity,
    dualityGap: 0,
    lambda,
    capped,
  };
}
