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
import { arenaOf } from "./arena";

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

/** Fills an array with the next normals, mean 0 and variance 1, of a stream (`streamState`). */
export function fillNormals(state: Int32Array, out: Float64Array): void {
  const n = out.length;
  const arena = arenaOf(n + 2 * LAYERS + 5);
  const [z, edges, inside] = [arena.array(n), arena.array(LAYERS + 1), arena.array(LAYERS)];
  edges.set(X);
  inside.set(INSIDE);
  const [addressZ, addressX, addressInside] = [z.byteOffset, edges.byteOffset, inside.byteOffset];
  const sums = arena.out;
  for (let i = 0; i < n;) {
    i = arena.loops.normals(i, n, addressZ, addressX, addressInside, state[0], state[1], state[2], state[3]);
    for (let k = 0; k < 4; k++) state[k] = sums[k];
    if (i === n) break;
    const edge = atEdge(state, sums[4], sums[5]);
    if (!Number.isNaN(edge)) z[i++] = edge;
  }
  out.set(z);
}

/** A point that may lie above the curve: in the tail, on a layer's edge, or, NaN, not to be taken. */
function atEdge(state: Int32Array, layer: number, u: number): number {
  if (layer === 0) return u < 0 ? -tail(state) : tail(state);
  const x = u * X[layer];
  const outer = exp((x * x - X[layer] * X[layer]) / 2);
  const inner = exp((x * x - X[layer + 1] * X[layer + 1]) / 2);
  return inner + uniform(state) * (outer - inner) < 1 ? x : NaN;
}

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
