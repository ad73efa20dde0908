/** Curves of bins that trade in whole lots; what a lot costs is in model/lot-price.ts. */
import { powerOf, powers } from "../../numeric/loops/powers";
import { isOfMany, lotPrice, seriesOf } from "../model/lot-price";
import type { CheckedModel } from "../model/impact-model";

/** Curves of bins that trade k_i lots, and s shares beside them. */
export interface LotCurves {
  readonly count: number;
  /** The cost of k lots in bin i. */
  cost(i: number, k: number, beside: number): number;
  /** What the k-th lot adds, k >= 1. */
  price(i: number, k: number, beside: number): number;
  /** The costs of k_i + more lots each, 0 of less than none. */
  costs(lots: Float64Array, more: number, beside: number): Float64Array;
  /** Their costs, and what the last lot of each and its next one add, with nothing beside; no last one: no number. */
  around(lots: Float64Array): LotsAround;
}

export interface LotsAround {
  readonly cost: Float64Array;
  readonly last: Float64Array;
  readonly next: Float64Array;
}

/** Lots and shares that bins hold already: what is asked for is beside them. */
export interface Granted {
  readonly lots: Float64Array;
  readonly shares: Float64Array;
}

/** Power-law curves. */
export class PowerLots implements LotCurves {
  readonly count: number;

  constructor(
    private readonly alpha: Float64Array,
    private readonly beta: Float64Array,
    private readonly lot: number,
    private readonly granted?: Granted,
  ) {
    this.count = alpha.length;
  }

  cost(i: number, k: number, beside: number): number {
    return powerOf(this.alpha[i], this.beta[i], this.shares(i, k, beside));
  }

  price(i: number, k: number, beside: number): number {
    const { alpha, beta, lot } = this;
    return lotPrice(alpha[i], beta[i], this.shares(i, k - 1, beside), this.shares(i, k, beside), lot);
  }

  costs(lots: Float64Array, more: number, beside: number): Float64Array {
    const costs = new Float64Array(lots.length);
    this.writeCosts(lots, more, beside, costs);
    return costs;
  }

  around(lots: Float64Array): LotsAround {
    const n = lots.length;
    const all = new Float64Array(3 * n);
    const [cost, last, next] = [0, 1, 2].map((k) => all.subarray(k * n, (k + 1) * n));
    this.writeCosts(lots, 0, 0, cost);
    this.writePrices(lots, -1, cost, last);
    this.writePrices(lots, 1, cost, next);
    return { cost, last, next };
  }

  private shares(i: number, k: number, beside: number): number {
    const { lot, granted } = this;
    return granted === undefined ? k * lot + beside : (k + granted.lots[i]) * lot + (beside + granted.shares[i]);
  }

  private writeCosts(lots: Float64Array, more: number, beside: number, costs: Float64Array): void {
    for (let i = 0; i < costs.length; i++) costs[i] = this.shares(i, lots[i] + more, beside);
    powers(this.alpha, this.beta, costs);
  }

  /** `price` of every bin's next lot (step 1), or its last one (-1), from what its lots cost. */
  private writePrices(lots: Float64Array, step: 1 | -1, cost: Float64Array, prices: Float64Array): void {
    const { alpha, beta, lot } = this;
    const end = (i: number): number => this.shares(i, lots[i] + (step + 1) / 2, 0);
    let [a, b] = [alpha, beta];
    for (let i = 0; i < prices.length; i++) {
      prices[i] = this.shares(i, lots[i] + step, 0);
      if (!isOfMany(end(i), lot)) continue;
      if (a === alpha) [a, b] = [alpha.slice(), beta.slice()];
      a[i] = lot * alpha[i] * beta[i];
      b[i] = beta[i] - 1;
      prices[i] = end(i) - lot / 2;
    }
    powers(a, b, prices);
    for (let i = 0; i < prices.length; i++) {
      if (a !== alpha && isOfMany(end(i), lot)) prices[i] *= seriesOf(beta[i], end(i) - lot / 2, lot);
      else prices[i] = step * (prices[i] - cost[i]);
    }
  }
}

/** The mean of the curves of many models. */
export function meanLots(models: readonly CheckedModel[], lot: number): LotCurves {
  const all = models.map(({ alpha, beta }) => new PowerLots(alpha, beta, lot));
  const mean = (of: (curves: LotCurves) => number): number =>
    all.reduce((total, curves) => total + of(curves), 0) / all.length;
  const means = (each: readonly Float64Array[]): Float64Array => {
    const total = new Float64Array(each[0].length);
    for (const values of each) for (let i = 0; i < total.length; i++) total[i] += values[i];
    return total.map((value) => value / each.length);
  };
  return {
    count: models[0].alpha.length,
    cost: (i, k, beside) => mean((curves) => curves.cost(i, k, beside)),
    price: (i, k, beside) => mean((curves) => curves.price(i, k, beside)),
    costs: (lots, more, beside) => means(all.map((curves) => curves.costs(lots, more, beside))),
    around(lots) {
      const each = all.map((curves) => curves.around(lots));
      return {
        cost: means(each.map(({ cost }) => cost)),
        last: means(each.map(({ last }) => last)),
        next: means(each.map(({ next }) => next)),
      };
    },
  };
}
