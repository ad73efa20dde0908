/** Loops as functions of arrays. What stands in the loops' memory is gone after any of them. */
import { exp, log } from "../elementary";
import { arenaOf } from "./arena";

/** log x of each x, in place. */
export function logarithms(x: Float64Array): void {
  const arena = arenaOf(x.length + 2);
  const values = arena.array(x.length);
  values.set(x);
  arena.loops.logs(x.length, values.byteOffset);
  // The loop takes those far from the ends of the doubles.
  for (let i = 0; i < x.length; i++) x[i] = values[i] === values[i] ? values[i] : log(x[i]);
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
