/** How long a search goes on: steps, the same everywhere, and a clock where one is asked for. */
import { must } from "../../base/input-error";

export interface BudgetOptions {
  /**
   * Steps of the search at most, where bins of beta < 1 have caps or lots, or bins a smallest trade; what is open
   * then is the gap. The same everywhere, unlike time. Default: 5,000,000, about two seconds.
   */
  readonly nodes?: number;
  /** A clock on the same search, seconds; results then depend on the machine. Default: none. */
  readonly seconds?: number;
  /** Told how far the same search is: steps made, steps at most, and the gap that is proven so far, in words. */
  readonly onProgress?: (done: number, total: number, part: string) => void;
}

export interface Steps {
  /** Steps at most. */
  readonly nodes: number;
  /** Asked now and then, with what is known so far: whether to stop. */
  readonly stop: (nodes: number, lowerBound: number, cost: number) => boolean;
}

export interface Budget extends Steps {
  /** The same for a search within another, which tells no one how far it is. */
  readonly within: Steps;
}

const NODES = 5_000_000;

/** That of who asks for none: every solve looks, and few search. */
const USUAL = budgetOf(NODES, Infinity, undefined);

export function checkBudget({ nodes, seconds, onProgress }: BudgetOptions): Budget {
  const isUsual = nodes === undefined && seconds === undefined && onProgress === undefined;
  return isUsual ? USUAL : budgetOf(nodes ?? NODES, seconds ?? Infinity, onProgress);
}

function budgetOf(nodes: number, seconds: number, onProgress: BudgetOptions["onProgress"]): Budget {
  must(Number.isSafeInteger(nodes) && nodes >= 1, "options.nodes", "must be an integer of 1 or more", nodes);
  must(typeof seconds === "number" && seconds > 0, "options.seconds", "must be a number of seconds above 0", seconds);
  const isTold = onProgress === undefined || typeof onProgress === "function";
  must(isTold, "options.onProgress", "must be a function", onProgress);
  const end = seconds === Infinity ? Infinity : performance.now() + 1000 * seconds;
  const isOver = (): boolean => end < Infinity && performance.now() > end;
  return {
    nodes,
    stop(done, lowerBound, cost) {
      const gap = cost < Infinity ? Math.max(0, 1 - lowerBound / cost) : 1;
      onProgress?.(Math.min(done, nodes), nodes, `gap ${(100 * gap).toPrecision(2)} %`);
      return isOver();
    },
    within: { nodes, stop: isOver },
  };
}
