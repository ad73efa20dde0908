/**
 * Loops as functions of arrays: of any, for which they lay out the shared memory anew, or, with an arena before them,
 * of arrays that stand there.
 */
import { exp, log } from "../elementary";
import { arenaOf, type Arena } from "./arena";

/** log x of each x, in place. */
export function logarithms(x: Float64Array): void {
  const arena = arenaOf(2 * (x.length + 2));
  const y = arena.array(x.length);
  logarithmsOf(arena, arena.place(x), y);
  x.set(y);
}

/** y = log x of each x, of arrays of one memory. */
export function logarithmsOf(arena: Arena, x: Float64Array, y: Float64Array): void {
  run(arena, "logs", log, x, y);
}

/** y = e^x of each x, of arrays of one memory. */
export function exponentialsOf(arena: Arena, x: Float64Array, y: Float64Array): void {
  run(arena, "exps", exp, x, y);
}

/** A loop for most values, and the function that it is of for those near the ends of the doubles. */
function run(
  { loops }: Arena,
  loop: "logs" | "exps",
  of: (x: number) => number,
  x: Float64Array,
  y: Float64Array,
): void {
  const beyond = loops[loop](x.length, x.byteOffset, y.byteOffset);
  for (let i = 0; i < x.length && beyond !== 0; i++) if (y[i] !== y[i]) y[i] = of(x[i]);
}

/** Above it a sum may hold an e^x that the loop has cut off. */
const CUT = 8e307;

/** sum_i exp(a_i + b_i t_i), what an allocation costs where t is log x; of arrays of one memory. */
export function powerSum({ loops }: Arena, a: Float64Array, b: Float64Array, t: Float64Array): number {
  const sum = loops.powerSum(a.length, a.byteOffset, b.byteOffset, t.byteOffset);
  return sum < CUT ? sum : a.reduce((total, ai, i) => total + exp(ai + b[i] * t[i]), 0);
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
