/**
 * One bin's mean curve over many models, in logarithms: h(y) = log (1/M) sum_m exp(l_m + c_m y), the log of the mean
 * marginal cost at the share e^y of S, and its inverse by Newton's method.
 */
import { exp, log } from "../../numeric/elementary";
import type { CheckedModel } from "../model/impact-model";

/** One bin's draws: l_m less their largest, and c_m. */
export interface MeanBin {
  readonly l: Float64Array;
  readonly c: Float64Array;
  /** The largest l_m, less log M. */
  readonly top: number;
  /** Every draw linear. */
  readonly flat: boolean;
}

export function meanBins(models: readonly CheckedModel[], size: number): MeanBin[] {
  const logSize = log(size);
  return Array.from({ length: models[0].alpha.length }, (_, i) => {
    const c = Float64Array.from(models, ({ beta }) => beta[i] - 1);
    const l = Float64Array.from(models, ({ alpha, beta }, m) => log(alpha[i]) + log(beta[i]) + c[m] * logSize);
    const most = l.reduce((a, b) => Math.max(a, b), -Infinity);
    return {
      l: l.map((value) => value - most),
      c,
      top: most - log(models.length),
      flat: c.every((value) => value === 0),
    };
  });
}

/** A share below e^LEAST is no part of any sum of doubles around 1. */
export const LEAST = -60;
const MOST_PASSES = 100;

/** y with h(y) = u, from a guess; `out` is left at that y. Below LEAST, and where no volume is worth u, LEAST. */
export function invert(bin: MeanBin, u: number, guess: number, out: { h: number; slope: number }): number {
  let y = Math.min(0, Math.max(LEAST, guess));
  for (let step = 0; step < MOST_PASSES; step++) {
    evaluate(bin, y, out);
    const dy = (u - out.h) / out.slope;
    // Convex: a step from the left lands right of the root, from where every step is towards it.
    const next = Math.min(0, y + dy);
    if (!(next > LEAST)) return LEAST;
    if (Math.abs(next - y) <= 2 * Number.EPSILON * Math.max(1, Math.abs(y))) return next;
    y = next;
  }
  return y;
}

/** h and its slope at y <= 0. */
export function evaluate({ l, c, top }: MeanBin, y: number, out: { h: number; slope: number }): void {
  const e = exp;
  let sum = 0;
  let weighted = 0;
  for (let m = 0; m < l.length; m++) {
    const term = e(l[m] + c[m] * y);
    sum += term;
    weighted += c[m] * term;
  }
  out.h = top + log(sum);
  out.slope = weighted / sum;
}
