/**
 * The unit of a Monte Carlo study's work: a chunk of draws. For each draw of the true parameters, the
 * optimum under them, and what each strategy's allocation, fixed beforehand, costs under them:
 *
 *     optimum_m = min_x C(x; theta_m),   realised_km = C(x_k; theta_m).
 *
 * Every solve starts from the estimates' own shadow price, never from another draw's, so that a draw's
 * numbers depend on the seed and its index alone. A mixed draw (a beta at or below 1) is solved exactly
 * like any other.
 */
import { join } from "node:path";

import { log } from "../../numeric/elementary";
import { newArena } from "../../numeric/loops/arena";
import { logarithmsOf, powerSum } from "../../numeric/loops/over-arrays";
import { allocate } from "../../solver/allocate";
import { constraintsOf, type PlainConstraints } from "../../solver/model/plain-constraints";
import type { NumberedTask, Part } from "../../work/run-tasks";
import type { WorkKind } from "../../work/work";
import { drawer, drawRoom, type DrawSource } from "./parameter-draws";

/** What all tasks of a study have in common: a draw is made of the seed and its index, where it is priced. */
export interface MonteCarloShared {
  readonly seed: number;
  readonly source: DrawSource;
  /** S, shares. */
  readonly size: number;
  /** The parameters that the draws are around. */
  readonly centre: { readonly logAlpha: readonly number[]; readonly beta: readonly number[] };
  /** Shadow price to start from. */
  readonly lambda: number;
  /** The allocations of the strategies that have room for all of the order, shares. */
  readonly strategies: readonly (readonly number[])[];
  /** What every optimum keeps to, where there is something. */
  readonly constraints?: PlainConstraints;
}

/** `count` draws. */
export interface MonteCarloTask extends NumberedTask {
  /** Index of the first draw. */
  readonly first: number;
  /** Of how many of the chunk's draws to keep the optimal allocation. */
  readonly keep: number;
}

/** One value a draw. */
export interface MonteCarloChunk extends Part {
  readonly optimum: Float64Array;
  /** Strategy after strategy. */
  readonly realised: Float64Array;
  /** C(x_m; centre): what the allocation that is best for draw m costs under the parameters drawn around. */
  readonly reestimated: Float64Array;
  /** The optimal allocations kept, draw after draw. */
  readonly x: Float64Array;
  /** Draws with a beta at or below 1. */
  readonly mixed: number;
  /** Times a bin was drawn again. */
  readonly redrawn: number;
  /** Draws whose solution is not certified optimal. */
  readonly unproven: number;
}

/** What runs chunks. */
function monteCarloOf(shared: MonteCarloShared): (task: MonteCarloTask) => MonteCarloChunk {
  const { seed, size } = shared;
  const n = shared.centre.beta.length;
  // All that draws are priced with stands in one memory, and is copied there once.
  const arena = newArena(drawRoom(n) + (shared.strategies.length + 4) * (n + 2));
  const draw = drawer(shared.source, arena);
  const logX = shared.strategies.map((x) => arena.place(Float64Array.from(x, log)));
  const centre = { logAlpha: arena.place(shared.centre.logAlpha), beta: arena.place(shared.centre.beta) };
  const [optimal, logOptimal] = [arena.array(n), arena.array(n)];
  const { constraints, volume } = constraintsOf(shared.constraints ?? {});
  const how = { start: { lambda: shared.lambda }, ...constraints };
  return ({ part, first, count, keep }) => {
    const optimum = new Float64Array(count);
    const realised = new Float64Array(count * logX.length);
    const reestimated = new Float64Array(count);
    const kept = new Float64Array(keep * n);
    let mixed = 0;
    let redrawn = 0;
    let unproven = 0;
    for (let m = 0; m < count; m++) {
      const drawn = draw(seed, first + m);
      redrawn += drawn.redrawn;
      const { x, cost, regime, status } = allocate(volume === undefined ? drawn : { ...drawn, volume }, size, how);
      if (regime !== "convex") mixed++;
      if (status !== "optimal") unproven++;
      optimum[m] = cost;
      // exp(log alpha_i + beta_i log x_i): a bin that trades nothing costs nothing.
      for (let k = 0; k < logX.length; k++) {
        realised[k * count + m] = powerSum(arena, drawn.logAlpha, drawn.beta, logX[k]);
      }
      optimal.set(x);
      logarithmsOf(arena, optimal, logOptimal);
      reestimated[m] = powerSum(arena, centre.logAlpha, centre.beta, logOptimal);
      if (m < keep) kept.set(x, m * n);
    }
    return { part, optimum, realised, reestimated, x: kept, mixed, redrawn, unproven };
  };
}

export const MONTE_CARLO_WORK: WorkKind<MonteCarloShared, MonteCarloTask, MonteCarloChunk> = {
  prepare: monteCarloOf,
  module: join(__dirname, "monte-carlo-task"),
  name: "MONTE_CARLO_WORK",
  unit: "draws",
  describe: ({ first, count }) => `${first} to ${first + count - 1}`,
};
