/**
 * Evidence for an allocation against the mean of many models, from the models, x and lambda alone, with
 * pow where the solver has sums of exponentials.
 *
 * The duality gap is sum_i [G_i(x_i) + G_i*(lambda) - lambda x_i] over the mean cost (certificate.ts). The
 * maximiser z of lambda z - G_i(z) is not sought but fenced in: where G_i'(a) <= lambda <= G_i'(b) it lies
 * in [a, b], and then, G_i being convex, the bracket is at most |lambda - G_i'(x_i)| (b - a). With a cap c_i the
 * maximiser is sought within [0, c_i].
 */
import { sum } from "../../numeric/sum";
import type { BindingCap, CappedEvidence } from "../model/allocation";
import { curve, marginalCost } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

export function certifyAverage(
  models: readonly CheckedModel[],
  size: number,
  x: Float64Array,
  lambda: number,
  cap?: Float64Array,
): CappedEvidence {
  const most = x.map((_, i) => Math.min(size, cap?.[i] ?? size));
  const marginal = (i: number, z: number): number =>
    models.reduce((total, { alpha, beta }) => total + marginalCost(alpha[i], beta[i], z), 0) / models.length;
  let stationarity = 0;
  let gap = 0;
  const capped: BindingCap[] = [];
  for (let i = 0; i < x.length; i++) {
    const slope = marginal(i, x[i]);
    const off = slope / lambda - 1;
    const full = cap !== undefined && x[i] >= cap[i];
    if (full && x[i] > 0) capped.push({ bin: i, cap: cap[i], saves: Math.max(0, lambda - slope) });
    // At its cap a bin may cost less than lambda, and does not respond.
    if (full && off <= 0) continue;
    if (x[i] > 0) stationarity = Math.max(stationarity, Math.abs(off));
    else if (off >= 0) continue; // not worth lambda: rightly unused
    gap += Math.abs(off) * fence(x[i], most[i], lambda, (z) => marginal(i, z));
  }
  const cost = sum(
    x.map(
      (xi, i) => models.reduce((total, { alpha, beta }) => total + curve(alpha[i], beta[i], xi), 0) / models.length,
    ),
  );
  const violation = x.reduce((worst, xi, i) => Math.max(worst, -xi, xi - (cap?.[i] ?? Infinity)), 0);
  const feasibility = Math.max(Math.abs(sum(x, -size)), violation) / size;
  return { cost, feasibility, stationarity, dualityGap: (gap * lambda) / cost, capped };
}

/** The width of an interval around x, within [0, most], that holds the best volume at the price lambda. */
function fence(x: number, most: number, lambda: number, marginal: (z: number) => number): number {
  for (let share = 1e-7; share < 1e3; share *= 10) {
    const a = x * (1 - share);
    const b = Math.min(most, x * (1 + share) + 1e-15 * most * share);
    const belowA = !(a > 0) || marginal(a) <= lambda;
    if (belowA && (b === most || marginal(b) >= lambda)) return b - Math.max(0, a);
  }
  return most;
}
