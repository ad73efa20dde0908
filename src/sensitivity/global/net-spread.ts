/**
 * How well the mean of terms over R independent nets is known, told by how the nets' own means spread: its error is
 * se^2 = s^2 / R, and its interval is of the means of subsets of the nets (typical-values.ts). Student's would hold too
 * often: it takes the nets for one normal law, where each half of them has a control variate of its own and the one's
 * errors are often ten times the other's. Of fewer nets than the confidence asks for, Student's is what there is.
 *
 * Where the terms are skewed, both hold too seldom: a sample without the few large ones has a low mean and a small
 * spread. With gamma the skewness of n terms, that of R means of n / R of them is gamma sqrt(R / n), and Edgeworth's
 * expansion (Hall, The Bootstrap and Edgeworth Expansion, 1992, section 2.6) has the interval at +-z hold less often by
 *
 *     2 z phi(z) / R ((z^2 + 3) / 4 + gamma^2 (R / n) (z^2 + 3)(z^2 - 1) / 18),
 *
 * the first of which is what Student's t makes good at R - 1 degrees. The second is of the end alone towards which the
 * terms are skewed, and is made good there, by as much as Student's t grows from R - 1 degrees to
 *
 *     1 / degrees = 1 / (R - 1) + 2 gamma^2 / n,
 *
 * with 4 / 9 (z^2 - 1) = 1.26 before gamma^2 / n rounded up to 2, as a sample's skewness is below that of its law; and
 * no fewer than a fifth of R - 1, as the sample that has the one large term needs them least.
 */
import { studentQuantile } from "../../numeric/student-quantile";
import { typicalEnds } from "../../numeric/typical-values";

export interface NetSpread {
  readonly se: number;
  /** One a net, R in all. */
  readonly means: Float64Array;
  /** gamma / sqrt(n), the skewness of the mean: from -1 to 1, far from 0 where few of the terms make the mean. */
  readonly skewness: number;
}

/**
 * @param terms about 0 in mean.
 * @param net the net of each, from 0 on.
 */
export function netSpread(terms: Float64Array, net: Int32Array): NetSpread {
  const n = terms.length;
  const sums = new Float64Array(1 + net.reduce((last, one) => Math.max(last, one), 0));
  const seen = new Uint8Array(sums.length);
  let [squares, cubes] = [0, 0];
  for (let row = 0; row < n; row++) {
    const square = terms[row] * terms[row];
    squares += square;
    cubes += square * terms[row];
    sums[net[row]] += terms[row];
    seen[net[row]] = 1;
  }
  const nets = sums.filter((_, one) => seen[one] === 1);
  const R = nets.length;
  const means = nets.map((sum) => (sum * R) / n);
  const spread = means.reduce((sum, mean) => sum + mean * mean, 0);
  // (cubes / n) / (squares / n)^1.5 / sqrt(n).
  const skewness = squares > 0 ? cubes / squares / Math.sqrt(squares) : 0;
  return { se: Math.sqrt(spread / (R * (R - 1))), means, skewness };
}

/** How far the interval of the mean reaches below it and above. */
export function reach({ se, means, skewness }: NetSpread, confidence: number): { below: number; above: number } {
  const all = means.length - 1;
  const student = studentQuantile(confidence, all);
  const [low, high] = typicalEnds(means, confidence) ?? [-student * se, student * se];
  const degrees = Math.max(1, all / 5, 1 / (1 / all + 2 * skewness * skewness));
  const wider = studentQuantile(confidence, degrees) / student;
  return skewness > 0 ? { below: -low, above: high * wider } : { below: -low * wider, above: high };
}
