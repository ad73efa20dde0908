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
import { exp, log } from "../../numeric/elementary";

/** From so many lots on the series is exact to rounding, up to beta = 3 to the last bit or two. */
const MANY = 48;

/** alpha x^beta; x >= 0. */
export function powerCost(alpha: number, beta: number, x: number): number {
  return x > 0 ? alpha * exp(beta * log(x)) : 0;
}

/** What the lot that ends at x adds to alpha x^beta. */
export function lotPrice(alpha: number, beta: number, x: number, lot: number): number {
  if (!(x > MANY * lot)) return powerCost(alpha, beta, x) - powerCost(alpha, beta, x - lot);
  const middle = x - lot / 2;
  const t = lot / (2 * middle);
  const square = t * t;
  const c3 = ((beta - 1) * (beta - 2)) / 6;
  const c5 = ((beta - 3) * (beta - 4)) / 20;
  const c7 = ((beta - 5) * (beta - 6)) / 42;
  const series = c3 * square * (1 + c5 * square * (1 + c7 * square));
  return lot * alpha * beta * exp((beta - 1) * log(middle)) * (1 + series);
}
