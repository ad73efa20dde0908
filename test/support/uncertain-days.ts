/** Estimates with errors, made from a seed: for studies that need a known truth. */
import { createRandom } from "../../src/numeric/random";
import type { UncertainModel } from "../../src/sensitivity/monte-carlo/parameter-errors";

export interface UncertainDay extends UncertainModel {
  readonly alpha: Float64Array;
  readonly beta: Float64Array;
  readonly seLogAlpha: Float64Array;
  readonly seBeta: Float64Array;
  readonly cov: Float64Array;
}

/**
 * n bins fitted around 500 shares: the errors at that size are `level`, those of beta `slope`, and the two
 * independent, so that log alpha and beta are not.
 */
export function uncertainDay(n: number, seed: number, level = 0.1, slope = 0.05): UncertainDay {
  const random = createRandom(seed);
  const centre = Math.log(500);
  const beta = Float64Array.from({ length: n }, () => 1.3 + 0.4 * random.uniform());
  const alpha = beta.map((b) => 5 * Math.exp(0.5 * random.normal() - b * centre));
  return {
    alpha,
    beta,
    seLogAlpha: new Float64Array(n).fill(Math.hypot(level, centre * slope)),
    seBeta: new Float64Array(n).fill(slope),
    cov: new Float64Array(n).fill(-centre * slope * slope),
  };
}
