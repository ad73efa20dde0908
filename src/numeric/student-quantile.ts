/**
 * Quantiles of Student's t with n = 1, 2, ... degrees of freedom, from the finite series of its
 * distribution (Abramowitz and Stegun 26.7.3 and 26.7.4), with theta = atan(t / sqrt n):
 *
 *     P(|T| <= t) = sin theta (1 + 1/2 cos^2 theta + ... )                       n even
 *     P(|T| <= t) = 2/pi (theta + sin theta (cos theta + 2/3 cos^3 theta + ...)) n odd
 */
import { must } from "../base/input-error";
import { bisect } from "./bisect";
import { cos, sin, tan } from "./elementary";

/** The t with P(|T| <= t) = confidence, 0 < confidence < 1. */
export function studentQuantile(confidence: number, degrees: number): number {
  must(Number.isInteger(degrees) && degrees >= 1, "degrees", "must be a whole number, 1 or above", degrees);
  must(confidence > 0 && confidence < 1, "confidence", "must lie between 0 and 1", confidence);
  const { low, high } = bisect(0, Math.PI / 2, (theta) => central(theta, degrees) < confidence);
  return Math.sqrt(degrees) * tan((low + high) / 2);
}

function central(theta: number, degrees: number): number {
  const sine = sin(theta);
  const cosine = cos(theta);
  const odd = degrees % 2;
  let term = odd ? cosine : 1;
  let series = degrees === 1 ? 0 : term;
  for (let k = 2 + odd; k <= degrees - 2; k += 2) {
    term *= ((k - 1) / k) * cosine * cosine;
    series += term;
  }
  return odd ? (2 / Math.PI) * (theta + sine * series) : sine * series;
}
