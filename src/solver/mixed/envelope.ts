/**
 * The lower envelope of the curves with beta <= 1. In logarithms each is a line in the bin's share
 * y = x / S of the parent order:
 *
 *     log g_j(x) = c_j + beta_j t,   t = log y <= 0,   c_j = log alpha_j + beta_j log S
 *
 * If bin j carries y at an optimum, no other bin with beta <= 1 is cheaper at y: else swapping it in
 * would cost less. So only bins on the lower envelope of the lines over t <= 0 matter, each on its
 * own interval of t (README.md, "The lower envelope"). Walking down from t = 0, the slope grows at
 * every corner, and the lines that are no steeper drop out for good.
 */
import { log } from "../../numeric/elementary";
import type { CheckedModel } from "../model/impact-model";

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
    lines.c[k] = log(alpha[j]) + beta[j] * logSize;
  }
  return lines;
}

/** Lines made for S = 1 (log S = 0), at another size. */
export function linesAt({ index, c, beta }: Lines, logSize: number): Lines {
  const moved = new Float64Array(c.length);
  for (let k = 0; k < c.length; k++) moved[k] = c[k] + beta[k] * logSize;
  return { index, c: moved, beta };
}

/** Corners found by scanning before the lines that are left are sorted. */
const SCANS = 16;

/**
 * The envelope's pieces from t = 0 downwards: a handful of corners, as is usual, by one linear scan each;
 * where there are more, the rest by sorting. Of identical lines the one with the lowest index stands for all.
 *
 * @param without a bin to leave out, for the envelope of the rest.
 */
export function lowerEnvelope(lines: Lines, without = -1): Piece[] {
  const { index, c, beta } = lines;
  let current = -1;
  const live = new Int32Array(index.length);
  let count = 0;
  for (let k = 0; k < index.length; k++) {
    if (index[k] === without) continue;
    live[count++] = k;
    if (current < 0 || c[k] < c[current] || (c[k] === c[current] && beta[k] > beta[current])) current = k;
  }
  if (current < 0) return [];
  const corners: Corner[] = [{ line: current, high: 0 }];
  while (corners.length <= SCANS) {
    let next = -1;
    let corner = -Infinity;
    let kept = 0;
    for (let m = 0; m < count; m++) {
      const k = live[m];
      if (!(beta[k] > beta[current])) continue;
      live[kept++] = k;
      const t = meet(lines, current, k);
      if (t > corner || (t === corner && beta[k] > beta[next])) {
        corner = t;
        next = k;
      }
    }
    count = kept;
    if (next < 0) return pieces(lines, corners);
    corners.push({ line: next, high: corner });
    current = next;
  }
  return pieces(lines, sortedCorners(lines, live.subarray(0, count), corners));
}

/** Where a line of the envelope takes over, seen from t = 0. */
interface Corner {
  readonly line: number;
  readonly high: number;
}

/**
 * Goes on from the last corner over the lines by ascending slope: each takes over where it meets the
 * envelope so far, and a line that it meets above that one's own corner was never the lowest.
 */
function sortedCorners(lines: Lines, live: Int32Array, found: readonly Corner[]): Corner[] {
  const { c, beta } = lines;
  const corners = [...found];
  live.sort((k, m) => beta[k] - beta[m] || c[k] - c[m] || k - m);
  for (const k of live) {
    let top = corners[corners.length - 1];
    // Of parallel lines, the lowest came first.
    if (!(beta[k] > beta[top.line])) continue;
    let t = meet(lines, top.line, k);
    while (t >= top.high && corners.length > found.length) {
      corners.pop();
      top = corners[corners.length - 1];
      t = meet(lines, top.line, k);
    }
    corners.push({ line: k, high: t });
  }
  return corners;
}

function meet({ c, beta }: Lines, flat: number, steep: number): number {
  return (c[flat] - c[steep]) / (beta[steep] - beta[flat]);
}

function pieces({ index }: Lines, corners: readonly Corner[]): Piece[] {
  let above = 0;
  return corners.map(({ line }, k) => {
    const high = above;
    // Rounding may put a corner a hair above the one before.
    above = k + 1 < corners.length ? Math.min(corners[k + 1].high, high) : -Infinity;
    return { bin: index[line], low: above, high };
  });
}
