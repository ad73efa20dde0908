/**
 * Intervals of what folds come to, by the circular block bootstrap (Politis and Romano, in Exploring the Limits of
 * Bootstrap, 1992): blocks of b = ceil(F^(1/3)) folds one after the other are drawn with replacement, so that what
 * neighbouring folds have in common stays together. The bootstrap's standard error, of F - b folds rather than F, times
 * Student's t with as many degrees as there are blocks, less one: percentiles of few folds are too short.
 */
import { createRandom } from "../../numeric/random";
import { studentQuantile } from "../../numeric/student-quantile";

/** A value with its interval; NaN ends where there are too few folds. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** @param statistic of the folds with these numbers, which may repeat. */
export function blockInterval(
  folds: number,
  statistic: (chosen: readonly number[]) => number,
  { confidence, resamples, seed }: { readonly confidence: number; readonly resamples: number; readonly seed: number },
): Interval {
  const value = statistic(Array.from({ length: folds }, (_, fold) => fold));
  if (folds < 3) return { value, low: NaN, high: NaN };
  const block = blockLength(folds);
  const random = createRandom(seed);
  let [sum, squares] = [0, 0];
  for (let draw = 0; draw < resamples; draw++) {
    const chosen: number[] = [];
    while (chosen.length < folds) {
      const start = random.integer(folds);
      for (let k = 0; k < block && chosen.length < folds; k++) chosen.push((start + k) % folds);
    }
    const off = statistic(chosen) - value;
    sum += off;
    squares += off * off;
  }
  const mean = sum / resamples;
  const variance = ((squares / resamples - mean * mean) * folds) / (folds - block);
  const blocks = Math.max(1, Math.floor(folds / block) - 1);
  const half = studentQuantile(confidence, blocks) * Math.sqrt(Math.max(0, variance));
  return { value, low: value - half, high: value + half };
}

/** b: the least whole number whose cube is at least the number of folds. */
function blockLength(folds: number): number {
  let block = 1;
  while (block * block * block < folds) block++;
  return Math.min(block, Math.max(1, Math.floor(folds / 3)));
}
