/**
 * The Lagrangian dual of a packing at one price of volume, by which ways to choose are left out:
 *
 *     price R + sum_items min(cost - price volume over its choices) + min_V (G(V) - price V)
 *
 * No packing costs less, whatever the price is; one that makes another choice costs more by what that is above its
 * item's least.
 */
import { sum } from "../../numeric/sum";
import type { Inside, KnapsackProblem, Pool, PoolPoint } from "./problem";

/** Parts, of a price and of the order, within which slopes are one, and at which a kink is looked at from its sides. */
const BESIDE = 1e-9;

export class PriceDual {
  readonly price: number;
  /** The dual: no packing costs less. */
  readonly value: number;
  /** Each item's part. */
  readonly base: Float64Array;
  /** The pool's, of its volumes without the odd rest; with it they cost more. */
  readonly fromPool: number;
  private readonly items: KnapsackProblem["items"];

  constructor(problem: KnapsackProblem) {
    const { items, price, total } = problem;
    this.price = price;
    this.items = items;
    this.base = Float64Array.from(items, ({ choices }) =>
      choices.reduce((least, { cost, volume, holds }) => (holds ? least : Math.min(least, cost - price * volume)), 0),
    );
    this.fromPool = leastOfPool(problem);
    this.value = price * total + this.fromPool + sum(this.base);
  }

  /** The least that a bin inside costs above its volume; a concave cost is least at an end. */
  above({ low, high, cost }: Inside): number {
    return Math.min(cost(low) - this.price * low, cost(high) - this.price * high);
  }

  /** No packing with item k inside costs less. */
  valueInside(k: number): number {
    const least = this.items[k].inside.reduce((lowest, inside) => Math.min(lowest, this.above(inside)), Infinity);
    return this.value - this.base[k] + least;
  }

  /** The choice that costs the least above its volume, the odd rest elsewhere. */
  cheapest(k: number): number {
    const { price } = this;
    return this.items[k].choices.reduce((best, { cost, volume, holds }, c, all) => {
      const so = all[best].cost - price * all[best].volume;
      return !holds && cost - price * volume < so ? c : best;
    }, 0);
  }

  /** Items as they are best decided on: those whose choice is the clearest first. */
  byMargin(): number[] {
    const margin = Float64Array.from(this.items, ({ choices }, k) =>
      choices.reduce((least, { cost, volume, holds }) => {
        const above = cost - this.price * volume - this.base[k];
        return holds || !(above > 0) ? least : Math.min(least, above);
      }, Infinity),
    );
    return [...this.items.keys()].sort((a, b) => margin[b] - margin[a] || a - b);
  }
}

/** What a volume costs in the pool, which is known from then on. */
export function learn(pool: Pool, volume: number): PoolPoint | undefined {
  const point = pool.at(volume);
  if (point !== undefined) pool.known.add({ v: point.volume, c: point.cost, slope: point.slope });
  return point;
}

/** Learns of the pool about the volume that it takes at the price. */
function leastOfPool({ pool, poolVolume, price, step, total }: KnapsackProblem): number {
  if (!(pool.room > 0)) return 0;
  const slope = learn(pool, poolVolume)?.slope ?? price;
  const beside = step === 1 ? 1 : BESIDE * total;
  // At a kink one slope of several is told; a volume beside it tells another.
  if (slope < price * (1 - BESIDE)) learn(pool, Math.min(pool.room, poolVolume + beside));
  if (slope > price * (1 + BESIDE)) learn(pool, Math.max(0, poolVolume - beside));
  return pool.known.leastAbove(price, 0, pool.room);
}
