/**
 * What lots of power-law curves cost. With g the curve of a bin, L the lot and s what it trades beside whole lots (the
 * rest r, or 0), the k-th lot costs
 *
 *     d(k) = g(k L + s) - g((k - 1) L + s),
 *
 * rising in k where g is convex. Of many lots the difference would cancel; there it is its series around the middle
 * z = (k - 1/2) L + s, with t = L / (2 z):
 *
 *     d(k) = L g'(z) [1 + C(b,3) t^2 / b + C(b,5) t^4 / b + C(b,7) t^6 / b + ...],  C(b, m) the binomial coefficient
 */
import { powerOf, powers } from "../../numeric/loops/over-arrays";
import type { LotCurves, LotsAround } from "../model/lot-curves";

/** From so many lots on the series is exact to rounding, up to beta = 3 to the last bit or two. */
const MANY = 48;

/** Lots and shares that bins hold already: what is asked for is beside them. */
export interface Granted {
  readonly lots: Float64Array;
  readonly shares: Float64Array;
}

export class PowerLots implements LotCurves {
  readonly count: number;
  /** Shares beyond which a lot is one of many. */
  private readonly many: number;

  constructor(
    private readonly alpha: Float64Array,
    private readonly beta: Float64Array,
    private readonly lot: number,
    private readonly granted?: Granted,
  ) {
    this.count = alpha.length;
    this.many = MANY * lot;
  }

  cost(i: number, k: number, beside: number): number {
    return powerOf(this.alpha[i], this.beta[i], this.shares(i, k, beside));
  }

  price(i: number, k: number, beside: number): number {
    const { alpha, beta, lot, many } = this;
    const end = this.shares(i, k, beside);
    const middle = end - lot / 2;
    if (end > many) return powerOf(lot * alpha[i] * beta[i], beta[i] - 1, middle) * series(beta[i], middle, lot);
    return powerOf(alpha[i], beta[i], end) - powerOf(alpha[i], beta[i], this.shares(i, k - 1, beside));
  }

  costs(lots: Float64Array, more: number, beside: number): Float64Array {
    const costs = new Float64Array(lots.length);
    this.writeShares(lots, more, beside, costs);
    powers(this.alpha, this.beta, costs);
    return costs;
  }

  around(lots: Float64Array): LotsAround {
    const n = lots.length;
    const all = new Float64Array(4 * n);
    const [x, cost, last, next] = [0, 1, 2, 3].map((k) => all.subarray(k * n, (k + 1) * n));
    this.writeShares(lots, 0, 0, x);
    cost.set(x);
    powers(this.alpha, this.beta, cost);
    this.writeShares(lots, -1, 0, last);
    this.writePrices(x, cost, last, -1);
    this.writeShares(lots, 1, 0, next);
    this.writePrices(x, cost, next, 1);
    return { cost, last, next };
  }

  private shares(i: number, k: number, beside: number): number {
    const { lot, granted } = this;
    return granted === undefined ? k * lot + beside : (k + granted.lots[i]) * lot + (beside + granted.shares[i]);
  }

  /** The shares of k_i + more lots and what is beside. */
  private writeShares(lots: Float64Array, more: number, beside: number, shares: Float64Array): void {
    const { lot, granted } = this;
    const n = lots.length;
    for (let i = 0; i < n; i++) shares[i] = (lots[i] + more) * lot + beside;
    if (granted !== undefined) for (let i = 0; i < n; i++) shares[i] = this.shares(i, lots[i] + more, beside);
  }

  /** What a lot beyond x adds (step 1), or the last one within (-1), in the place of where it leads to. */
  private writePrices(x: Float64Array, cost: Float64Array, prices: Float64Array, step: 1 | -1): void {
    const limit = this.many - (step > 0 ? this.lot : 0);
    const n = x.length;
    let ofMany = 0;
    for (let i = 0; i < n; i++) {
      if (!(x[i] > limit)) continue;
      ofMany++;
      prices[i] = 0;
    }
    powers(this.alpha, this.beta, prices);
    for (let i = 0; i < n; i++) prices[i] = step * (prices[i] - cost[i]);
    if (ofMany > 0) this.writeMany(x, prices, step, limit, ofMany);
  }

  /** The same of the bins beyond a limit, so many, by the series. */
  private writeMany(x: Float64Array, prices: Float64Array, step: 1 | -1, limit: number, count: number): void {
    const { alpha, beta, lot } = this;
    const [a, b, power] = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    const half = (step * lot) / 2;
    for (let i = 0, k = 0; k < count; i++) {
      if (!(x[i] > limit)) continue;
      a[k] = lot * alpha[i] * beta[i];
      b[k] = beta[i] - 1;
      power[k++] = x[i] + half;
    }
    powers(a, b, power);
    for (let i = 0, k = 0; k < count; i++) if (x[i] > limit) prices[i] = power[k++] * series(beta[i], x[i] + half, lot);
  }
}

/** The bracket above, of the lot around z. */
function series(beta: number, z: number, lot: number): number {
  const t = lot / (2 * z);
  const square = t * t;
  const c3 = ((beta - 1) * (beta - 2)) / 6;
  const c5 = ((beta - 3) * (beta - 4)) / 20;
  const c7 = ((beta - 5) * (beta - 6)) / 42;
  return 1 + c3 * square * (1 + c5 * square * (1 + c7 * square));
}
