/** Correlated normals of many bins at once, made and kept where the loops are: nothing is copied in or out. */
import type { Arena } from "./arena";
import { NORMALS_ROOM, normalsIn } from "./normal-stream";

/** Of each bin y = a + p z1 and b + q z1 + r z2, of standard normals z1 and z2. */
export interface Factors {
  readonly a: readonly number[];
  readonly b: readonly number[];
  readonly p: readonly number[];
  readonly q: readonly number[];
  readonly r: readonly number[];
}

/** Arrays of a memory, written over by the next of a stream. */
export interface CorrelatedNormals {
  readonly y: Float64Array;
  readonly b: Float64Array;
  /** e^y. */
  readonly e: Float64Array;
  /** Whether some b is not above `least`, or some |y| not below `far` < 708: what e is then, is not said. */
  next(state: Int32Array, least: number, far: number): boolean;
}

/** Doubles that they take of a memory. */
export function correlatedRoom(n: number): number {
  return NORMALS_ROOM + 10 * (n + 2);
}

export function correlatedIn(arena: Arena, factors: Factors): CorrelatedNormals {
  const n = factors.a.length;
  const fill = normalsIn(arena);
  const z = arena.array(2 * n);
  const of = [factors.a, factors.b, factors.p, factors.q, factors.r].map((values) => arena.place(values).byteOffset);
  const [y, b, e] = [arena.array(n), arena.array(n), arena.array(n)];
  const next = (state: Int32Array, least: number, far: number): boolean => {
    fill(state, z);
    const [a1, b1, p, q, r] = of;
    const to = [y.byteOffset, b.byteOffset, e.byteOffset] as const;
    return arena.loops.correlated(n, z.byteOffset, a1, b1, p, q, r, ...to, least, far) !== 0;
  };
  return { y, b, e, next };
}
