/**
 * The ranges that a model's fits saw as plain JSON, and what of an allocation lies outside them: `extrapolation`
 * for many allocations of one model, of which only the sums are wanted.
 */
import { exp, log, pow } from "../numeric/elementary";
import type { FittedModel } from "./extrapolation";
import { type BinStatus, curveOrigin } from "./table/impact-estimates";

/** One entry a bin; null where the table does not say. */
export interface FitRanges {
  readonly minSize: readonly (number | null)[];
  readonly maxSize: readonly (number | null)[];
  readonly filled: readonly boolean[];
}

export interface Outside {
  /** Shares of the order that trade below minSize, above maxSize, and by a neighbour's curve. */
  below: number;
  above: number;
  filled: number;
  /** C(x) where what lies below minSize pays minSize's cost a share instead, currency. */
  ceiling: number;
}

/** The ranges of a model; undefined where it states none. */
export function fitRanges({ alpha, minSize, maxSize, status }: FittedModel): FitRanges | undefined {
  const orNull = (sizes: ArrayLike<number> | undefined): (number | null)[] =>
    Array.from({ length: alpha.length }, (_, i) => ((sizes?.[i] ?? NaN) > 0 ? (sizes as ArrayLike<number>)[i] : null));
  const ranges = {
    minSize: orNull(minSize),
    maxSize: orNull(maxSize),
    filled: Array.from(
      { length: alpha.length },
      (_, i) => curveOrigin((status?.[i] ?? "") as BinStatus | "") === "filled",
    ),
  };
  const stated = [...ranges.minSize, ...ranges.maxSize].some((size) => size !== null) || ranges.filled.includes(true);
  return stated ? ranges : undefined;
}

/** What of x lies outside, as a function of x, S and C(x). */
export function outsideOf(
  alpha: Float64Array,
  beta: Float64Array,
  { minSize, maxSize, filled }: FitRanges,
): (x: Float64Array, size: number, cost: number) => Outside {
  const least = Float64Array.from(minSize, (size) => size ?? 0);
  const most = Float64Array.from(maxSize, (size) => size ?? Infinity);
  const aShare = least.map((size, i) => (size > 0 ? alpha[i] * pow(size, beta[i] - 1) : 0));
  const logAlpha = alpha.map((a) => log(a));
  const [e, ln] = [exp, log];
  return (x, size, cost) => {
    const sums = { below: 0, above: 0, filled: 0, ceiling: cost };
    for (let i = 0; i < x.length; i++) {
      if (!(x[i] > 0)) continue;
      if (filled[i]) sums.filled += x[i];
      if (x[i] > most[i]) sums.above += x[i];
      if (!(x[i] < least[i])) continue;
      sums.below += x[i];
      sums.ceiling += Math.max(0, x[i] * aShare[i] - e(logAlpha[i] + beta[i] * ln(x[i])));
    }
    // Rounded sums of all the order's parts may pass it by a bit.
    const share = (part: number): number => Math.min(1, part / size);
    return { ...sums, below: share(sums.below), above: share(sums.above), filled: share(sums.filled) };
  };
}
