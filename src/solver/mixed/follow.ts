/**
 * The optimum of a mixed model followed from one size to the next. While the same bin j of beta <= 1
 * stays active its share obeys the same law as the convex bins', with p_j = 1 / (beta_j - 1) below 0:
 *
 *     sum_V exp((u - l_i) p_i) + exp((u - l_j) p_j) = S
 *
 * so one more bin in the same iteration, started where the last sums say lambda has moved to, arrives
 * in a pass. (The sum is convex in u; the root where it falls is the one local minimum.) A linear bin's
 * price does not move at all.
 *
 * That j, or none, is still the best choice is proven by the tangents of the convex bins' cost that the
 * last comparison of all candidates left behind: c(v) is one function of the volume, whatever S is.
 * Where they do not prove it, the comparison is due again.
 */
import { exp, log } from "../../numeric/elementary";
import type { Evidence } from "../model/allocation";
import { emptyVolume, volumeAt, type HeldBins } from "../convex/convex-bins";
import { finish, priceAfter, rootNear } from "../convex/convex";
import { lowerEnvelope } from "./envelope";
import type { MixedProblem, MixedSolution } from "./mixed";
import { logMarginal } from "../model/cost";

export interface Followed {
  readonly evidence: Evidence;
  readonly logLambda: number;
  readonly passes: number;
}

export interface Follower {
  /** The bin that is active, or -1. */
  readonly bin: number;
  /** The optimum at a size, its volumes written; undefined where it is not found at once, or not proven. */
  at(size: number): Followed | undefined;
}

/** Passes after which a point counts as not found at once. */
const MOST_PASSES = 3;
/** What a bound must be above the cost by: more than rounding may do to either. */
const CLEARLY = 1 + 1e-12;
/** How far S may go, in e-folds, from where all candidates were compared. */
const REACH = 1;

/**
 * @param held the problem's convex bins; their shares become what they trade.
 * @param compared what a comparison of all candidates found at some size.
 * @param evidenceOf the evidence for what they trade at a size and log lambda, with a bin of beta <= 1 trading x
 *   beside them or none.
 */
export function follow(
  problem: MixedProblem,
  held: HeldBins,
  compared: MixedSolution,
  evidenceOf: (size: number, u: number, bin: number, x: number) => Evidence,
): Follower {
  const { known, scale } = compared;
  const { bin } = compared.best;
  const { bins, linesAt } = problem;
  const { alpha, beta } = problem.model;
  const n = bins.l.length;
  const origin = log(compared.size);
  const units = compared.size * exp(scale);
  const pieces = lowerEnvelope(linesAt(origin + REACH))
    .filter((piece) => piece.bin !== bin)
    .map(({ bin: k, low, high }) => {
      const level = log(alpha[k]) + (beta[k] - 1) * origin - scale;
      const g = (y: number): number => (y > 0 ? exp(level + beta[k] * log(y)) : 0);
      return { low: low + REACH, high: high + REACH, g };
    });
  const linear = beta[bin] === 1;
  const all = () =>
    bin < 0 || linear ? bins : held.withBin(logMarginal(alpha[bin], beta[bin], 0), 1 / (beta[bin] - 1));
  let from = origin;
  let { u } = compared;
  let volume = emptyVolume();

  /** Whether no other choice can cost as little, in the units of `known`, for e^logTotal times the size compared at. */
  const proven = (cost: number, logTotal: number): boolean => {
    if (!(cost > 0 && cost < Infinity)) return false;
    const total = exp(logTotal);
    if (bin >= 0 && !(known.lowerBound(total) > cost * CLEARLY)) return false;
    for (const { low, high, g } of pieces) {
      if (low >= logTotal) continue;
      const { bound } = known.lowerBoundBeside(g, total, exp(low), exp(Math.min(high, logTotal)));
      if (!(bound > cost * CLEARLY)) return false;
    }
    return true;
  };

  /** Writes what the convex bins trade; returns log lambda, what the active bin trades, and the passes it took. */
  const solve = (size: number, logSize: number): { u: number; x: number; passes: number } | undefined => {
    if (linear) {
      volumeAt(bins, { u, low: 0 }, logSize, volume);
      for (let i = 0; i < n; i++) bins.w[i] *= size;
      return volume.w < 1 ? { u, x: size * (1 - volume.w), passes: 1 } : undefined;
    }
    const moving = all();
    const start = volume.w > 0 ? priceAfter(u, logSize - from, volume) : u;
    const point = rootNear(moving, logSize, start, MOST_PASSES);
    // A sum that grows with the price, the active bin's share in it, is past its minimum.
    if (point === undefined || (bin >= 0 && !(point.volume.dw < 0))) return undefined;
    ({ volume } = point);
    return { u: finish(moving, logSize, point, size), x: moving.w[n], passes: point.passes };
  };

  return {
    bin,
    at(size) {
      const logSize = log(size);
      const logTotal = logSize - origin;
      if (!(logTotal <= REACH)) return undefined;
      const solved = solve(size, logSize);
      if (solved === undefined) return undefined;
      ({ u } = solved);
      from = logSize;
      const evidence = evidenceOf(size, u, bin, solved.x);
      return proven(evidence.cost / units, logTotal) ? { evidence, logLambda: u, passes: solved.passes } : undefined;
    },
  };
}
