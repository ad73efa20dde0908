/**
 * A separable problem with bins that rest at few volumes. Items are bins that are not convex: by the exchange argument
 * of README.md each rests at one of its choices (0 or its cap, say) but for one that may be anywhere inside. Convex
 * bins share what is left, the pool:
 *
 *     minimise    sum_items cost(choice) + g_p(y) + G(V)
 *     subject to  sum_items volume(choice) + y + V = R
 *
 * Costs rise with volume: more than needed can always be given back. Volumes are shares, or lots with one odd rest
 * beside, which exactly one choice, the inside bin or the pool holds.
 */
import type { ConvexCost } from "../mixed/convex-cost";

export interface Choice {
  readonly volume: number;
  readonly cost: number;
  /** Whether the odd rest is in it. */
  readonly holds: boolean;
}

/** Where a bin may be inside: from `low` to `high`, at a cost that is concave in the volume. */
export interface Inside {
  readonly low: number;
  readonly high: number;
  readonly holds: boolean;
  readonly cost: (volume: number) => number;
}

export interface Item {
  readonly bin: number;
  /** The first is to trade nothing. */
  readonly choices: readonly Choice[];
  readonly inside: readonly Inside[];
  /** Items with the same key are alike. */
  readonly key: string;
}

export interface PoolPoint {
  readonly volume: number;
  readonly cost: number;
  /** Through (volume, cost), a line of this slope is nowhere above the cost. */
  readonly slope: number;
}

export interface Pool {
  /** The most it can take. */
  readonly room: number;
  /** The least cost of a volume; undefined where there is none. */
  at(volume: number): PoolPoint | undefined;
  /** What is known of the cost from the points asked for. */
  readonly known: ConvexCost;
}

export interface KnapsackProblem {
  readonly total: number;
  /** Volumes are multiples of 1 (lots), or any (0). */
  readonly step: 0 | 1;
  readonly items: readonly Item[];
  /** The pool without the odd rest, and with it; the second is undefined where there is no rest. */
  readonly pool: Pool;
  readonly poolWithRest: Pool | undefined;
  /** A price of volume, for the bound by which choices are left out; the nearer to the optimum's the better. */
  readonly price: number;
  /** What the pool takes at that price. */
  readonly poolVolume: number;
}

/** An allocation: each item's choice, the one inside, and what the pool takes. */
export interface Packing {
  readonly cost: number;
  readonly choices: Uint8Array;
  readonly item: number;
  readonly inside: Inside | undefined;
  readonly volume: number;
  readonly poolVolume: number;
  readonly poolHolds: boolean;
}
