/**
 * Polynomials that are orthonormal under an input's own distribution (Xiu and Karniadakis, SIAM J. Sci. Comput. 24,
 * 2002), by their recurrences: of a uniform input Legendre's, t in [-1, 1], of a normal one Hermite's, z its score:
 *
 *     p_k(t) = sqrt(2 k + 1) P_k(t),    (k + 1) P_k+1 = (2 k + 1) t P_k - k P_k-1
 *     p_k(z) = He_k(z) / sqrt(k!),      sqrt(k + 1) p_k+1 = z p_k - sqrt(k) p_k-1
 */
import { log } from "../../numeric/elementary";
import type { StudyInput } from "./study-input";

/** From an input's value, which must not be fixed, to t or z. */
export function standardised(input: StudyInput): (x: number) => number {
  if ("mean" in input) return (x) => (x - input.mean) / input.sd;
  const { low, high, scale } = input;
  if (scale !== "log") return (x) => (x - low) / (high - low) - (high - x) / (high - low);
  const ratio = log(high / low);
  return (x) => (2 * log(x / low)) / ratio - 1;
}

/** Writes p_0, p_1, ... at t (or z), as many as `out` holds. */
export function orthonormal(input: StudyInput, t: number, out: Float64Array): void {
  const normal = "mean" in input;
  let [before, value] = [0, 1];
  out[0] = 1;
  for (let k = 0; k + 1 < out.length; k++) {
    const next = normal
      ? (t * value - Math.sqrt(k) * before) / Math.sqrt(k + 1)
      : ((2 * k + 1) * t * value - k * before) / (k + 1);
    [before, value] = [value, next];
    out[k + 1] = normal ? value : Math.sqrt(2 * k + 3) * value;
  }
}

/**
 * E p_k^4 of a normal input's: how many points there must be for their mean square to be about the 1 that it is on
 * average. Of a uniform input's few tell it, and this says 1.
 *
 *     E p_k^4 = sum_j (2 j)! (C(k, j) / j!)^2 = 1, 3, 15, 93, 639, 4653 ...
 */
export function fourthMoment(input: StudyInput, k: number): number {
  if (!("mean" in input)) return 1;
  let [sum, part] = [0, 1];
  for (let j = 0; j <= k; j++) {
    sum += part;
    const up = (k - j) / (j + 1) / (j + 1);
    part *= (2 * j + 1) * (2 * j + 2) * up * up;
  }
  return sum;
}
