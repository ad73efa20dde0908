/**
 * How much of the answer is the estimates' noise: parameters are drawn from the errors of the estimates,
 * and allocations fixed beforehand are priced under every draw.
 *
 * **As posterior draws** (truth given estimates): with a flat prior on (log alpha, beta) and normal errors
 * the true parameters, given the estimates, are normal around them with their covariance. For draw theta_m
 *
 *     regret_km   = C(x_k; theta_m) - min_x C(x; theta_m)        what strategy k leaves on the table
 *     optimism_k  = mean_m C(x_k; theta_m) / promised_k - 1       what it promised too little
 *
 * This optimism has one cause, Jensen's inequality: a log-normal's mean is above its median, so that bin i
 * costs E g_i(x) = g_i(x) exp(v_i(x) / 2), v_i(x) the variance of log g_i(x). It is small where the fit saw
 * the size and large where the allocation extrapolates. It holds for every allocation, TWAP too: it is the
 * difference to TWAP's that the optimisation makes. A flat prior knows no winner's curse: it takes every
 * lucky estimate at its word. `truth: shrink(estimates)` is the prior that does not.
 *
 * **As a parametric bootstrap** (estimates given truth; Efron and Tibshirani, An Introduction to the Bootstrap,
 * 1993, chapter 6): the same draws read as estimates around a truth, which the given parameters stand for.
 * Optimising on them promises min_x C(x; theta_m) and pays C(x_m; truth), never less than the true optimum:
 * the optimizer's curse (Smith and Winkler, Management Science 52, 2006), for the optimum is picked for its
 * low estimates. `curse` has it.
 *
 * Draws with beta below 1 are fine: such models are solved exactly as well. beta <= 0 is no impact curve and
 * is drawn again.
 */
import { InputError } from "../../base/input-error";
import { allocate } from "../../solver/allocate";
import type { Allocation } from "../../solver/model/allocation";
import { proportional, twap } from "../../solver/baselines/baselines";
import { costOf } from "../../solver/model/cost";
import { checkOptions, checkSize } from "../../solver/model/impact-model";
import type { Executor } from "../../work/executor";
import { executorFor } from "../../work/worker-executor";
import { collectDraws } from "./monte-carlo-result";
import type { MonteCarlo, PlannedStrategy } from "./monte-carlo-result";
import { MONTE_CARLO_WORK } from "./monte-carlo-task";
import type { MonteCarloChunk, MonteCarloTask } from "./monte-carlo-task";
import { checkNames } from "../../base/check-options";
import type { OptionNames } from "../../base/check-options";
import { normalSource } from "./parameter-draws";
import type { DrawSource } from "./parameter-draws";
import { parameterErrors } from "./parameter-errors";
import type { Handling, UncertainModel } from "./parameter-errors";
import { daySource, poolDays } from "./pool-days";

/** An allocation to be tried: x_i, shares, or what allocated them, with the cost it promised. */
export type TriedStrategy = ArrayLike<number> | { readonly x: ArrayLike<number>; readonly cost?: number };

export interface MonteCarloOptions {
  /** How many draws. Default 2000. */
  readonly draws?: number;
  /** Whole number; the same seed draws the same parameters, whatever the workers and the strategies. Default 0. */
  readonly seed?: number;
  /**
   * Allocations to price under the draws, by name, beside `plain` (the optimum of the estimates as they
   * are), `TWAP` and `volume` (proportional to it, where the volume is known). Each must sum to S.
   */
  readonly strategies?: Readonly<Record<string, TriedStrategy>>;
  /** What the true parameters are drawn around. Default: the estimates. */
  readonly truth?: UncertainModel;
  /** Volume profile. Default: that of the estimates. */
  readonly volume?: ArrayLike<number>;
  /** A bin's draw with beta at or below it is drawn again. Default 0; 1 where curves are known to be convex, as those of walking a book. Not for days. */
  readonly leastBeta?: number;
  /** Draws whose allocation is kept for the bands, N doubles each: the first ones. Default 2000. */
  readonly bands?: number;
  /** Worker threads; 1 stays in this thread. `"auto"`: as many as cores where the work is worth it. Default `"auto"`. */
  readonly workers?: number | "auto";
  /** Runs the draws instead of this process. */
  readonly executor?: Executor;
  /** Chunks of an earlier run of the same study, which are not run again. */
  readonly done?: Iterable<MonteCarloChunk>;
  /** Called with each chunk as it is done, and how many draws of how many are. */
  readonly onChunk?: (chunk: MonteCarloChunk, done: number, total: number) => void;
  /** Ends the study early: its promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
}

/**
 * Prices allocations of `size` shares under draws of the true parameters.
 *
 * @param estimates the day's estimates with their errors; or those of several days, which are then
 *   resampled by day instead, `plain` being the optimum of their typical day (`poolDays`).
 * @param size S > 0, shares.
 * @throws InputError for estimates without errors or curves, a size, a strategy or an option that breaks its rule.
 */
export async function monteCarlo(
  estimates: UncertainModel | readonly UncertainModel[],
  size: number,
  options: MonteCarloOptions = {},
): Promise<MonteCarlo> {
  checkNames(options, OPTIONS);
  const plan = planMonteCarlo(estimates, size, options);
  const open = new Map(plan.tasks.map((task) => [task.chunk, task]));
  const chunks: MonteCarloChunk[] = [];
  let drawn = 0;
  const accept = (chunk: MonteCarloChunk): void => {
    if (!open.delete(chunk.chunk)) return;
    chunks[chunk.chunk] = chunk;
    drawn += chunk.optimum.length;
  };
  for (const chunk of options.done ?? []) accept(chunk);
  const bins = plan.allocation.x.length;
  const executor =
    options.executor ?? executorFor(options.workers ?? "auto", SECONDS_A_BIN * (plan.draws - drawn) * bins);
  const report = (chunk: MonteCarloChunk): void => {
    accept(chunk);
    options.onChunk?.(chunk, drawn, plan.draws);
  };
  await executor.run(MONTE_CARLO_WORK, [...open.values()], report, options.signal);
  if (open.size > 0)
    throw new Error(`the executor left ${open.size} of ${plan.tasks.length} chunks of draws without a result`);
  return collectDraws(plan, chunks);
}

const OPTIONS: OptionNames<MonteCarloOptions> = {
  draws: true,
  seed: true,
  strategies: true,
  truth: true,
  volume: true,
  leastBeta: true,
  bands: true,
  workers: true,
  executor: true,
  done: true,
  onChunk: true,
  signal: true,
};

/** About what a draw takes a bin. */
const SECONDS_A_BIN = 1.5e-7;
/** Draws a task: the same whoever runs it. */
const CHUNK = 250;

export interface MonteCarloPlan {
  readonly size: number;
  readonly draws: number;
  readonly seed: number;
  readonly bin: readonly string[] | undefined;
  /** The optimum of the estimates. */
  readonly allocation: Allocation;
  readonly strategies: readonly PlannedStrategy[];
  /** Draws whose allocation is kept. */
  readonly kept: number;
  readonly handling: Handling;
  readonly tasks: readonly MonteCarloTask[];
}

/** The chunks of a study, and what they are to be read with. */
export function planMonteCarlo(
  given: UncertainModel | readonly UncertainModel[],
  size: number,
  options: MonteCarloOptions = {},
): MonteCarloPlan {
  const { draws = 2000, seed = 0, bands = 2000 } = checkOptions(options);
  if (!(Number.isSafeInteger(draws) && draws >= 1 && draws <= MOST_DRAWS)) {
    throw new InputError("draws", `must be a whole number, 1 to ${MOST_DRAWS}`, draws);
  }
  if (!(Number.isSafeInteger(seed) && seed >= 0))
    throw new InputError("seed", "must be a whole number from 0 to 2^53 - 1", seed);
  if (!(Number.isSafeInteger(bands) && bands >= 0))
    throw new InputError("bands", "must be a whole number, 0 or above", bands);
  if (!(checkSize(size) > 0)) throw new InputError("size", "must be above 0", size);
  const days = Array.isArray(given) ? (given as readonly UncertainModel[]) : undefined;
  const estimates = days === undefined ? (given as UncertainModel) : poolDays(days);
  const truth = options.truth ?? estimates;
  const { model, logAlpha, handling } = parameterErrors(truth);
  if (model.alpha.length !== estimates.alpha.length)
    throw new InputError("truth", `must have the bins of the estimates (${estimates.alpha.length})`, truth.alpha);
  const source: DrawSource =
    days === undefined || options.truth !== undefined
      ? normalSource(parameterErrors(truth), options.leastBeta)
      : daySource(days);

  const allocation = allocate(estimates, size);
  const strategies = planStrategies(estimates, size, allocation, options);
  const kept = Math.min(draws, bands);
  const common = {
    seed,
    source,
    size,
    centre: { logAlpha: Array.from(logAlpha), beta: Array.from(model.beta) },
    lambda: options.truth === undefined ? allocation.lambda : allocate(model, size).lambda,
    strategies: strategies.map(({ x }) => Array.from(x)),
  };
  const tasks = Array.from({ length: Math.ceil(draws / CHUNK) }, (_, chunk) => {
    const first = chunk * CHUNK;
    const count = Math.min(CHUNK, draws - first);
    return { chunk, first, count, keep: Math.max(0, Math.min(count, kept - first)), ...common };
  });
  return { size, draws, seed, bin: estimates.bin, allocation, strategies, kept, handling, tasks };
}

/** Streams from 2^31 up are for other draws of the same seed (draw-models.ts). */
const MOST_DRAWS = 2 ** 31;

function planStrategies(
  estimates: UncertainModel,
  size: number,
  allocation: Allocation,
  options: MonteCarloOptions,
): PlannedStrategy[] {
  const volume = options.volume ?? estimates.volume;
  const hasVolume = options.volume !== undefined || (volume !== undefined && Array.from(volume).every((v) => v >= 0));
  const planned: PlannedStrategy[] = [
    { name: "plain", x: allocation.x, promised: allocation.cost },
    { name: "TWAP", ...promise(twap(estimates, size)) },
    ...(hasVolume ? [{ name: "volume", ...promise(proportional(estimates, size, volume as ArrayLike<number>)) }] : []),
  ];
  const given = options.strategies ?? {};
  if (typeof given !== "object" || given === null)
    throw new InputError("strategies", "must be an object of allocations by name", given);
  for (const [name, strategy] of Object.entries(given)) {
    if (planned.some((other) => other.name === name))
      throw new InputError(
        "strategies",
        "must have names of their own; plain, TWAP and volume are there already",
        name,
      );
    planned.push({ name, ...checkStrategy(name, strategy, estimates, size) });
  }
  return planned;
}

function promise({ x, cost }: { x: Float64Array; cost: number }): Omit<PlannedStrategy, "name"> {
  return { x, promised: cost };
}

function checkStrategy(
  name: string,
  strategy: TriedStrategy,
  estimates: UncertainModel,
  size: number,
): Omit<PlannedStrategy, "name"> {
  const given =
    typeof strategy === "object" && strategy !== null && "x" in strategy
      ? strategy
      : { x: strategy as ArrayLike<number> };
  const argument = `strategies.${name}`;
  const n = estimates.alpha.length;
  if (typeof given.x !== "object" || given.x === null || given.x.length !== n)
    throw new InputError(argument, `must have one x a bin (${n})`, given.x);
  const x = Float64Array.from(given.x);
  const total = x.reduce((sum, xi) => sum + xi, 0);
  if (!(Math.abs(total - size) <= 1e-6 * size)) throw new InputError(argument, `must sum to the size (${size})`, total);
  const cost = costOf(estimates, x);
  const promised = "cost" in given && given.cost !== undefined ? given.cost : cost;
  if (!Number.isFinite(promised)) throw new InputError(`${argument}.cost`, "must be a finite number", promised);
  return { x, promised };
}
