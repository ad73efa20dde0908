/**
 * One concave bin strictly between 0 and its cap, beside convex and linear bins: its volume slides to the
 * nearest local minimum of the cost, all other concave bins staying where they are. There its marginal cost
 * is the others' lambda, or one side has no room left.
 */
import { sum } from "../numeric/sum";
import { solveCapped, volumeAt } from "./capped-convex";
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
  const stay = { ...from, u: logMarginal(model, j, from.x[j]) };
  if (solved === undefined) return stay;
  const x = from.x.slice();
  linear.forEach((i, k) => (x[i] = solved.filled[k]));
  if (y > 0 && solved.partial < 0) {
    // Convex bins that trade little beside y have lost digits in S - y; the price gives them back.
    const byPrice = new Float64Array(convex.length);
    const shifted = held - sum(solved.filled) - volumeAt(bins, logMarginal(model, j, y), byPrice);
    if (Math.abs(shifted - y) <= 1e-9 * y && shifted <= cap[j]) {
      solved.x.set(byPrice);
      y = shifted;
    }
  }
  convex.forEach((i, k) => (x[i] = solved.x[k]));
  x[j] = y;
  const cost = costOfAll(model, x);
  if (!(cost <= from.cost * (1 + 1e-14))) return stay;
  return { x, cost, u: y > 0 && y < cap[j] ? logMarginal(model, j, y) : solved.u };
}

/** Nearer to an end than this part of its cap, a bin is there but for rounding. */
const DUST = 1e-13;

/** The same point with rounding's dust swept up: bins of beta <= 1 next to 0 and all bins next to their caps are there. */
export function sweepEnds(problem: CappedProblem, from: CappedPoint): CappedPoint {
  const { model, size, cap } = problem;
  const x = from.x.map((xi, i) => (xi >= cap[i] * (1 - DUST) ? cap[i] : xi <= cap[i] * DUST && model.beta[i] <= 1 ? 0 : xi));
  if (x.every((xi, i) => xi === from.x[i])) return from;
  const widest = x.reduce((best, xi, i) => (xi > 0 && xi < cap[i] && !(xi < x[best]) ? i : best), -1);
  if (widest >= 0) x[widest] += sum([size, ...x.map((xi) => -xi)]);
  const u = widest >= 0 ? logMarginal(model, widest, x[widest]) : dearest(problem, x);
  return { x, u, cost: costOfAll(model, x) };
}

/** With every bin at an end: lambda is what the dearest share costs. */
function dearest({ model }: CappedProblem, x: Float64Array): number {
  let u = -Infinity;
  for (let i = 0; i < x.length; i++) if (x[i] > 0) u = Math.max(u, logMarginal(model, i, x[i]));
  return u;
}
