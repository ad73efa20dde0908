/** Every textbook strategy that a model allows, by name. */
import { bisection, greedy, lowestAlpha, proportional, singleBest, twap } from "./baselines";
import type { Strategy } from "./baselines";
import type { ImpactModel } from "./impact-model";

export interface NamedStrategy extends Strategy {
  readonly name: string;
}

/** The baselines on one problem; bisection only where a bin is convex, volume-proportional only with a profile. */
export function allBaselines(model: ImpactModel, size: number, volume?: ArrayLike<number>): NamedStrategy[] {
  const convex = Array.from(model.beta).some((b) => b > 1);
  return [
    ...(convex ? [{ name: "bisection on lambda", ...bisection(model, size) }] : []),
    { name: "greedy, 1000 lots", ...greedy(model, size) },
    { name: "TWAP", ...twap(model, size) },
    ...(volume === undefined ? [] : [{ name: "proportional to volume", ...proportional(model, size, volume) }]),
    { name: "single best bin", ...singleBest(model, size) },
    { name: "lowest alpha", ...lowestAlpha(model, size) },
  ];
}
