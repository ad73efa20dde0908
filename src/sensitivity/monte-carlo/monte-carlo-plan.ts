/** What a Monte Carlo study is asked, checked, and the chunks of draws it is cut into. */
import { checkFields } from "../../base/check-fields";
import { checkOptions, type OptionNames } from "../../base/check-options";
import { InputError, must } from "../../base/input-error";
import { statementsDiffer, unitsDiffer } from "../../base/statements-differ";
import { copyOfNotes, type Noted, type Notes } from "../../base/units";
import { allocate } from "../../solver/allocate";
import { proportional, twap } from "../../solver/baselines/baselines";
import { knownProfile } from "../../solver/baselines/known-profile";
import { orNoRoom, type Strategy } from "../../solver/baselines/strategy";
import type { Allocation } from "../../solver/model/allocation";
import { breachOf } from "../../solver/model/breach";
import { CONSTRAINT_OPTIONS, type Constraints } from "../../solver/model/constraints";
import { costOf } from "../../solver/model/cost";
import { checkSize } from "../../solver/model/impact-model";
import { constraintsAmong, plainConstraints } from "../../solver/model/plain-constraints";
import { RUN_OPTIONS, type RunOptions } from "../../work/run-tasks";
import { taskSize } from "../../work/task-size";
import { workOf, type Work } from "../../work/work";
import { MONTE_CARLO_WORK, type MonteCarloChunk, type MonteCarloTask } from "./monte-carlo-task";
import { checkDraws, normalSource, type DrawSource } from "./parameter-draws";
import { parameterErrors, type Handling, type UncertainModel } from "./parameter-errors";
import { daySource, poolDays } from "./pool-days";

/** An allocation fixed before the draws: x_i in shares, and the cost it promised, in currency; see `hasRoom`. */
export interface PlannedStrategy {
  readonly name: string;
  readonly x: Float64Array;
  readonly promised: number;
}

/** Whether a strategy has room for all of the order under the constraints: a textbook one that has none is NaN. */
export function hasRoom({ promised }: Pick<PlannedStrategy, "promised">): boolean {
  return !Number.isNaN(promised);
}

/** An allocation to be tried: x_i, shares, or what allocated them, with the cost it promised. */
export type TriedStrategy = ArrayLike<number> | { readonly x: ArrayLike<number>; readonly cost?: number };

/**
 * What to draw and to try, what every optimum and every strategy keeps to, and how to run it: `onProgress` counts
 * draws.
 */
export interface MonteCarloOptions extends RunOptions<MonteCarloChunk>, Constraints {
  /** How many draws. Default 2000. */
  readonly draws?: number;
  /** Whole number; the same seed draws the same parameters, whatever the workers and the strategies. Default 0. */
  readonly seed?: number;
  /**
   * Allocations to price under the draws, by name, beside `plain` (the optimum of the estimates as they
   * are), `TWAP` and `volume` (proportional to it, where the volume is known). Each must sum to S, and keep to the
   * constraints.
   */
  readonly strategies?: Readonly<Record<string, TriedStrategy>>;
  /** What the true parameters are drawn around. Default: the estimates. */
  readonly truth?: UncertainModel;
  /** Volume profile. Default: that of the estimates. */
  readonly volume?: ArrayLike<number>;
  /**
   * A bin's draw with beta at or below it is drawn again. Default 0; 1 where curves are known to be convex, as those
   * of walking a book. Not for days.
   */
  readonly leastBeta?: number;
  /** Draws whose allocation is kept for the bands, N doubles each: the first ones. Default 2000. */
  readonly bandDraws?: number;
}

const OPTIONS: OptionNames<MonteCarloOptions> = {
  draws: true,
  seed: true,
  strategies: true,
  truth: true,
  volume: true,
  leastBeta: true,
  bandDraws: true,
  ...CONSTRAINT_OPTIONS,
  ...RUN_OPTIONS,
};

/** Draws whose costs fit into memory, one of each strategy. */
const MOST_KEPT = 10_000_000;

/** Draws a task. */
const CHUNK = { work: 250_000, least: 16, most: 250 };

export interface MonteCarloPlan {
  readonly size: number;
  readonly draws: number;
  readonly seed: number;
  readonly bin: readonly string[] | undefined;
  readonly notes: Notes | undefined;
  /** The optimum of the estimates. */
  readonly allocation: Allocation;
  readonly strategies: readonly PlannedStrategy[];
  /** Draws whose allocation is kept. */
  readonly kept: number;
  readonly handling: Handling;
  readonly work: Work<MonteCarloTask, MonteCarloChunk>;
  readonly tasks: readonly MonteCarloTask[];
}

/** The chunks of a study, and what they are to be read with. */
export function planMonteCarlo(
  given: UncertainModel | readonly UncertainModel[],
  size: number,
  options: MonteCarloOptions = {},
): MonteCarloPlan {
  const { draws = 2000, seed = 0, bandDraws = 2000 } = checkOptions(options, OPTIONS);
  checkDraws(draws, seed, MOST_KEPT);
  must(
    Number.isSafeInteger(bandDraws) && bandDraws >= 0,
    "options.bandDraws",
    "must be a whole number, 0 or above",
    bandDraws,
  );
  must(checkSize(size) > 0, "size", "must be above 0", size);
  const days = Array.isArray(given) ? (given as readonly UncertainModel[]) : undefined;
  const estimates =
    days === undefined
      ? checkFields(
          "estimates",
          given as UncertainModel,
          ["alpha", "beta", "seLogAlpha", "seBeta", "cov"],
          "a model with its errors",
        )
      : poolDays(days);
  const truth = options.truth ?? estimates;
  const errors = parameterErrors(truth, options.truth === undefined ? "estimates" : "options.truth");
  const { model, logAlpha, handling } = errors;
  const n = estimates.alpha.length;
  must(model.alpha.length === n, "options.truth", `must have the bins of the estimates (${n})`, truth.alpha);
  const differ = statementsDiffer([estimates, truth], "model");
  must(differ === undefined, "options.truth", "must be of the side, currency and unit of the estimates", differ);
  const source: DrawSource =
    days === undefined || options.truth !== undefined ? normalSource(errors, options.leastBeta) : daySource(days);

  const asked = constraintsAmong(options);
  const constraints = plainConstraints(estimates, asked);
  const allocation = allocate(estimates, size, asked);
  const strategies = planStrategies(estimates, size, allocation, options, asked);
  const kept = Math.min(draws, bandDraws);
  const shared = {
    seed,
    source,
    size,
    centre: { logAlpha: Array.from(logAlpha), beta: Array.from(model.beta) },
    lambda: options.truth === undefined ? allocation.lambda : allocate(model, size).lambda,
    strategies: strategies.filter(hasRoom).map(({ x }) => Array.from(x)),
    ...(constraints === undefined ? {} : { constraints }),
  };
  const chunk = taskSize(n, CHUNK);
  const tasks = Array.from({ length: Math.ceil(draws / chunk) }, (_, part) => {
    const first = part * chunk;
    const count = Math.min(chunk, draws - first);
    return { part, first, count, keep: Math.max(0, Math.min(count, kept - first)) };
  });
  const bin = estimates.bin && [...estimates.bin];
  const notes = copyOfNotes(estimates.notes);
  const work = workOf(MONTE_CARLO_WORK, shared);
  return { size, draws, seed, bin, notes, allocation, strategies, kept, handling, work, tasks };
}

/** The columns beside the strategies' own in the tables of a study, by bin and by draw. */
const OTHER_COLUMNS = /^(optimum|bin|x_\d+)$/;

function planStrategies(
  estimates: UncertainModel,
  size: number,
  allocation: Allocation,
  options: MonteCarloOptions,
  constraints: Constraints,
): PlannedStrategy[] {
  const n = estimates.alpha.length;
  const textbook = (name: string, make: () => Strategy): PlannedStrategy => {
    const { x, cost } = orNoRoom(n, make);
    return { name, x, promised: cost };
  };
  const volume = options.volume ?? knownProfile(estimates.volume);
  const planned: PlannedStrategy[] = [
    { name: "plain", x: allocation.x, promised: allocation.cost },
    textbook("TWAP", () => twap(estimates, size, constraints)),
    ...(volume === undefined ? [] : [textbook("volume", () => byVolume(estimates, size, volume, constraints))]),
  ];
  const given = options.strategies ?? {};
  must(
    typeof given === "object" && given !== null,
    "options.strategies",
    "must be an object of allocations by name",
    given,
  );
  for (const [name, strategy] of Object.entries(given)) {
    if (planned.some((other) => other.name === name) || OTHER_COLUMNS.test(name)) {
      const rule = "must have names of their own; plain, TWAP, volume, optimum, bin and x_5 to x_95 are there already";
      throw new InputError("options.strategies", rule, name);
    }
    planned.push({ name, ...checkStrategy(name, strategy, estimates, size, constraints) });
  }
  return planned;
}

/** An option that is wrong is named as one. */
function byVolume(
  estimates: UncertainModel,
  size: number,
  volume: ArrayLike<number>,
  constraints: Constraints,
): Strategy {
  try {
    return proportional(estimates, size, volume, constraints);
  } catch (error) {
    if (!(error instanceof InputError) || error.argument !== "volume") throw error;
    throw new InputError("options.volume", error.rule, error.value, error.index);
  }
}

function checkStrategy(
  name: string,
  strategy: TriedStrategy,
  estimates: UncertainModel,
  size: number,
  constraints: Constraints,
): Omit<PlannedStrategy, "name"> {
  const given =
    typeof strategy === "object" && strategy !== null && "x" in strategy
      ? strategy
      : { x: strategy as ArrayLike<number> };
  const argument = `options.strategies.${name}`;
  const differ = unitsDiffer([estimates, given as Noted]);
  must(differ === undefined, argument, "must be of the currency and unit of the estimates", differ);
  const n = estimates.alpha.length;
  must(
    typeof given.x === "object" && given.x !== null && given.x.length === n,
    argument,
    `must have one x a bin (${n})`,
    given.x,
  );
  const x = Float64Array.from(given.x);
  const total = x.reduce((sum, xi) => sum + xi, 0);
  must(Math.abs(total - size) <= 1e-6 * size, argument, `must sum to the size (${size})`, total);
  const breach = breachOf(estimates, x, constraints);
  if (breach !== undefined) throw new InputError(argument, breach.rule, breach.value, breach.bin);
  const cost = costOf(estimates, x);
  const promised = "cost" in given && given.cost !== undefined ? given.cost : cost;
  must(Number.isFinite(promised), `${argument}.cost`, "must be a finite number", promised);
  return { x, promised };
}
