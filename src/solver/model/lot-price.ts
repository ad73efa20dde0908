/**
 * What lots cost. With g the curve of a bin, L the lot and s what it trades beside whole lots (the rest r, or 0), the
 * k-th lot costs
 *
 *     d(k) = g(k L + s) - g((k - 1) L + s),
 *
 * rising in k where g is convex. Of many lots the difference would cancel; there it is its series around the middle
 * z = (k - 1/2) L + s, with t = L / (2 z):
 *
 *     d(k) = L g'(z) [1 + C(b,3) t^2 / b + C(b,5) t^4 / b + C(b,7) t^6 / b + ...],  C(b, m) the binomial coefficient
 */
import { powerOf } from "../../numeric/loops/powers";

/** From so many lots on the series is exact to rounding, up to beta = 3 to the last bit or two. */
const MANY = 48;

/** Whether the lot that ends at x is one of many. */
export function isOfMany(x: number, lot: number): boolean {
  return x > MANY * lot;
}

/** What the lot from one volume to another adds to alpha x^beta. */
export function lotPrice(alpha: number, beta: number, from: number, to: number, lot: number): number {
  if (!isOfMany(to, lot)) return powerOf(alpha, beta, to) - powerOf(alpha, beta, from);
  const middle = to - lot / 2;
  return powerOf(lot * alpha * beta, beta - 1, middle) * seriesOf(beta, middle, lot);
}

/** The bracket above. */
export function seriesOf(beta: number, middle: number, lot: number): number {
  const t = lot / (2 * middle);
  const square = t * t;
  const c3 = ((beta - 1) * (beta - 2)) / 6;
  const c5 = ((beta - 3) * (beta - 4)) / 20;
  const c7 = ((beta - 5) * (beta - 6)) / 42;
  return 1 + c3 * square * (1 + c5 * square * (1 + c7 * square));
}
