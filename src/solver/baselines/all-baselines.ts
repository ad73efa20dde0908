/** Every textbook strategy that a model allows, by name. */
import { bisection } from "./bisection";
import { greedy } from "./greedy";
import { lowestAlpha, proportional, singleBest, twap } from "./baselines";
import { orNoRoom, type Strategy } from "./strategy";
import type { Constraints } from "../model/constraints";
import type { ImpactModel } from "../model/impact-model";
import { termsOf } from "../model/terms";

export interface NamedStrategy extends Strategy {
  readonly name: string;
}

/**
 * The baselines on one problem, under constraints where given; bisection only where a bin is convex (and those bins
 * have room), volume-proportional only with a profile. One whose rule leaves some of the order over has NaN for its
 * cost and in every bin.
 */
export function allBaselines(
  model: ImpactModel,
  size: number,
  volume?: ArrayLike<number>,
  constraints: Constraints = {},
): NamedStrategy[] {
  const tried = (name: string, make: () => Strategy): NamedStrategy => ({
    name,
    ...orNoRoom(model.alpha.length, make),
  });
  return [
    ...(bisects(model, size, constraints)
      ? [tried("bisection on lambda", () => bisection(model, size, constraints))]
      : []),
    tried("greedy, 1000 lots", () => greedy(model, size, constraints)),
    tried("TWAP", () => twap(model, size, constraints)),
    ...(volume === undefined
      ? []
      : [tried("proportional to volume", () => proportional(model, size, volume, constraints))]),
    tried("single best bin", () => singleBest(model, size, constraints)),
    tried("lowest alpha", () => lowestAlpha(model, size, constraints)),
  ];
}

function bisects(model: ImpactModel, size: number, constraints: Constraints): boolean {
  const convex = Array.from(model.beta, (b, i) => (b > 1 ? i : -1)).filter((i) => i >= 0);
  if (convex.length === 0) return false;
  const { cap, minTrade } = termsOf(model, model.beta.length, size, constraints);
  return cap === undefined || convex.reduce((room, i) => room + (cap[i] >= minTrade ? cap[i] : 0), 0) >= size;
}
