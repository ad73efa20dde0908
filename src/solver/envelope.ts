/**
 * The lower envelope of the curves with beta <= 1. In logarithms each is a line in the bin's share
 * y = x / S of the parent order:
 *
 *     log g_j(x) = c_j + beta_j t,   t = log y <= 0,   c_j = log alpha_j + beta_j log S
 *
 * If bin j carries y at an optimum, no other bin with beta <= 1 is cheaper at y: else swapping it in
 * would cost less. So only bins on the lower envelope of the lines over t <= 0 matter, each on its
 * own interval of t (DESIGN.md, section 3, step 3). Walking down from t = 0, the slope grows at
 * every corner, and the lines that are no steeper drop out for good.
 */
import type { CheckedModel } from "./impact-model";

/** The curves with beta <= 1 as lines in log share; `index` holds each one's bin. */
export interface Lines {
  readonly index: Int32Array;
  /** c_j: the log of the cost of trading all of S in the bin. */
  readonly c: Float64Array;
  readonly beta: Float64Array;
}

/** A stretch of the envelope: the bin is the cheapest of all for log shares from `low` to `high`. */
export interface Piece {
  readonly bin: number;
  readonly low: number;
  readonly high: number;
}

export function logLines({ alpha, beta }: CheckedModel, index: Int32Array, logSize: number): Lines {
  const lines = { index, c: new Float64Array(index.length), beta: new Float64Array(index.length) };
  for (let k = 0; k < index.length; k++) {
    const j = index[k];
    lines.beta[k] = beta[j];
    lines.c[k] = Math.log(alpha[j]) + beta[j] * logSize;
  }
  return lines;
}

/** Lines made for S = 1 (log S = 0), at another size. */
export function linesAt({ index, c, beta }: Lines, logSize: number): Lines {
  const moved = new Float64Array(c.length);
  for (let k = 0; k < c.length; k++) moved[k] = c[k] + beta[k] * logSize;
  return { index, c: moved, beta };
}

/**
 * The envelope's pieces from t = 0 downwards, one linear scan a corner. Of identical lines the one
 * with the lowest index stands for all.
 *
 * @param without a bin to leave out, for the envelope of the rest.
 */
export function lowerEnvelope({ index, c, beta }: Lines, without = -1): Piece[] {
  const pieces: Piece[] = [];
  let current = -1;
  const live = new Int32Array(index.length);
  let count = 0;
  for (let k = 0; k < index.length; k++) {
    if (index[k] === without) continue;
    live[count++] = k;
    if (current < 0 || c[k] < c[current] || (c[k] === c[current] && beta[k] > beta[current])) current = k;
  }
  let high = 0;
  while (current >= 0) {
    let next = -1;
    let corner = -Infinity;
    let kept = 0;
    for (let m = 0; m < count; m++) {
      const k = live[m];
      if (!(beta[k] > beta[current])) continue;
      live[kept++] = k;
      const t = (c[current] - c[k]) / (beta[k] - beta[current]);
      if (t > corner || (t === corner && beta[k] > beta[next])) {
        corner = t;
        next = k;
      }
    }
    count = kept;
    // Rounding may put a corner a hair above the one before.
    corner = Math.min(corner, high);
    pieces.push({ bin: index[current], low: corner, high });
    high = corner;
    current = next;
  }
  return pieces;
}
