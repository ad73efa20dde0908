/**
 * The weighted least-squares line y = intercept + slope * x, and how it depends on each y.
 *
 *     slope = sum w (x - xm)(y - ym) / sum w (x - xm)^2,   intercept = ym - slope * xm,
 *
 * with weighted means xm, ym. The fit is linear in y, so d slope / d y_k = w_k (x_k - xm) / Sxx and
 * d intercept / d y_k = w_k / W - xm * d slope / d y_k: what a covariance of the y turns into a
 * covariance of the line, however correlated the y are.
 */
import { pow } from "./elementary";

export interface LineFit {
  readonly intercept: number;
  readonly slope: number;
  /** 1 - residual / total sum of squares, weighted; 1 where y does not vary and the line meets it. */
  readonly r2: number;
  /** d intercept / d y_k. */
  readonly interceptBy: Float64Array;
  /** d slope / d y_k. */
  readonly slopeBy: Float64Array;
}

/** Fits at least two distinct `x` with positive weights; the caller has checked both. */
export function fitLine(x: ArrayLike<number>, y: ArrayLike<number>, weight: ArrayLike<number>): LineFit {
  const count = x.length;
  let [total, xMean, yMean] = [0, 0, 0];
  for (let k = 0; k < count; k++) total += weight[k];
  for (let k = 0; k < count; k++) {
    xMean += (weight[k] / total) * x[k];
    yMean += (weight[k] / total) * y[k];
  }
  let [sxx, sxy, syy] = [0, 0, 0];
  for (let k = 0; k < count; k++) {
    const [dx, dy] = [x[k] - xMean, y[k] - yMean];
    sxx += weight[k] * dx * dx;
    sxy += weight[k] * dx * dy;
    syy += weight[k] * dy * dy;
  }
  const slope = sxy / sxx;
  let residual = 0;
  const interceptBy = new Float64Array(count);
  const slopeBy = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    residual += weight[k] * pow(y[k] - yMean - slope * (x[k] - xMean), 2);
    slopeBy[k] = (weight[k] * (x[k] - xMean)) / sxx;
    interceptBy[k] = weight[k] / total - xMean * slopeBy[k];
  }
  const r2 = syy > 0 ? 1 - residual / syy : 1;
  return { intercept: yMean - slope * xMean, slope, r2, interceptBy, slopeBy };
}
