/** Many logarithms at once. */
import { log } from "../elementary";
import { arenaOf } from "./arena";

/** log x of each x, in place. What stands in the loops' memory is gone afterwards. */
export function logarithms(x: Float64Array): void {
  const arena = arenaOf(x.length + 2);
  const values = arena.array(x.length);
  values.set(x);
  arena.loops.logs(x.length, values.byteOffset);
  // The loop takes those far from the ends of the doubles.
  for (let i = 0; i < x.length; i++) x[i] = values[i] === values[i] ? values[i] : log(x[i]);
}
