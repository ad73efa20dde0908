/** Many powers at once: a x^b, what volumes cost, or their last shares. */
import { exp, log } from "../elementary";
import { arenaOf } from "./arena";

/** The same of one, to the same bits. */
export function powerOf(a: number, b: number, x: number): number {
  return x > 0 ? a * exp(b * log(x)) : 0;
}

/** a x^b of each x, 0 of x <= 0, in the place of x. What stands in the loops' memory is gone afterwards. */
export function powers(a: Float64Array, b: Float64Array, x: Float64Array): void {
  const n = x.length;
  const arena = arenaOf(4 * (n + 2));
  const [as, bs, xs, y] = [arena.array(n), arena.array(n), arena.array(n), arena.array(n)];
  as.set(a);
  bs.set(b);
  xs.set(x);
  const beyond = arena.loops.powers(n, as.byteOffset, bs.byteOffset, xs.byteOffset, y.byteOffset);
  // The loop takes those far from the ends of the doubles.
  for (let i = 0; i < n && beyond !== 0; i++) if (y[i] !== y[i]) y[i] = powerOf(a[i], b[i], x[i]);
  x.set(y);
}
