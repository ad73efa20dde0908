/** The optimum where no bin is convex: all of S in the bin with the lowest alpha_j S^beta_j. */
import { log } from "../../numeric/elementary";
import { curve, logMarginal, marginalCost } from "../model/cost";
import type { Lines } from "./envelope";
import type { CheckedModel } from "../model/impact-model";

export interface CheapestBin {
  /** The bins in which all of S costs least, by index; the first is the one chosen. */
  readonly tied: readonly number[];
  /** The log of the least cost. */
  readonly lowest: number;
  readonly logLambda: number;
  readonly cost: number;
  readonly lambda: number;
}

/** The bin in which all of S costs least. */
export function cheapestBin({ alpha, beta }: CheckedModel, size: number, { index, c }: Lines): CheapestBin {
  let lowest = Infinity;
  for (let k = 0; k < c.length; k++) if (c[k] < lowest) lowest = c[k];
  // The logs single out the bins in question; their costs, exact to an ulp or two, decide.
  const tolerance = 1e-14 * Math.max(1, Math.abs(lowest));
  const inQuestion: number[] = [];
  for (let k = 0; k < c.length; k++) if (c[k] <= lowest + tolerance) inQuestion.push(index[k]);
  const costs = inQuestion.map((j) => curve(alpha[j], beta[j], size));
  const least = costs.reduce((most, cost) => Math.min(most, cost), Infinity);
  const tied = inQuestion.filter((_, k) => costs[k] <= least * (1 + 4 * Number.EPSILON));
  const [active] = tied;
  return {
    tied,
    lowest,
    logLambda: logMarginal(alpha[active], beta[active], log(size)),
    cost: curve(alpha[active], beta[active], size),
    lambda: marginalCost(alpha[active], beta[active], size),
  };
}
