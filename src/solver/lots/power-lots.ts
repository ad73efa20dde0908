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
import { powerOf, powers, powersLoop } from "../../numeric/loops/over-arrays";
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
    const { alpha, beta, lot, many } = this;
    const n = lots.length;
    const all = new Float64Array(3 * n);
    const [cost, last, next] = [all.subarray(0, n), all.subarray(n, 2 * n), all.subarray(2 * n)];
    const { a, b, x, y, run } = powersLoop(n);
    a.set(alpha);
    b.set(beta);
    this.writeShares(lots, 0, 0, x);
    run();
    cost.set(y);
    // What the last lot costs (step -1), then what one more does (1): of many shares it is one of many here as well.
    const price = (step: 1 | -1, prices: Float64Array): void => {
      this.writeShares(lots, step, 0, x);
      const within = step > 0 ? 0 : lot;
      for (let i = 0; i < n; i++) {
        if (!(x[i] + within > many)) continue;
        a[i] = lot * alpha[i] * beta[i];
        b[i] = beta[i] - 1;
        x[i] -= (step * lot) / 2;
      }
      run();
      for (let i = 0; i < n; i++) {
        const added = step > 0 ? y[i] - cost[i] : cost[i] - y[i];
        prices[i] = b[i] < beta[i] ? y[i] * series(beta[i], x[i], lot) : added;
      }
    };
    price(-1, last);
    price(1, next);
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
