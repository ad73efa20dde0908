/** Samples as curves: few points that show what thousands would. */

/** A curve's points. */
export interface Points {
  readonly x: number[];
  readonly y: number[];
}

/** The empirical distribution function at `count` steps: the share of the sample, in %, that is no more than x. */
export function ecdf(sample: ArrayLike<number>, count = 120): Points {
  const sorted = Float64Array.from(sample).sort();
  const steps = Math.min(count, sorted.length);
  const at = (k: number): number => Math.min(sorted.length - 1, Math.round(((k + 1) / steps) * sorted.length) - 1);
  const ranks = Array.from({ length: steps }, (_, k) => at(k));
  return { x: ranks.map((rank) => sorted[rank]), y: ranks.map((rank) => (100 * (rank + 1)) / sorted.length) };
}

/** Shares of the sample, in %, in `count` cells of equal width from `low` to `high`; x is the cells' middles. */
export function histogram(sample: ArrayLike<number>, low: number, high: number, count: number): Points {
  const width = (high - low) / count;
  const y = new Array<number>(count).fill(0);
  for (let m = 0; m < sample.length; m++) {
    const cell = Math.floor((sample[m] - low) / width);
    if (cell >= 0 && cell < count) y[cell] += 100 / sample.length;
  }
  return { x: y.map((_, k) => low + (k + 0.5) * width), y };
}
