/** What a Monte Carlo study is asked, checked, and the chunks of draws it is cut into. */
import { checkOptions } from "../../base/check-options";
import type { OptionNames } from "../../base/check-options";
import { InputError } from "../../base/input-error";
import { allocate } from "../../solver/allocate";
import { proportional, twap } from "../../solver/baselines/baselines";
import type { Allocation } from "../../solver/model/allocation";
import { costOf } from "../../solver/model/cost";
import { checkSize } from "../../solver/model/impact-model";
import type { Executor } from "../../work/executor";
import type { MonteCarloChunk, MonteCarloTask } from "./monte-carlo-task";
import { normalSource } from "./parameter-draws";
import type { DrawSource } from "./parameter-draws";
import { parameterErrors } from "./parameter-errors";
import type { Handling, UncertainModel } from "./parameter-errors";
import { daySource, poolDays } from "./pool-days";

/** An allocation fixed before the draws: x_i in shares, and the cost it promised, in currency. */
export interface PlannedStrategy {
  readonly name: string;
  readonly x: Float64Array;
  readonly promised: number;
}

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
  const { draws = 2000, seed = 0, bands = 2000 } = checkOptions(options, OPTIONS);
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
