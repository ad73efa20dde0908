/** Every textbook strategy that a model allows, by name. */
import { bisection } from "./bisection";
import { greedy } from "./greedy";
import { lowestAlpha, proportional, singleBest, twap } from "./baselines";
import type { Strategy } from "./strategy";
import type { Constraints } from "../model/constraints";
import type { ImpactModel } from "../model/impact-model";
import { termsOf } from "../model/terms";

export interface NamedStrategy extends Strategy {
  readonly name: string;
}

/**
 * The baselines on one problem, under constraints where given; bisection only where a bin is convex (and those bins
 * have room), volume-proportional only with a profile.
 */
export function allBaselines(
  model: ImpactModel,
  size: number,
  volume?: ArrayLike<number>,
  constraints: Constraints = {},
): NamedStrategy[] {
  return [
    ...(bisects(model, size, constraints)
      ? [{ name: "bisection on lambda", ...bisection(model, size, constraints) }]
      : []),
    { name: "greedy, 1000 lots", ...greedy(model, size, constraints) },
    { name: "TWAP", ...twap(model, size, constraints) },
    ...(volume === undefined
      ? []
      : [{ name: "proportional to volume", ...proportional(model, size, volume, constraints) }]),
    { name: "single best bin", ...singleBest(model, size, constraints) },
    { name: "lowest alpha", ...lowestAlpha(model, size, constraints) },
  ];
}

function bisects(model: ImpactModel, size: number, constraints: Constraints): boolean {
  const convex = Array.from(model.beta, (b, i) => (b > 1 ? i : -1)).filter((i) => i >= 0);
  if (convex.length === 0) return false;
  const { cap, minTrade } = termsOf(model, model.beta.length, size, constraints);
  return cap === undefined || convex.reduce((room, i) => room + (cap[i] >= minTrade ? cap[i] : 0), 0) >= size;
}
