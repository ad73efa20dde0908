/**
 * Bins that trade nothing or at least so much: which of them trade is searched for, best bound first, over how many
 * they are and who must and must not be among them. Bounds are those of dual.ts; every set of trading bins that a bound
 * suggests is solved as a problem of its own.
 */
import type { Budget } from "../knapsack/budget";
import { NO_GAIN } from "../knapsack/search";
import { dualAt, maximiseDual, type Sides, type Status } from "./dual";

/** What a set of trading bins costs at best. */
export interface SetOptimum {
  readonly x: Float64Array;
  readonly cost: number;
  /** No allocation over these bins, all trading, costs less. */
  readonly lowerBound: number;
  readonly holder: number;
  /** log lambda, where volumes are shares. */
  readonly u: number;
  /** Steps that it took. */
  readonly nodes: number;
}

/** Solves a set of trading bins, with a holder of the rest (-1: no rest); undefined where they cannot trade it. */
export type SolveSet = (bins: readonly number[], holder: number) => SetOptimum | undefined;

export interface MinTradeResult {
  readonly best: SetOptimum | undefined;
  readonly lowerBound: number;
}

interface Node {
  readonly n: number;
  readonly status: Status;
  readonly bound: number;
  readonly theta: number;
}

/** Sets small enough for every holder to be tried. */
const FEW = 24;

/**
 * @param first sets to begin with.
 * @param floor a bound from elsewhere.
 * @param theta a price of volume to begin with.
 */
export function searchMinTrade(
  sides: Sides,
  counts: { readonly fewest: number; readonly most: number },
  solve: SolveSet,
  budget: Budget,
  first: readonly (readonly number[])[],
  floor: number,
  theta: number,
): MinTradeResult {
  const size = sides.plain.length;
  const step = 24 * size;
  let best: SetOptimum | undefined;
  let open = Infinity;
  let nodes = 0;
  const target = (): number => (best === undefined ? Infinity : best.cost * (1 - NO_GAIN));
  const tried = new Map<string, number>();
  /** Solves a set; the least its holders can do, all of which are tried where `every`. */
  const attempt = (bins: readonly number[], holder: number, every: boolean): number => {
    const key = `${every} ${holder} ${[...bins].sort((a, b) => a - b).join(" ")}`;
    const known = tried.get(key);
    if (known !== undefined) return known;
    const holders =
      sides.holding.length === 0
        ? [-1]
        : every || bins.length <= FEW || holder < 0
          ? bins.filter((i) => sides.holding[i] !== undefined)
          : [holder];
    let least = Infinity;
    for (const h of holders) {
      const solved = solve(bins, h);
      nodes += size + (solved?.nodes ?? 0);
      if (solved === undefined) continue;
      least = Math.min(least, solved.lowerBound);
      if (best === undefined || solved.cost < best.cost) best = solved;
    }
    tried.set(key, least);
    return least;
  };
  for (const bins of first) attempt(bins, -1, false);

  const queue: Node[] = [];
  const free = new Int8Array(size);
  for (let n = counts.fewest; n <= counts.most; n++) {
    const point = dualAt(sides, free, n, theta);
    if (point !== undefined) queue.push({ n, status: free, bound: point.bound, theta });
  }
  while (queue.length > 0) {
    const at = queue.reduce((least, { bound }, k) => (bound < queue[least].bound ? k : least), 0);
    const [node] = queue.splice(at, 1);
    if (!(node.bound < target())) break;
    const bound = Math.max(floor, Math.min(node.bound, open, target()));
    if (budget.stop(nodes, bound, best?.cost ?? Infinity) || nodes > budget.nodes) {
      open = Math.min(open, node.bound);
      break;
    }
    nodes += step;
    const found = maximiseDual(sides, node.status, node.n, node.theta, target());
    if (found === undefined) continue;
    const tight = Math.max(node.bound, found.points[0].bound);
    if (!(tight < target())) continue;
    for (const { chosen, holder } of found.points) attempt(chosen, holder, false);
    if (!(tight < target())) continue;
    // The bin whose place is the least certain: the last chosen of those that need not trade.
    const { chosen } = found.points[0];
    const doubtful = [...chosen].reverse().find((i) => node.status[i] === 0);
    if (doubtful === undefined) {
      // Everybody who trades is known.
      const least = attempt(chosen, -1, true);
      if (least < target()) open = Math.min(open, least);
      continue;
    }
    for (const must of [1, -1]) {
      const status = node.status.slice();
      status[doubtful] = must;
      if (must > 0 && status.reduce((count, s) => count + (s > 0 ? 1 : 0), 0) === node.n) {
        const set = [...status.keys()].filter((i) => status[i] > 0);
        const least = attempt(set, -1, true);
        if (least < target()) open = Math.min(open, least);
        continue;
      }
      queue.push({ n: node.n, status, bound: tight, theta: found.theta });
    }
  }
  return { best, lowerBound: Math.max(Math.min(floor, target()), Math.min(open, target())) };
}
