/**
 * The optimum of convex bins beside bins with beta <= 1, as shares of S: which of the latter is
 * active (mixed.ts), and what each convex bin then trades.
 */
import { emptyVolume, scaleShares, shiftVolume, volumeAt } from "./convex/convex-bins";
import type { ConvexBins } from "./convex/convex-bins";
import { absorb, settle } from "./convex/convex";
import type { ConvexPoint } from "./convex/convex";
import type { Lines } from "./mixed/envelope";
import type { CheckedModel } from "./model/impact-model";
import { compareCandidates } from "./mixed/mixed";
import type { CompareOptions, Comparison } from "./mixed/mixed";

export interface MixedSolution extends Comparison {
  /** log lambda. */
  readonly u: number;
  /** The active bin's share of S; 0 where there is none. */
  readonly rest: number;
}

/** The optimum of convex bins beside others; the convex bins' shares of S go to `w`. */
export function solveMixed(
  model: CheckedModel,
  size: number,
  bins: ConvexBins,
  alone: ConvexPoint,
  lines: Lines,
  w: Float64Array,
  options: CompareOptions = {},
): MixedSolution {
  const logSize = Math.log(size);
  const comparison = compareCandidates(model, lines, bins, alone, logSize, w, options);
  const { best } = comparison;
  const volume = emptyVolume();
  if (comparison.last !== best.price) volumeAt(bins, best.price, logSize, w, volume);
  if (best.bin < 0) {
    const settled = settle(bins, logSize, w, alone);
    absorb(bins, w, settled.rest);
    scaleShares(bins, settled.du, 1, w);
    return { ...comparison, u: settled.u, rest: 0 };
  }
  // The active bin is the more elastic side at a local minimum, so the rest of S is its to take.
  const { u } = shiftVolume(bins, best.price, best.du, logSize, w, volume);
  return { ...comparison, u, rest: 1 - volume.w };
}
