/**
 * Convex bins beside bins with beta <= 1. At most one of the latter, j, carries volume at an optimum
 * (DESIGN.md, section 3, step 2), so the optimum is the cheapest of {convex bins alone} and, for each
 * j on the lower envelope, the local minimum of
 *
 *     h_j(y) = g_j(S y) + C_V(S (1 - y)),   0 < y <= 1.
 *
 * With W(u) the convex bins' share at log price u, m_j = log(alpha_j beta_j) + (beta_j - 1) log S the
 * log marginal cost at S and q_j = 1 / (1 - beta_j), its stationary points solve
 *
 *     G(u) = log(1 - W(u)) + (u - m_j) q_j = 0.
 *
 * W is a sum of exponentials, hence convex, so G is concave: at most two roots, of which the smaller
 * is the local minimum. Newton's method from the left, at u = m_j (where y would be 1), climbs to it
 * monotonically, or finds G' <= 0 and with it that there is none. A linear bin (q = infinity) has
 * u = m_j. Candidates whose proven lower bound (convex-cost.ts) is above the best cost are left out.
 */
import { costPerPrice, emptyVolume, moved, scaleShares, volumeAt } from "../convex/convex-bins";
import type { ConvexBins, LogPrice } from "../convex/convex-bins";
import { ConvexCost } from "./convex-cost";
import { MAX_PASSES, absorb, settle, wakesBins } from "../convex/convex";
import type { ConvexPoint } from "../convex/convex";
import { lowerEnvelope } from "./envelope";
import type { Lines, Piece } from "./envelope";
import type { CheckedModel } from "../model/impact-model";

/** A local minimum with one bin of beta <= 1 active, or none (bin -1). */
export interface LocalMinimum {
  readonly bin: number;
  /** log lambda, but for du: Newton's last step, for the shares to be moved by. */
  readonly price: LogPrice;
  readonly du: number;
  /** Cost / S / e^scale. */
  readonly cost: number;
}

export interface Comparison {
  readonly best: LocalMinimum;
  /** The cheapest other local minimum: another bin active, or none. Undefined where there is no other. */
  readonly runnerUp: LocalMinimum | undefined;
  /** Non-convex bins on the envelope: all that could have been active. */
  readonly candidates: number;
  /** Passes over the convex bins. */
  readonly passes: number;
  readonly converged: boolean;
  /** The price that the shares left in `w` are of. */
  readonly last: LogPrice;
  /** What has been learned of the convex bins' cost, in shares of S and cost / S / e^scale. */
  readonly known: ConvexCost;
  readonly scale: number;
}

export interface CompareOptions {
  /** Whether to look for the runner-up, which the optimum does not need. Default true. */
  readonly runnerUp?: boolean;
}

/** What rounding may do to a cost or a bound. */
const SLACK = 1 + 1e-14;

/** Searches for the runner-up stop here; its cost is then a bound from below (see `Comparison`). */
const RUNNER_UP_SOLVES = 64;

/**
 * Compares the convex bins alone with every candidate.
 *
 * @param alone the convex bins' own solution for all of S.
 * @param w the convex bins' shares as `alone` left them; overwritten.
 */
export function compareCandidates(
  model: CheckedModel,
  lines: Lines,
  bins: ConvexBins,
  alone: ConvexPoint,
  logSize: number,
  w: Float64Array,
  options: CompareOptions = {},
): Comparison {
  const { alpha, beta } = model;
  const volume = emptyVolume();
  const known = new ConvexCost();
  const solved = new Map<number, LocalMinimum | undefined>();
  let passes = 0;
  let converged = alone.converged;
  let last: LogPrice = { u: NaN, low: 0 };

  // All of S in one bin, or in the convex bins, is within a factor 2^max(beta) of the optimum.
  const uAlone = moved(alone.price, alone.du).u;
  let scale = uAlone;
  for (let k = 0; k < lines.c.length; k++) scale = Math.min(scale, lines.c[k] - logSize);

  /** One pass over the convex bins at log price u; returns what they pay there. */
  const evaluate = (price: LogPrice): number => {
    volumeAt(bins, price, logSize, w, volume);
    last = price;
    passes++;
    const slope = Math.exp(price.u - scale);
    const perPrice = costPerPrice(bins, w);
    const cost = perPrice === 0 ? 0 : slope * perPrice; // the slope may be infinite
    known.add({ v: volume.w, c: cost, slope });
    return cost;
  };
  const logMarginal = (j: number): number => Math.log(alpha[j]) + Math.log(beta[j]) + (beta[j] - 1) * logSize;
  const lineCost = (j: number, share: number): number =>
    share > 0 ? Math.exp(Math.log(alpha[j]) + beta[j] * Math.log(share) + (beta[j] - 1) * logSize - scale) : 0;

  /** A proven lower bound of h over the piece's interval, and where it is attained. */
  const lowerBound = ({ bin, low, high }: Piece): { bound: number; v: number } =>
    known.lowerBoundBeside((share) => lineCost(bin, share), 1, Math.exp(low), Math.exp(high));

  const solveLinear = (bin: number): LocalMinimum | undefined => {
    const price = { u: logMarginal(bin), low: 0 };
    const convexCost = evaluate(price);
    if (!(volume.w < 1)) return undefined;
    return { bin, price, du: 0, cost: convexCost + lineCost(bin, 1 - volume.w) };
  };

  const solveConcave = (bin: number): LocalMinimum | undefined => {
    const m = logMarginal(bin);
    const q = 1 / (1 - beta[bin]);
    let price: LogPrice = { u: m, low: 0 };
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      if (!(price.u <= uAlone)) return undefined;
      const convexCost = evaluate(price);
      const rest = 1 - volume.w;
      const G = Math.log(rest) + (price.u - m + price.low) * q;
      const slope = q - volume.dw / rest;
      if (!(rest > 0) || !(slope > 0)) return undefined;
      const du = -G / slope;
      // The cost is flat at the minimum: an error du in u costs lambda S dW/du du^2 / 2 at most.
      if (volume.dw * du * du <= 1e-16 && !wakesBins(bins, logSize, price, du)) {
        return { bin, price, du, cost: convexCost + lineCost(bin, rest) };
      }
      price = moved(price, du);
    }
    converged = false;
    return undefined;
  };

  const solve = (bin: number): LocalMinimum | undefined => {
    if (!solved.has(bin)) {
      const worthIt = logMarginal(bin) < uAlone;
      solved.set(bin, !worthIt ? undefined : beta[bin] === 1 ? solveLinear(bin) : solveConcave(bin));
    }
    return solved.get(bin);
  };

  /**
   * By cost; where doubles cannot tell, a linear bin goes before the convex bins alone: with both the
   * problem is convex, so wherever the linear bin's price is the lower one, trading there is better.
   */
  const cheaper = (a: LocalMinimum, b: LocalMinimum): boolean =>
    a.cost < b.cost || (b.bin < 0 && beta[a.bin] === 1 && a.cost <= b.cost * SLACK);

  /** The cheapest of `incumbent` and the pieces' local minima, by ascending lower bound. */
  const cheapest = (
    pieces: readonly Piece[],
    incumbent: LocalMinimum | undefined,
    most: number,
  ): LocalMinimum | undefined => {
    const pending = [...pieces];
    let best = incumbent;
    for (let solves = 0; pending.length > 0; solves++) {
      let first = 0;
      let least = lowerBound(pending[0]);
      for (let k = 1; k < pending.length; k++) {
        const candidate = lowerBound(pending[k]);
        if (candidate.bound < least.bound) {
          first = k;
          least = candidate;
        }
      }
      if (best !== undefined && !(least.bound <= best.cost * SLACK)) break;
      const [piece] = pending.splice(first, 1);
      if (solves >= most) return { bin: piece.bin, price: alone.price, du: 0, cost: least.bound };
      if (!solved.has(piece.bin) && pieces.length > RUNNER_UP_SOLVES) {
        // With so many pieces it pays to learn the convex cost where the bound is weak before solving.
        const price = known.slopeAround(least.v);
        if (price !== undefined && price > 0) {
          evaluate({ u: Math.log(price) + scale, low: 0 });
          if (best !== undefined && !(lowerBound(piece).bound <= best.cost * SLACK)) continue;
        }
      }
      const minimum = solve(piece.bin);
      if (minimum !== undefined && (best === undefined || cheaper(minimum, best))) best = minimum;
    }
    return best;
  };

  // What the convex bins pay for all of S, with the shares summing to 1: near a tie every digit counts.
  const settled = settle(bins, logSize, w, alone);
  absorb(bins, w, settled.rest);
  scaleShares(bins, settled.du, 1, w);
  const priceAlone = Math.exp(settled.u - scale);
  const none: LocalMinimum = { bin: -1, price: alone.price, du: alone.du, cost: priceAlone * costPerPrice(bins, w) };
  known.add({ v: 1, c: none.cost, slope: priceAlone });
  const envelope = lowerEnvelope(lines);
  const best = cheapest(envelope, none, Infinity) as LocalMinimum;
  if (options.runnerUp === false)
    return { best, runnerUp: undefined, candidates: envelope.length, passes, converged, last, known, scale };
  const runnerUp =
    best.bin < 0
      ? cheapest(envelope, undefined, RUNNER_UP_SOLVES)
      : cheapest(lowerEnvelope(lines, best.bin), none, RUNNER_UP_SOLVES);
  return { best, runnerUp, candidates: envelope.length, passes, converged, last, known, scale };
}
