/**
 * Branch and bound for concave bins with caps (Falk and Soland, Management Science 15, 1969).
 *
 * A node confines every concave bin to a box a_j <= x_j <= b_j and replaces its curve there by its convex envelope,
 * the chord. What is left is convex and solved exactly (convex-with-pieces.ts): its optimum is a lower bound of the
 * node, and its x, priced with the curves themselves, an allocation. The two differ in the one bin at most that
 * is strictly inside its box, where the next cut is made. Before it counts, an allocation slides along that bin to
 * the nearest local minimum. The node with the lowest bound is next; the lowest bound of all that are left is the
 * proof.
 */
import { sum } from "../../numeric/sum";
import { solveCapped, type CappedOptimum, type StraightPiece } from "./convex-with-pieces";
import { settleEnds, type CappedPoint, type PricedPoint } from "./ends";
import { curve, sumOfCosts } from "../model/cost";
import type { CappedProblem } from "./problem";
import { slideToMinimum } from "./slide";
import { NO_GAIN, SHORT } from "./tolerances";

export interface CappedSearch extends PricedPoint {
  /** No feasible allocation costs less, currency. */
  readonly lowerBound: number;
  readonly passes: number;
  readonly converged: boolean;
}

/** Nodes solved at most; what is open then is the gap. */
const MOST_NODES = 1000;

interface Node {
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly relaxed: Relaxed;
}

interface Relaxed extends CappedPoint {
  /** No allocation of the node costs less. */
  readonly bound: number;
  /** Rank among the concave bins of the one inside its box, or -1. */
  readonly inside: number;
}

export function branchAndBound(problem: CappedProblem): CappedSearch {
  const { concave, cap } = problem;
  let passes = 0;
  let converged = true;
  const count = (solved: CappedOptimum): void => {
    passes += solved.passes;
    converged = converged && solved.converged;
  };
  const box = { low: new Float64Array(concave.length), high: Float64Array.from(concave, (j) => cap[j]) };
  const root = relax(problem, box.low, box.high, count) as Relaxed;
  let best = slideToMinimum(problem, root, count);
  let queue: Node[] = [{ ...box, relaxed: root }];
  const worthwhile = (bound: number): boolean => bound < best.cost * (1 - NO_GAIN);

  for (let nodes = 1; nodes < MOST_NODES && queue.length > 0;) {
    const at = queue.reduce((least, node, k) => (node.relaxed.bound < queue[least].relaxed.bound ? k : least), 0);
    const [{ low, high, relaxed }] = queue.splice(at, 1);
    // Nothing inside its box: the bound is the cost, and that has been counted.
    if (!worthwhile(relaxed.bound) || relaxed.inside < 0) continue;
    const cut = relaxed.x[concave[relaxed.inside]];
    for (const side of ["below", "above"] as const) {
      const child = { low: low.slice(), high: high.slice() };
      if (side === "below") child.high[relaxed.inside] = cut;
      else child.low[relaxed.inside] = cut;
      const solved = relax(problem, child.low, child.high, count);
      nodes++;
      if (solved === undefined || !worthwhile(solved.bound)) continue;
      if (solved.cost < best.cost * (1 - NO_GAIN)) {
        const found = slideToMinimum(problem, solved, count);
        if (found.cost < best.cost) best = found;
      }
      queue.push({ ...child, relaxed: { ...solved, bound: Math.max(solved.bound, relaxed.bound) } });
    }
    queue = queue.filter((node) => worthwhile(node.relaxed.bound));
  }
  const lowerBound = queue.reduce((least, node) => Math.min(least, node.relaxed.bound), best.cost * (1 - NO_GAIN));
  return { ...settleEnds(problem, best), lowerBound, passes, converged };
}

/** A node's convex problem: straight pieces for linear bins and for the chords. Undefined where none is feasible. */
function relax(
  { model, size, cap, convex, linear, concave, bins }: CappedProblem,
  low: Float64Array,
  high: Float64Array,
  count: (solved: CappedOptimum) => void,
): Relaxed | undefined {
  const costIn = (j: number, x: number): number => curve(model.alpha[j], model.beta[j], x);
  const free = [...concave.keys()].filter((k) => high[k] > low[k]);
  const pieces: StraightPiece[] = [
    ...linear.map((i) => ({ slope: model.alpha[i], capacity: cap[i] })),
    ...free.map((k) => ({
      slope: (costIn(concave[k], high[k]) - costIn(concave[k], low[k])) / (high[k] - low[k]),
      capacity: high[k] - low[k],
    })),
  ];
  const rest = size - sum(low);
  if (rest < -SHORT * size) return undefined;
  const solved = solveCapped(bins, pieces, rest);
  if (solved === undefined) return undefined;
  count(solved);
  const x = new Float64Array(model.alpha.length);
  convex.forEach((i, k) => (x[i] = solved.x[k]));
  linear.forEach((i, k) => (x[i] = solved.filled[k]));
  concave.forEach((j, k) => (x[j] = low[k]));
  let gap = 0;
  let inside = -1;
  free.forEach((k, rank) => {
    const j = concave[k];
    const { slope, capacity } = pieces[linear.length + rank];
    const filled = solved.filled[linear.length + rank];
    x[j] = filled >= capacity ? high[k] : low[k] + filled;
    if (!(x[j] > low[k] && x[j] < high[k])) return;
    inside = k;
    gap = Math.max(0, costIn(j, x[j]) - costIn(j, low[k]) - slope * (x[j] - low[k]));
  });
  const cost = sumOfCosts(model, x);
  return { x, cost, bound: cost - gap, inside };
}
