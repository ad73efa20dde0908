/**
 * One concave bin strictly between 0 and its cap, beside convex and linear bins: its volume slides to the
 * nearest local minimum of the cost, all other concave bins staying where they are. There its marginal cost
 * is the others' lambda, or one side has no room left.
 */
import { sum } from "../numeric/sum";
import { solveCapped } from "./capped-convex";
import type { CappedOptimum } from "./capped-convex";
import { costOfAll, logMarginal } from "./capped-problem";
import type { CappedProblem } from "./capped-problem";

/** An allocation, log lambda, and what it costs. */
export interface CappedPoint {
  readonly x: Float64Array;
  readonly u: number;
  readonly cost: number;
}

/** A point that costs no more than `from`, and is locally optimal where one bin is all that is to be moved. */
export function slideToMinimum(problem: CappedProblem, from: CappedPoint, count: (solved: CappedOptimum) => void): CappedPoint {
  const { model, size, cap, convex, linear, concave, bins } = problem;
  const inside = concave.filter((i) => from.x[i] > 0 && from.x[i] < cap[i]);
  if (inside.length !== 1) return from.u > -Infinity ? from : { ...from, u: dearest(problem, from.x) };
  const [j] = inside;
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
  const rising = (y: number): boolean => logMarginal(model, j, y) > (others(y)?.u ?? Infinity);

  const start = Math.min(most, Math.max(least, from.x[j]));
  const down = rising(start);
  const end = down ? least : most;
  let [near, far] = [start, start];
  for (let step = 1e-3 * start; far !== end; step *= 2) {
    near = far;
    far = down ? Math.max(end, far - step) : Math.min(end, far + step);
    if (far > 0 && rising(far) !== down) break;
  }
  let y = far;
  if (far !== end || (far > 0 && rising(far) !== down)) {
    let [a, b] = down ? [far, near] : [near, far];
    for (;;) {
      y = (a + b) / 2;
      if (!(y > a && y < b)) break;
      if (rising(y)) b = y;
      else a = y;
    }
  }
  const solved = others(y);
  if (solved === undefined) return from;
  const x = from.x.slice();
  convex.forEach((i, k) => (x[i] = solved.x[k]));
  linear.forEach((i, k) => (x[i] = solved.filled[k]));
  x[j] = y;
  const cost = costOfAll(model, x);
  if (!(cost <= from.cost)) return from;
  return { x, cost, u: y > 0 && y < cap[j] ? logMarginal(model, j, y) : solved.u };
}

/** With every bin at an end: lambda is what the dearest share costs. */
function dearest({ model }: CappedProblem, x: Float64Array): number {
  let u = -Infinity;
  for (let i = 0; i < x.length; i++) if (x[i] > 0) u = Math.max(u, logMarginal(model, i, x[i]));
  return u;
}
