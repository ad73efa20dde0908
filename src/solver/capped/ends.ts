/**
 * The last digits of an allocation under caps, and its lambda.
 *
 * Volumes found by subtraction from S are good to the rounding of S, no better: what should be 0 or a cap is off
 * by it, and a bin that trades less than it has no digits at all. So bins next to an end are put there, one bin
 * that is strictly inside sets the price, the convex bins follow from that by formula, and the bin itself takes
 * what is left:
 *
 *     u    = log g_j'(x_j)                               of a linear or concave bin inside, where there is one
 *          = log lambda of the convex bins               for what they trade, where that is more than rounding
 *          = max_i log g_i'(x_i), the dearest share      where every bin is at an end
 *     x_i  = min(c_i, (lambda / (alpha_i beta_i))^(1 / (beta_i - 1)))
 */
import { log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { volumeAt } from "./bounded";
import { solveCapped } from "./convex-with-pieces";
import { LEAST_NORMAL } from "../model/allocation";
import { logMarginal, sumOfCosts } from "../model/cost";
import type { CappedProblem } from "./problem";
import { DUST, ROUNDING, SHORT, STILL } from "./tolerances";

/** An allocation and what it costs. */
export interface CappedPoint {
  readonly x: Float64Array;
  readonly cost: number;
}

export interface PricedPoint extends CappedPoint {
  /** log lambda. */
  readonly u: number;
}

const MOST_ROUNDS = 50;

/** The point with rounding's dust swept up, and its price; the point as it was, where its neighbour costs more. */
export function settleEnds(problem: CappedProblem, from: CappedPoint): PricedPoint {
  const { model, size } = problem;
  const settled = priceConvex(problem, nearestEnds(problem, from.x));
  const cost = sumOfCosts(model, settled.x);
  const sound = cost <= from.cost * (1 + SHORT) && Math.abs(sum(settled.x, -size)) <= SHORT * size;
  if (sound) return { ...settled, cost };
  // A bin of rounding's size stays where it was found, and sets the price there.
  const inside = straightInside(problem, from.x);
  return { ...from, u: inside === undefined ? settled.u : priceOf(problem, from.x, inside) };
}

/** All bins next to their caps, and those of beta <= 1 next to 0, put there. */
function nearestEnds({ model, size, cap }: CappedProblem, from: Float64Array): Float64Array {
  return from.map((xi, i) => {
    if (model.beta[i] > 1) return xi >= cap[i] * (1 - DUST) ? cap[i] : xi;
    const near = Math.max(DUST * cap[i], ROUNDING * size);
    if (Math.min(xi, cap[i] - xi) > near) return xi;
    return xi < cap[i] - xi ? 0 : cap[i];
  });
}

/** The linear or concave bin that is strictly inside; a cap cut to S is none, so one that has all of S is. */
function straightInside({ cap, concave, linear }: CappedProblem, x: Float64Array): number | undefined {
  return concave.concat(linear).find((i) => x[i] > 0 && x[i] < cap[i]);
}

/** log g_i'(x_i). */
function priceOf({ model: { alpha, beta } }: CappedProblem, x: Float64Array, i: number): number {
  return logMarginal(alpha[i], beta[i], log(x[i]));
}

function priceConvex(problem: CappedProblem, x: Float64Array): { x: Float64Array; u: number } {
  const { model, size, cap, convex, linear, concave, bins } = problem;
  const straight = concave.concat(linear);
  const full = straight.filter((i) => x[i] >= cap[i]);
  const dearest = full.reduce((u, i) => Math.max(u, priceOf(problem, x, i)), -Infinity);
  const inside = straightInside(problem, x);
  const volumes = new Float64Array(convex.length);
  const others = size - sum(straight.map((i) => (i === inside ? 0 : x[i])));
  let u = dearest;
  if (inside !== undefined) {
    // Next to a local minimum each round is nearer: the convex bins' curvature is the greater.
    for (let round = 0; round < MOST_ROUNDS; round++) {
      u = priceOf(problem, x, inside);
      volumeAt(bins, u, volumes);
      const left = others - sum(volumes);
      const moved = Math.abs(left - x[inside]);
      if (!(left > 0 && left <= cap[inside])) break;
      x[inside] = left;
      if (moved <= STILL * left || model.beta[inside] === 1) break;
    }
  } else if (others > ROUNDING * size && convex.length > 0) {
    const volume = Math.min(others, sum(bins.cap));
    const solved = solveCapped(bins, [], volume);
    // A full bin dearer than the convex ones sets the price only where those that trade are full too, but for rounding.
    const alike =
      solved === undefined ||
      (solved.u < dearest && Math.abs(volume - volumeAt(bins, dearest, volumes)) <= DUST * size);
    if (!alike) {
      u = solved.u;
      volumes.set(solved.x);
    }
  } else volumeAt(bins, dearest, volumes);
  convex.forEach((i, k) => (x[i] = volumes[k] < LEAST_NORMAL ? 0 : volumes[k]));
  return { x, u };
}
