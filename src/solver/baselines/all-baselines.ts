/** Every textbook strategy that a model allows, by name. */
import { bisection } from "./bisection";
import { greedy } from "./greedy";
import { lowestAlpha, proportional, singleBest, twap } from "./baselines";
import type { Strategy } from "./strategy";
import { checkCap, type Cap } from "../model/caps";
import type { ImpactModel } from "../model/impact-model";

export interface NamedStrategy extends Strategy {
  readonly name: string;
}

/**
 * The baselines on one problem, under caps where given; bisection only where a bin is convex (and those bins have
 * room), volume-proportional only with a profile.
 */
export function allBaselines(model: ImpactModel, size: number, volume?: ArrayLike<number>, cap?: Cap): NamedStrategy[] {
  const options = { cap };
  return [
    ...(bisects(model, size, cap) ? [{ name: "bisection on lambda", ...bisection(model, size, options) }] : []),
    { name: "greedy, 1000 lots", ...greedy(model, size, options) },
    { name: "TWAP", ...twap(model, size, options) },
    ...(volume === undefined
      ? []
      : [{ name: "proportional to volume", ...proportional(model, size, volume, options) }]),
    { name: "single best bin", ...singleBest(model, size, options) },
    { name: "lowest alpha", ...lowestAlpha(model, size, options) },
  ];
}

function bisects({ beta }: ImpactModel, size: number, cap: Cap | undefined): boolean {
  const convex = Array.from(beta, (b, i) => (b > 1 ? i : -1)).filter((i) => i >= 0);
  if (cap === undefined || convex.length === 0) return convex.length > 0;
  const caps = checkCap(cap, beta.length, size);
  return convex.reduce((room, i) => room + caps[i], 0) >= size;
}
