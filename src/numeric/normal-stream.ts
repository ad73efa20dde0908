/**
 * Standard normal draws by the thousand: the ziggurat of Marsaglia and Tsang (Journal of Statistical
 * Software 5, 2000) with 256 layers, in the form of Doornik (An improved ziggurat method to generate
 * normal random samples, Oxford, 2005), whose layer and value come from separate bits.
 *
 * The area under exp(-x^2 / 2) is covered by layers of equal area V; layer i reaches to X[i]. A point of
 * a layer that lies under the next one's edge, as 99 of 100 do, is taken without an exponential.
 */
import { exp, log } from "./elementary";
import { nextBits } from "./random";

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

/**
 * Fills an array with the next normals, mean 0 and variance 1, of a stream (`streamState`). sfc32
 * (`nextBits`) is written out here, its state in variables, and the tables are the function's own:
 * together that makes it ten times as fast.
 */
export function fillNormals(state: Int32Array, out: Float64Array): void {
  const edges = X;
  const inside = INSIDE;
  let a = state[0];
  let b = state[1];
  let c = state[2];
  let counter = state[3];
  for (let i = 0; i < out.length; i++) {
    const word = (((a + b) | 0) + counter) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + word) | 0;
    const more = (((a + b) | 0) + ((counter + 1) | 0)) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + more) | 0;
    counter = (counter + 2) | 0;
    const layer = word & (LAYERS - 1);
    // 24 bits with a sign and 29 more: u is uniform on [-1, 1).
    const u = ((word >> 8) * 536870912 + (more >>> 3)) * Number.EPSILON;
    if (Math.abs(u) < inside[layer]) {
      out[i] = u * edges[layer];
      continue;
    }
    store(state, a, b, c, counter);
    const edge = atEdge(state, layer, u);
    if (Number.isNaN(edge)) i--;
    else out[i] = edge;
    a = state[0];
    b = state[1];
    c = state[2];
    counter = state[3];
  }
  store(state, a, b, c, counter);
}

function store(state: Int32Array, a: number, b: number, c: number, counter: number): void {
  state[0] = a;
  state[1] = b;
  state[2] = c;
  state[3] = counter;
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
