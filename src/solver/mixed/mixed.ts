/**
 * The optimum of convex bins beside bins with beta <= 1. At most one of the latter, j, carries volume
 * (README.md, "At most one bin with beta <= 1"), so it is the cheapest of {convex bins alone} and, for
 * each j on the lower envelope, the local minimum of
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
import { exp, log } from "../../numeric/elementary";
import {
  costPerPrice,
  emptyVolume,
  moved,
  shiftVolume,
  volumeAt,
  type ConvexBins,
  type LogPrice,
} from "../convex/convex-bins";
import { ConvexCost } from "./convex-cost";
import { MAX_PASSES, finish, solveConvex, wakesBins, type ConvexPoint } from "../convex/convex";
import { lowerEnvelope, type Lines, type Piece } from "./envelope";
import { logMarginal } from "../model/cost";
import type { CheckedModel } from "../model/impact-model";

/** Convex bins beside bins with beta <= 1: what is the same for every size. */
export interface MixedProblem {
  readonly model: CheckedModel;
  /** The bins with beta > 1, in logarithms. */
  readonly bins: ConvexBins;
  /** The curves of the others in log share, for a parent order of e^logSize. */
  readonly linesAt: (logSize: number) => Lines;
}

/** A local minimum with one bin of beta <= 1 active, or none (bin -1). */
export interface LocalMinimum {
  readonly bin: number;
  /** log lambda, but for du: Newton's last step, for the shares to be moved by. */
  readonly price: LogPrice;
  readonly du: number;
  /** Cost / S / e^scale. */
  readonly cost: number;
}

export interface MixedSolution {
  readonly size: number;
  /** log lambda. */
  readonly u: number;
  readonly best: LocalMinimum;
  /** The active bin's share of S; 0 where there is none. */
  readonly rest: number;
  /** The cheapest other local minimum: another bin active, or none. Undefined where there is no other. */
  readonly runnerUp: LocalMinimum | undefined;
  /** Non-convex bins on the envelope: all that could have been active. */
  readonly candidates: number;
  /** Passes over the convex bins. */
  readonly passes: number;
  readonly converged: boolean;
  /** What has been learned of the convex bins' cost, in shares of S and cost / S / e^scale. */
  readonly known: ConvexCost;
  readonly scale: number;
}

/** What rounding may do to a cost or a bound. */
const SLACK = 1 + 1e-14;

/** Searches for the runner-up stop here; its cost is then a bound from below (see `Certificate.margin`). */
const RUNNER_UP_SOLVES = 64;

/**
 * The optimum for one size; the convex bins are left with their shares of S.
 *
 * @param runnerUp whether to look for the runner-up, which the optimum does not need.
 */
export function solveMixed(problem: MixedProblem, size: number, runnerUp = true): MixedSolution {
  const logSize = log(size);
  const lines = problem.linesAt(logSize);
  const search = new CandidateSearch(problem, lines, logSize);
  const envelope = lowerEnvelope(lines);
  const best = search.cheapest(envelope, search.none, Infinity) as LocalMinimum;
  const second = !runnerUp
    ? undefined
    : best.bin < 0
      ? search.cheapest(envelope, undefined, RUNNER_UP_SOLVES)
      : search.cheapest(lowerEnvelope(lines, best.bin), search.none, RUNNER_UP_SOLVES);
  const { u, rest } = search.settleAt(best);
  const { passes, converged, known, scale } = search;
  return { size, u, best, rest, runnerUp: second, candidates: envelope.length, passes, converged, known, scale };
}

/**
 * The candidates of one size, and what each solve teaches about the others. Invariants between calls:
 *
 * - Tangents: `known` holds true points of the convex bins' cost and nothing else, so its bounds are
 *   proven, whichever points were evaluated and whether or not a solve succeeded.
 * - Shares: those of the bins and `volume` are at the price `at`, once a price has been evaluated.
 * - Once: `solved` holds each bin's local minimum, or undefined where it has none; no bin is solved twice.
 * - Units: costs are in S e^scale, `scale` at or below the log of the optimal cost per share but for a
 *   few e-folds, so that nothing over- or underflows.
 */
class CandidateSearch {
  readonly known = new ConvexCost();
  readonly scale: number;
  /** All of S in the convex bins. */
  readonly none: LocalMinimum;
  passes: number;
  converged: boolean;

  private readonly alone: ConvexPoint;
  /** log lambda of the convex bins alone, which a bin beside them can only lower. */
  private readonly highest: number;
  private readonly solved = new Map<number, LocalMinimum | undefined>();
  private readonly volume = emptyVolume();
  private at: LogPrice | undefined;

  constructor(
    private readonly problem: MixedProblem,
    lines: Lines,
    private readonly logSize: number,
  ) {
    const { bins } = problem;
    this.alone = solveConvex(bins, logSize);
    const { price, du, passes, converged } = this.alone;
    this.passes = passes;
    this.converged = converged;
    // The shares are made to sum to 1: near a tie every digit of what the convex bins pay counts.
    this.highest = finish(bins, logSize, this.alone, 1);
    // All of S in one bin, or in the convex bins, is within a factor 2^max(beta) of the optimum.
    let least = this.highest;
    for (let k = 0; k < lines.c.length; k++) least = Math.min(least, lines.c[k] - logSize);
    this.scale = least;
    const slope = exp(this.highest - this.scale);
    this.none = { bin: -1, price, du, cost: slope * costPerPrice(bins) };
    this.known.add({ v: 1, c: this.none.cost, slope });
  }

  /** The cheapest of `incumbent` and the pieces' local minima, by ascending lower bound; `most` of them solved. */
  cheapest(pieces: readonly Piece[], incumbent: LocalMinimum | undefined, most: number): LocalMinimum | undefined {
    const pending = [...pieces];
    let best = incumbent;
    for (let solves = 0; pending.length > 0; solves++) {
      const bounds = pending.map((piece) => this.lowerBound(piece));
      const first = bounds.reduce((least, { bound }, k) => (bound < bounds[least].bound ? k : least), 0);
      const { bound, v } = bounds[first];
      if (best !== undefined && !(bound <= best.cost * SLACK)) break;
      const [piece] = pending.splice(first, 1);
      if (solves >= most) return { bin: piece.bin, price: this.alone.price, du: 0, cost: bound };
      // With so many pieces it pays to learn the convex cost where the bound is weak before solving.
      if (!this.solved.has(piece.bin) && pieces.length > RUNNER_UP_SOLVES && this.learnAt(v)) {
        if (best !== undefined && !(this.lowerBound(piece).bound <= best.cost * SLACK)) continue;
      }
      const minimum = this.solve(piece.bin);
      if (minimum !== undefined && (best === undefined || this.cheaper(minimum, best))) best = minimum;
    }
    return best;
  }

  /** Leaves the bins with their shares at a local minimum: log lambda, and the active bin's share. */
  settleAt({ bin, price, du }: LocalMinimum): { u: number; rest: number } {
    const { problem, logSize, volume } = this;
    if (this.at !== price) volumeAt(problem.bins, price, logSize, volume);
    this.passes++;
    if (bin < 0) return { u: finish(problem.bins, logSize, this.alone, 1), rest: 0 };
    // The active bin is the more elastic side at a local minimum, so the rest of S is its to take.
    const { u } = shiftVolume(problem.bins, price, du, logSize, volume);
    return { u, rest: 1 - volume.w };
  }

  /** One pass over the convex bins at a log price; returns what they pay there. */
  private evaluate(price: LogPrice): number {
    const { problem, logSize, volume } = this;
    volumeAt(problem.bins, price, logSize, volume);
    this.at = price;
    this.passes++;
    const slope = exp(price.u - this.scale);
    const perPrice = costPerPrice(problem.bins);
    const cost = perPrice === 0 ? 0 : slope * perPrice; // the slope may be infinite
    this.known.add({ v: volume.w, c: cost, slope });
    return cost;
  }

  /** Evaluates the convex bins near a share; whether there was anything to learn. */
  private learnAt(v: number): boolean {
    const slope = this.known.slopeAround(v);
    if (slope === undefined || !(slope > 0)) return false;
    this.evaluate({ u: log(slope) + this.scale, low: 0 });
    return true;
  }

  /** A proven lower bound of h over the piece's interval, and the convex bins' share where it is attained. */
  private lowerBound({ bin, low, high }: Piece): { bound: number; v: number } {
    return this.known.lowerBoundBeside((share) => this.lineCost(bin, share), 1, exp(low), exp(high));
  }

  private lineCost(bin: number, share: number): number {
    const { alpha, beta } = this.problem.model;
    const logCost = log(alpha[bin]) + beta[bin] * log(share) + (beta[bin] - 1) * this.logSize;
    return share > 0 ? exp(logCost - this.scale) : 0;
  }

  private solve(bin: number): LocalMinimum | undefined {
    if (!this.solved.has(bin)) {
      const { alpha, beta } = this.problem.model;
      const m = logMarginal(alpha[bin], beta[bin], this.logSize);
      const minimum = !(m < this.highest) ? undefined : beta[bin] === 1 ? this.linear(bin, m) : this.concave(bin, m);
      this.solved.set(bin, minimum);
    }
    return this.solved.get(bin);
  }

  private linear(bin: number, m: number): LocalMinimum | undefined {
    const price = { u: m, low: 0 };
    const cost = this.evaluate(price);
    const rest = 1 - this.volume.w;
    return rest > 0 ? { bin, price, du: 0, cost: cost + this.lineCost(bin, rest) } : undefined;
  }

  private concave(bin: number, m: number): LocalMinimum | undefined {
    const { problem, logSize, volume } = this;
    const q = 1 / (1 - problem.model.beta[bin]);
    let price: LogPrice = { u: m, low: 0 };
    for (let pass = 0; pass < MAX_PASSES; pass++) {
      if (!(price.u <= this.highest)) return undefined;
      const cost = this.evaluate(price);
      const rest = 1 - volume.w;
      const G = log(rest) + (price.u - m + price.low) * q;
      const slope = q - volume.dw / rest;
      if (!(rest > 0) || !(slope > 0)) return undefined;
      const du = -G / slope;
      // The cost is flat at the minimum: an error du in u costs lambda S dW/du du^2 / 2 at most.
      if (volume.dw * du * du <= 1e-16 && !wakesBins(problem.bins, logSize, price, du)) {
        return { bin, price, du, cost: cost + this.lineCost(bin, rest) };
      }
      price = moved(price, du);
    }
    this.converged = false;
    return undefined;
  }

  /**
   * By cost; where doubles cannot tell, a linear bin goes before the convex bins alone: with both the
   * problem is convex, so wherever the linear bin's price is the lower one, trading there is better.
   */
  private cheaper(a: LocalMinimum, b: LocalMinimum): boolean {
    return a.cost < b.cost || (b.bin < 0 && this.problem.model.beta[a.bin] === 1 && a.cost <= b.cost * SLACK);
  }
}
