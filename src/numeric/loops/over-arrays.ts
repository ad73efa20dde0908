/** Loops as functions of arrays. What stands in the loops' memory is gone after any of them. */
import { exp, log } from "../elementary";
import { arenaOf } from "./arena";

/** log x of each x, in place. */
export function logarithms(x: Float64Array): void {
  inPlace(x, "logs", log);
}

/** e^x of each x, in place. */
export function exponentials(x: Float64Array): void {
  inPlace(x, "exps", exp);
}

/** A loop for most values, and the function that it is of for those near the ends of the doubles. */
function inPlace(x: Float64Array, loop: "logs" | "exps", of: (x: number) => number): void {
  const n = x.length;
  const arena = arenaOf(2 * (n + 2));
  const [x1, y] = [arena.array(n), arena.array(n)];
  x1.set(x);
  const beyond = arena.loops[loop](n, x1.byteOffset, y.byteOffset);
  for (let i = 0; i < n && beyond !== 0; i++) if (y[i] !== y[i]) y[i] = of(x[i]);
  x.set(y);
}

/** Above it a sum may hold an e^x that the loop has cut off. */
const CUT = 8e307;

/** sum_i exp(a_i + b_i t_i) for each t, what each strategy costs where t is log x. */
export function powerSums(a: Float64Array, b: Float64Array, ts: readonly Float64Array[]): number[] {
  const n = a.length;
  const arena = arenaOf(3 * (n + 2));
  const [a1, b1, t1] = [arena.array(n), arena.array(n), arena.array(n)];
  a1.set(a);
  b1.set(b);
  return ts.map((t) => {
    t1.set(t);
    const sum = arena.loops.powerSum(n, a1.byteOffset, b1.byteOffset, t1.byteOffset);
    return sum < CUT ? sum : a.reduce((total, ai, i) => total + exp(ai + b[i] * t[i]), 0);
  });
}

/** a x^b of one x, 0 of x <= 0; to the bits of `powers`. */
export function powerOf(a: number, b: number, x: number): number {
  return x > 0 ? a * exp(b * log(x)) : 0;
}

/** Arrays of n values where the loop is: `run` writes a_i x_i^b_i, 0 of x_i <= 0, to y, as often as it is called. */
export interface Powers {
  readonly a: Float64Array;
  readonly b: Float64Array;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly run: () => void;
}

/** They stand until something else is solved or priced. */
export function powersLoop(n: number): Powers {
  const arena = arenaOf(4 * (n + 2));
  const [a, b, x, y] = [arena.array(n), arena.array(n), arena.array(n), arena.array(n)];
  const run = (): void => {
    const beyond = arena.loops.powers(n, a.byteOffset, b.byteOffset, x.byteOffset, y.byteOffset);
    // The loop takes those far from the ends of the doubles.
    for (let i = 0; i < n && beyond !== 0; i++) if (y[i] !== y[i]) y[i] = powerOf(a[i], b[i], x[i]);
  };
  return { a, b, x, y, run };
}

/** a_i x_i^b_i of each, 0 of x_i <= 0, in the place of x. */
export function powers(a: Float64Array, b: Float64Array, x: Float64Array): void {
  const loop = powersLoop(x.length);
  loop.a.set(a);
  loop.b.set(b);
  loop.x.set(x);
  loop.run();
  x.set(loop.y);
}

/** exp((u - l_i) p_i) of each, what bins trade at a price, to `w`; 0 below the normal doubles. */
export function volumes(l: Float64Array, p: Float64Array, u: number, w: Float64Array): void {
  const n = l.length;
  const arena = arenaOf(3 * (n + 2));
  const [l1, p1, w1] = [arena.array(n), arena.array(n), arena.array(n)];
  l1.set(l);
  p1.set(p);
  arena.loops.volume(n, l1.byteOffset, p1.byteOffset, w1.byteOffset, u, 0, 0);
  w.set(w1);
}
