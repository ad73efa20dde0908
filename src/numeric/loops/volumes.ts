/** Many exponentials at once: what bins trade at a price. */
import { arenaOf } from "./arena";

/**
 * exp((u - l_i) p_i) of each, to `w`; 0 below the normal doubles. What stands in the loops' memory is gone
 * afterwards.
 */
export function volumes(l: Float64Array, p: Float64Array, u: number, w: Float64Array): void {
  const n = l.length;
  const arena = arenaOf(3 * (n + 2));
  const [ls, ps, ws] = [arena.array(n), arena.array(n), arena.array(n)];
  ls.set(l);
  ps.set(p);
  arena.loops.volume(n, ls.byteOffset, ps.byteOffset, ws.byteOffset, u, 0, 0);
  w.set(ws);
}
