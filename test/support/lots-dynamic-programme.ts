/**
 * The least cost of an order in whole lots by a dynamic programme over bins and lots, with caps, a smallest trade and
 * the odd rest in one bin: as slow as it is simple, and it knows nothing of curves' shapes.
 */
import { pow } from "../../src/numeric/elementary";

export interface LotsProblem {
  readonly alpha: readonly number[];
  readonly beta: readonly number[];
  readonly size: number;
  readonly lot: number;
  readonly cap?: readonly number[];
  readonly minTrade?: number;
}

/** The least cost; Infinity where nothing fits. Sizes, caps and smallest trade in units that divide exactly. */
export function leastCostInLots({ alpha, beta, size, lot, cap, minTrade = 0 }: LotsProblem): number {
  const lots = Math.floor(size / lot + 1e-9);
  const rest = size - lots * lot > 1e-9 * lot ? size - lots * lot : 0;
  /** Least cost of the bins so far by lots traded; without the rest, and with it. */
  let without = new Float64Array(lots + 1).fill(Infinity);
  let holding = without.slice();
  without[0] = 0;
  alpha.forEach((a, i) => {
    const allowed = (x: number): boolean =>
      x === 0 || (x >= minTrade - 1e-9 * lot && x <= (cap?.[i] ?? Infinity) + 1e-9 * lot);
    const cost = (x: number): number => (x === 0 ? 0 : allowed(x) ? a * pow(x, beta[i]) : Infinity);
    const plain = Float64Array.from({ length: lots + 1 }, (_, k) => cost(k * lot));
    const beside = Float64Array.from({ length: lots + 1 }, (_, k) => cost(k * lot + rest));
    const nextWithout = new Float64Array(lots + 1).fill(Infinity);
    const nextHolding = nextWithout.slice();
    const add = (from: Float64Array, costs: Float64Array, next: Float64Array): void => {
      for (let k = 0; k <= lots; k++) {
        const c = costs[k];
        if (c === Infinity) continue;
        for (let m = 0; m + k <= lots; m++) if (from[m] + c < next[m + k]) next[m + k] = from[m] + c;
      }
    };
    add(without, plain, nextWithout);
    if (rest > 0) add(holding, plain, nextHolding);
    if (rest > 0) add(without, beside, nextHolding);
    [without, holding] = [nextWithout, nextHolding];
  });
  return rest > 0 ? holding[lots] : without[lots];
}
