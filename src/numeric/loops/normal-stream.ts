/**
 * Standard normal draws by the thousand: the ziggurat of Marsaglia and Tsang (Journal of Statistical
 * Software 5, 2000) with 256 layers, in the form of Doornik (An improved ziggurat method to generate
 * normal random samples, Oxford, 2005), whose layer and value come from separate bits.
 *
 * The area under exp(-x^2 / 2) is covered by layers of equal area V; layer i reaches to X[i]. A point of
 * a layer that lies under the next one's edge, as 99 of 100 do, is taken without an exponential.
 */
import { exp, log } from "../elementary";
import { nextBits } from "../random";
import { arenaOf, type Arena } from "./arena";

const LAYERS = 256;
/** Where the tail begins, and the area of a layer: the pair for which the last edge falls on 0. */
const R = 3.6541528853610088;
const V = 0.00492867323397465;
const X = new Float64Array(LAYERS + 1);
/** X[i + 1] / X[i]: nearer to 0 a point of layer i is under the curve. */
const INSIDE = new Float64Array(LAYERS);
X[0] = V / exp((-R * R) / 2);
X[1] = R;
for (let i = 2; i < LAYERS; i++) X[i] = Math.sqrt(-2 * log(V / X[i - 1] + exp((-X[i - 1] * X[i - 1]) / 2)));
for (let i = 0; i < LAYERS; i++) INSIDE[i] = X[i + 1] / X[i];

/** Doubles that the ziggurat's tables take of a memory. */
export const NORMALS_ROOM = 2 * LAYERS + 5;

/** Fills an array with the next normals, mean 0 and variance 1, of a stream (`streamState`). */
export type Normals = (state: Int32Array, out: Float64Array) => void;

/** What fills arrays of a memory, with its tables beside them. */
export function normalsIn(arena: Arena): Normals {
  const { loops, out: sums } = arena;
  const [edges, inside] = [arena.place(X).byteOffset, arena.place(INSIDE).byteOffset];
  return (state, out) => {
    const n = out.length;
    for (let i = 0; i < n;) {
      i = loops.normals(i, n, out.byteOffset, edges, inside, state[0], state[1], state[2], state[3]);
      for (let k = 0; k < 4; k++) state[k] = sums[k];
      if (i < n) out[i++] = sums[4] < 0 ? -tail(state) : tail(state);
    }
  };
}

/** Fills any array with the next normals of a stream. */
export const fillNormals: Normals = (state, out) => {
  const arena = arenaOf(out.length + 2 + NORMALS_ROOM);
  const z = arena.array(out.length);
  normalsIn(arena)(state, z);
  out.set(z);
};

/** A draw beyond R (Marsaglia 1964). */
function tail(state: Int32Array): number {
  for (;;) {
    const x = -log(uniform(state)) / R;
    const y = -log(uniform(state));
    if (y + y > x * x) return R + x;
  }
}

/** Uniform on (0, 1]. */
function uniform(state: Int32Array): number {
  return ((nextBits(state) >>> 0) + 1) / 4294967296;
}
