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
import { logarithms } from "../../numeric/loops/over-arrays";
import type { CheckedModel } from "../model/impact-model";

/** The curves with beta <= 1 as lines in log share; `index` holds each one's bin. */
export interface Lines {
  readonly index: Int32Array;
  /** c_j: the log of the cost of trading all of S in the bin. */
  readonly c: Float64Array;
  readonly beta: Float64Array;
  /** Which of many may be on the envelope, once that has been asked for. */
  near?: Near;
}

/** Lines by number that may be on the envelope, whichever bin is left out but those of `corners`. */
interface Near {
  readonly live: Int32Array;
  readonly corners: readonly number[];
}

/** A stretch of the envelope: the bin is the cheapest of all for log shares from `low` to `high`. */
export interface Piece {
  readonly bin: number;
  readonly low: number;
  readonly high: number;
}

export function logLines({ alpha, beta }: CheckedModel, index: Int32Array, logSize: number): Lines {
  const lines: Lines = { index, c: new Float64Array(index.length), beta: new Float64Array(index.length) };
  for (let k = 0; k < index.length; k++) {
    lines.beta[k] = beta[index[k]];
    lines.c[k] = alpha[index[k]];
  }
  logarithms(lines.c);
  return logSize === 0 ? lines : linesAt(lines, logSize);
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
  const { index } = lines;
  if (index.length <= MANY) return pieces(lines, cornersOf(lines, linesBut(lines, without, 1)));
  if (lines.near === undefined || lines.near.corners.includes(without)) {
    const corners = cornersOf(lines, linesBut(lines, without, STRIDE));
    lines.near = { live: notAbove(lines, corners), corners: corners.map(({ line }) => index[line]) };
  }
  const live = lines.near.live.filter((k) => index[k] !== without);
  return pieces(lines, cornersOf(lines, live));
}

/** One of every so many lines, but for one bin's. Which one is as good as chance, for bins come in patterns. */
function linesBut({ index }: Lines, without: number, stride: number): Int32Array {
  const live = new Int32Array(Math.ceil(index.length / stride));
  let count = 0;
  for (let start = 0; start < index.length; start += stride) {
    const k = start + ((Math.imul(start, 0x9e3779b1) >>> 16) % stride);
    if (k < index.length && index[k] !== without) live[count++] = k;
  }
  return live.subarray(0, count);
}

/** From so many lines on, most are left out at once: those above the envelope of one in 64 of them. */
const MANY = 1 << 12;
const STRIDE = 64;

/**
 * The lines that are not above an envelope everywhere. It is concave, so a line comes nearest to it at the corner
 * where the envelope grows steeper than the line; one steeper than all of it gets below it in the end.
 */
function notAbove({ c, beta }: Lines, corners: readonly Corner[]): Int32Array {
  const steepness = Float64Array.from(corners, ({ line }) => beta[line]);
  const at = Float64Array.from(corners, ({ high }) => high);
  // What rounding may do to either is left in.
  const level = Float64Array.from(corners, ({ line, high }) => {
    const value = c[line] + beta[line] * high;
    return value + 1e-12 * (1 + Math.abs(value) + Math.abs(high));
  });
  const last = corners.length - 1;
  const lowest = c[corners[last].line] + 1e-12 * (1 + Math.abs(c[corners[last].line]));
  let kept = 0;
  const near = new Int32Array(c.length);
  for (let k = 0; k < c.length; k++) {
    const b = beta[k];
    let above: boolean;
    if (b >= steepness[last]) above = b === steepness[last] && c[k] > lowest;
    else {
      let corner = 0;
      while (steepness[corner] <= b) corner++;
      above = c[k] + b * at[corner] > level[corner];
    }
    if (!above) near[kept++] = k;
  }
  return near.slice(0, kept);
}

/** The corners of the envelope of some lines, from t = 0 downwards. */
function cornersOf(lines: Lines, live: Int32Array): Corner[] {
  const { c, beta } = lines;
  let current = -1;
  for (const k of live)
    if (current < 0 || c[k] < c[current] || (c[k] === c[current] && beta[k] > beta[current])) current = k;
  if (current < 0) return [];
  const corners: Corner[] = [{ line: current, high: 0 }];
  let count = live.length;
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
    if (next < 0) return corners;
    corners.push({ line: next, high: corner });
    current = next;
  }
  return sortedCorners(lines, live.subarray(0, count), corners);
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
