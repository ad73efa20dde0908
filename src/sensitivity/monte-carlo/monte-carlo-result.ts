/** What a Monte Carlo study returns: one value a draw, and what they come to. */
import type { Notes } from "../../base/units";
import { must } from "../../base/input-error";
import { quantiles } from "../../numeric/quantiles";
import { sum } from "../../numeric/sum";
import type { Allocation } from "../../solver/model/allocation";
import { hasRoom, type MonteCarloPlan, type PlannedStrategy } from "./monte-carlo-plan";
import type { MonteCarloChunk } from "./monte-carlo-task";
import type { Handling } from "./parameter-errors";

/** The mean over draws, its standard error, and quantiles at 5, 25, 50, 75 and 95 %. */
export interface Spread {
  readonly mean: number;
  /** Of the mean, from the number of draws alone; NaN of a single draw. */
  readonly standardError: number;
  readonly quantiles: readonly [number, number, number, number, number];
}

export const PROBABILITIES = [0.05, 0.25, 0.5, 0.75, 0.95] as const;

export interface StrategyOutcome extends PlannedStrategy {
  /** C(x; theta_m), currency; one value a draw. */
  readonly realised: Float64Array;
  /** C(x; theta_m) - min C(.; theta_m), currency; one value a draw, 0 or above but for rounding. */
  readonly regret: Float64Array;
  readonly realisedSpread: Spread;
  readonly regretSpread: Spread;
  /** Mean realised cost / promised cost - 1. */
  readonly optimism: number;
  /** 1 - promised cost / what TWAP costs by the estimates. */
  readonly promisedSaving: number;
  /** 1 - mean realised cost / TWAP's. */
  readonly realisedSaving: number;
}

/** Quantiles of each bin's optimal x_i over draws: what one would trade there, knowing the truth. */
export interface AllocationBands {
  readonly probabilities: readonly number[];
  /** x[k][i], shares: the quantile at probabilities[k] in bin i. A band's x need not sum to S. */
  readonly x: readonly Float64Array[];
  /** How many draws they are of. */
  readonly draws: number;
}

/** Estimation read as a parametric bootstrap: the draws as estimates, the centre as the truth. */
export interface Curse {
  /** min C(.; theta_m): what optimising on the draw promises. */
  readonly promised: Float64Array;
  /** C(x_m; truth): what it then costs. */
  readonly realised: Float64Array;
  /** Mean realised / mean promised - 1: the optimizer's curse in one number. */
  readonly optimism: number;
}

export interface MonteCarlo {
  /** S, shares. */
  readonly size: number;
  readonly draws: number;
  readonly seed: number;
  readonly bin: readonly string[] | undefined;
  /** Of the estimates: units, source, recipe. */
  readonly notes: Notes | undefined;
  /** The optimum of the estimates, with its certificate. */
  readonly allocation: Allocation;
  /** min C(.; theta_m), currency; one value a draw. */
  readonly optimum: Float64Array;
  readonly optimumSpread: Spread;
  /**
   * `plain`, `TWAP`, `volume` where known, and those given, in order. TWAP and volume are NaN where their rule leaves
   * some of the order over under the constraints, and so are all savings where TWAP is.
   */
  readonly strategies: readonly StrategyOutcome[];
  readonly bands: AllocationBands;
  readonly curse: Curse;
  /** What was done about bins that are not simply `ok`, and about draws. */
  readonly handling: Handling & {
    /** Draws with a beta at or below 1 in some bin. */
    readonly mixed: number;
    /** Times a bin's parameters were drawn again, beta being out of bounds. */
    readonly redrawn: number;
    /** Draws whose optimum is not certified. */
    readonly unproven: number;
  };
  /** The strategy of a name. */
  strategy(name: string): StrategyOutcome;
}

/** What the draws came to, one value a draw, as far as their chunks are in. */
export interface Draws {
  readonly optimum: Float64Array;
  /** By strategy. */
  readonly realised: readonly Float64Array[];
  readonly reestimated: Float64Array;
  /** The allocations kept, draw after draw. */
  readonly x: Float64Array;
  readonly counts: { mixed: number; redrawn: number; unproven: number };
  /** Takes the chunks, in their order. */
  readonly add: (chunk: MonteCarloChunk) => void;
}

export function emptyDraws({ draws, strategies, kept, allocation }: MonteCarloPlan): Draws {
  const optimum = new Float64Array(draws);
  const realised = strategies.map((strategy) => new Float64Array(draws).fill(hasRoom(strategy) ? 0 : NaN));
  const priced = realised.filter((_, k) => hasRoom(strategies[k]));
  const reestimated = new Float64Array(draws);
  const x = new Float64Array(kept * allocation.x.length);
  const counts = { mixed: 0, redrawn: 0, unproven: 0 };
  let [at, xAt] = [0, 0];
  const add = (chunk: MonteCarloChunk): void => {
    const count = chunk.optimum.length;
    optimum.set(chunk.optimum, at);
    priced.forEach((costs, k) => costs.set(chunk.realised.subarray(k * count, (k + 1) * count), at));
    reestimated.set(chunk.reestimated, at);
    x.set(chunk.x, xAt);
    at += count;
    xAt += chunk.x.length;
    for (const name of ["mixed", "redrawn", "unproven"] as const) counts[name] += chunk[name];
  };
  return { optimum, realised, reestimated, x, counts, add };
}

/** What all of the draws come to. */
export function collectDraws(plan: MonteCarloPlan, { optimum, realised, reestimated, x, counts }: Draws): MonteCarlo {
  const { size, draws, seed, bin, notes, allocation } = plan;
  const twapAt = 1;
  const twapMean = mean(realised[twapAt]);
  const strategies = plan.strategies.map((strategy, k): StrategyOutcome => {
    const regret = realised[k].map((cost, m) => cost - optimum[m]);
    const realisedSpread = spreadOf(realised[k]);
    return {
      ...strategy,
      realised: realised[k],
      regret,
      realisedSpread,
      regretSpread: spreadOf(regret),
      optimism: realisedSpread.mean / strategy.promised - 1,
      promisedSaving: 1 - strategy.promised / plan.strategies[twapAt].promised,
      realisedSaving: 1 - realisedSpread.mean / twapMean,
    };
  });
  const bands = bandsOf(plan, x);
  return {
    size,
    draws,
    seed,
    bin,
    notes,
    allocation,
    optimum,
    optimumSpread: spreadOf(optimum),
    strategies,
    bands,
    curse: { promised: optimum, realised: reestimated, optimism: mean(reestimated) / mean(optimum) - 1 },
    handling: { ...plan.handling, ...counts },
    strategy(name) {
      const found = strategies.find((strategy) => strategy.name === name);
      must(found !== undefined, "name", `must be one of ${strategies.map((s) => s.name).join(", ")}`, name);
      return found;
    },
  };
}

function bandsOf({ kept, allocation }: MonteCarloPlan, x: Float64Array): AllocationBands {
  const n = allocation.x.length;
  const bands = PROBABILITIES.map(() => new Float64Array(n));
  const column = new Float64Array(kept);
  for (let i = 0; i < n; i++) {
    for (let m = 0; m < kept; m++) column[m] = x[m * n + i];
    quantiles(column, PROBABILITIES).forEach((value, k) => (bands[k][i] = value));
  }
  return { probabilities: PROBABILITIES, x: bands, draws: kept };
}

function spreadOf(sample: Float64Array): Spread {
  const centre = mean(sample);
  const variance = sum(sample.map((value) => (value - centre) * (value - centre))) / (sample.length - 1);
  return {
    mean: centre,
    standardError: Math.sqrt(variance / sample.length),
    quantiles: quantiles(sample, PROBABILITIES) as unknown as Spread["quantiles"],
  };
}

function mean(sample: Float64Array): number {
  return sum(sample) / sample.length;
}
