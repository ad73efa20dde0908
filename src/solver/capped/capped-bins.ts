/** The bins at their caps, and what a share more of cap would save: lambda less their marginal cost. */
import type { BindingCap } from "../model/allocation";
import { marginalCost } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

export function cappedBins(
  { alpha, beta }: CheckedModel,
  x: Float64Array,
  cap: Float64Array,
  lambda: number,
): BindingCap[] {
  const found: BindingCap[] = [];
  for (let i = 0; i < x.length; i++) {
    if (!(cap[i] > 0 && x[i] >= cap[i])) continue;
    found.push({ bin: i, cap: cap[i], saves: Math.max(0, lambda - marginalCost(alpha[i], beta[i], x[i])) });
  }
  return found;
}
