/**
 * From an allocation of a node to a local minimum of the cost. At most one concave bin stays strictly between 0 and
 * its cap: two inside cost less when one passes volume to the other. That one slides, beside convex and linear bins
 * and with all other concave bins where they are, until its marginal cost is the others' lambda or one side has no
 * room left. A full concave bin whose last share costs more than lambda gives up volume next.
 */
import { bisect } from "../../numeric/bisect";
import { log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { solveCapped, type CappedOptimum } from "./convex-with-pieces";
import { settleEnds, type CappedPoint } from "./ends";
import { curve, logMarginal, sumOfCosts } from "../model/cost";
import type { CappedProblem } from "./problem";
import { ROUNDING, SAME_PRICE } from "./tolerances";

type Count = (solved: CappedOptimum) => void;

/** A local minimum that costs no more than `start`. */
export function slideToMinimum(problem: CappedProblem, start: CappedPoint, count: Count): CappedPoint {
  const { model, cap, concave } = problem;
  const priceWhenFull = (i: number): number => logMarginal(model.alpha[i], model.beta[i], log(cap[i]));
  const inside = (x: Float64Array): number[] => concave.filter((i) => x[i] > 0 && x[i] < cap[i]);
  let point = start;
  for (let [i, j] = inside(point.x); j !== undefined; [i, j] = inside(point.x))
    point = leaveOneInside(problem, point, i, j);
  let [j] = inside(point.x) as (number | undefined)[];
  for (let round = 0; round <= concave.length; round++) {
    if (j !== undefined) point = slide(problem, point, j, count);
    const { u } = settleEnds(problem, point);
    const dear = concave.filter((i) => point.x[i] >= cap[i] && priceWhenFull(i) > u + SAME_PRICE);
    if (dear.length === 0) break;
    const dearest = dear.reduce((most, i) => (priceWhenFull(i) > priceWhenFull(most) ? i : most));
    const [other] = inside(point.x);
    if (other === undefined) j = dearest;
    else {
      const next = leaveOneInside(problem, point, dearest, other);
      if (!(next.cost <= point.cost)) break;
      point = next;
      [j] = inside(point.x);
    }
  }
  return point;
}

function slide(problem: CappedProblem, from: CappedPoint, j: number, count: Count): CappedPoint {
  const { model, size, cap, convex, linear, concave, bins } = problem;
  const held = size - sum(concave.map((i) => (i === j ? 0 : from.x[i])));
  const pieces = linear.map((i) => ({ slope: model.alpha[i], capacity: cap[i] }));
  const room = sum(bins.cap) + sum(linear.map((i) => cap[i]));
  const least = Math.max(0, held - room);
  const most = Math.min(cap[j], held);
  const others = (y: number): CappedOptimum | undefined => {
    const solved = solveCapped(bins, pieces, Math.min(room, held - y));
    if (solved !== undefined) count(solved);
    return solved;
  };
  /** Whether trading more in bin j costs more than it saves elsewhere. */
  const rising = (y: number): boolean =>
    logMarginal(model.alpha[j], model.beta[j], log(y)) > (others(y)?.u ?? Infinity);

  const middle = Math.min(most, Math.max(least, from.x[j]));
  const down = rising(middle);
  const end = down ? least : most;
  let [near, far] = [middle, middle];
  for (let step = 1e-3 * middle; far !== end; step *= 2) {
    near = far;
    far = down ? Math.max(end, far - step) : Math.min(end, far + step);
    if (far > 0 && rising(far) !== down) break;
  }
  let y = far;
  if (far !== end || (far > 0 && rising(far) !== down)) {
    const { low, high } = bisect(Math.min(near, far), Math.max(near, far), (z) => !rising(z));
    y = (low + high) / 2;
  }
  const solved = others(y);
  if (solved === undefined) return from;
  const x = from.x.slice();
  linear.forEach((i, k) => (x[i] = solved.filled[k]));
  convex.forEach((i, k) => (x[i] = solved.x[k]));
  x[j] = y;
  const cost = sumOfCosts(model, x);
  return cost <= from.cost * (1 + ROUNDING) ? { x, cost } : from;
}

/** Bin i passes volume to j or j to i until one is at an end: whichever way costs less. */
function leaveOneInside({ model, cap }: CappedProblem, from: CappedPoint, i: number, j: number): CappedPoint {
  const x = from.x.slice();
  const total = x[i] + x[j];
  const full = [Math.min(cap[i], total), Math.min(cap[j], Math.max(0, total - cap[i]))];
  const spare = [Math.min(cap[i], Math.max(0, total - cap[j])), Math.min(cap[j], total)];
  const cost = ([xi, xj]: readonly number[]): number =>
    curve(model.alpha[i], model.beta[i], xi) + curve(model.alpha[j], model.beta[j], xj);
  [x[i], x[j]] = cost(full) < cost(spare) ? full : spare;
  return { x, cost: sumOfCosts(model, x) };
}
