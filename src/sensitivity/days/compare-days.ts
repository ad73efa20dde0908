/**
 * The same order on several days: the optimum of each, and whether days differ by more than each day's estimates are
 * uncertain. Beside the spread over days,
 *
 *     sd_d C*_d,   sd_d x*_di,
 *
 * stand the standard errors of one day, to first order from its own covariances V_i of (log alpha_i, beta_i):
 *
 *     var C* = sum_i g_i(x_i)^2 (se_a^2 + 2 cov log x_i + se_b^2 log^2 x_i)      (envelope theorem)
 *     var x*_i = sum_j (dx_i/dtheta_j)' V_j (dx_i/dtheta_j)                      (allocation-derivatives.ts)
 */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import type { Notes } from "../../base/units";
import { statementsDiffer } from "../../base/statements-differ";
import { labelsDiffer } from "../../estimates/align-days";
import type { LoadedDays } from "../../estimates/load-estimates";
import { effectiveBins } from "../../numeric/effective-bins";
import { log } from "../../numeric/elementary";
import { sum } from "../../numeric/sum";
import { allocate } from "../../solver/allocate";
import { twap } from "../../solver/baselines/baselines";
import { orNoRoom } from "../../solver/baselines/strategy";
import type { Allocation, AllocationStatus } from "../../solver/model/allocation";
import { CONSTRAINT_OPTIONS, type Constraints } from "../../solver/model/constraints";
import { curve } from "../../solver/model/cost";
import type { ImpactModel } from "../../solver/model/impact-model";
import { constraintsAmong } from "../../solver/model/plain-constraints";
import { allocationDerivatives } from "../local/allocation-derivatives";
import { parameterErrors, type UncertainModel } from "../monte-carlo/parameter-errors";
import { poolDays } from "../monte-carlo/pool-days";

export interface CompareDaysOptions extends Constraints {
  /** What the days are called. Default: as they were loaded, else "day 1", "day 2", ... */
  readonly names?: readonly string[];
}

const OPTIONS: OptionNames<CompareDaysOptions> = { names: true, ...CONSTRAINT_OPTIONS };

export interface ComparedDay {
  readonly name: string;
  /** C*, currency. */
  readonly cost: number;
  /** Of C*, from the errors of the day's estimates; NaN where they state none. */
  readonly standardError: number;
  /** Of TWAP under the same constraints, currency; NaN where it has no room for all of the order under them. */
  readonly twapCost: number;
  /** dC/dS, currency per share. */
  readonly lambda: number;
  readonly effectiveBins: number;
  readonly status: AllocationStatus;
  /** The optimum, shares. */
  readonly x: Float64Array;
}

/** How much a number differs over days, and how far one day knows it. */
export interface DaySpread {
  readonly mean: number;
  /** The standard deviation over the days, of D - 1 degrees of freedom. */
  readonly overDays: number;
  /** The root mean square of the days' own standard errors; NaN where a day states none. */
  readonly ofOneDay: number;
}

export interface ComparedDays {
  /** S, shares. */
  readonly size: number;
  readonly days: readonly ComparedDay[];
  /** The optimum of the typical day (`poolDays`), whose standard error is that of a mean over the days. */
  readonly typical: ComparedDay;
  readonly cost: DaySpread;
  /** Of each bin's x_i, shares. */
  readonly x: readonly DaySpread[];
  readonly bin: readonly string[] | undefined;
  readonly notes: Notes | undefined;
}

/**
 * The same order on each of several days, and on their typical one: costs, prices, and the spread of the optimum over
 * the days beside the standard errors of a single one. Where the first is the larger, days differ by more than noise,
 * and yesterday's curves are no guide to today's as far as the errors promise.
 *
 * @param days two or more models of the same bins (`alignDays`), or what `loadEstimates` returned of several files.
 * @param size S > 0, shares.
 * @param options the constraints of every day's order, and the days' `names`.
 * @returns a row a day, to look at with `toFrame` (part `bins`: the spread of each x_i) and `compareDaysFigure`. Under
 *   `lot` or `minTrade` x has no standard errors, as it moves in steps.
 * @throws InputError for fewer than two days, for days of other bins, sides or units, and for a size or options that
 *   break their rules.
 * @example
 * ```ts
 * import { compareDays, syntheticEquityDay, toFrame } from "../src";
 * const compared = compareDays([1, 2, 3].map((seed) => syntheticEquityDay(seed)), 250_000);
 * toFrame(compared).print();
 * console.log(compared.cost.overDays > compared.cost.ofOneDay); // whether days differ by more than noise
 * ```
 */
export function compareDays(
  days: readonly ImpactModel[] | LoadedDays,
  size: number,
  options: CompareDaysOptions = {},
): ComparedDays {
  const { names: given } = checkOptions(options, OPTIONS);
  const isLoaded = typeof days === "object" && days !== null && "models" in days;
  const models = isLoaded ? days.models : (days as readonly UncertainModel[]);
  must(Array.isArray(models) && models.length >= 2, "days", "must be two days or more", models);
  const differ = labelsDiffer(models as readonly UncertainModel[]);
  must(differ === undefined, "days", "must have bins of the same times (alignDays takes those they all have)", differ);
  const stated = statementsDiffer(models as readonly UncertainModel[]);
  must(stated === undefined, "days", "must be of one side, currency and unit of sizes", stated);
  const names = given ?? (isLoaded ? days.days.map(({ name }) => name) : models.map((_, d) => `day ${d + 1}`));
  must(names.length === models.length, "options.names", `must have a name a day (${models.length})`, names);
  names.forEach((name, d) => must(names.indexOf(name) === d, "options.names", "must be another for each day", name, d));
  must(size > 0, "size", "must be above 0", size);
  const constraints = constraintsAmong(options);
  const typical = poolDays(models);
  const of = (model: ImpactModel, name: string) => dayOf(model as UncertainModel, name, size, constraints);
  const compared = models.map((model, d) => of(model, names[d]));
  const { bin, notes } = typical;
  return {
    size,
    days: compared.map(({ day }) => day),
    typical: of(typical, "typical day").day,
    cost: spreadOf(
      compared.map(({ day }) => day.cost),
      compared.map(({ day }) => day.standardError),
    ),
    x: Array.from(typical.alpha as Float64Array, (_, i) =>
      spreadOf(
        compared.map(({ day }) => day.x[i]),
        compared.map(({ errors }) => errors[i]),
      ),
    ),
    bin,
    notes,
  };
}

/** A day's optimum, and the standard errors of its x. */
function dayOf(
  model: UncertainModel,
  name: string,
  size: number,
  constraints: Constraints,
): { day: ComparedDay; errors: Float64Array } {
  const allocation = allocate(model, size, constraints);
  const { cost, lambda, status, x } = allocation;
  const covariances = covariancesOf(model);
  const inSteps = ["lot", "minTrade"].some((name) => name in constraints);
  const day = {
    name,
    cost,
    standardError: covariances === undefined ? NaN : Math.sqrt(costVariance(model, x, covariances)),
    twapCost: orNoRoom(x.length, () => twap(model, size, constraints)).cost,
    lambda,
    effectiveBins: effectiveBins(x, size),
    status,
    x,
  };
  const errors = covariances === undefined || inSteps ? x.map(() => NaN) : errorsOf(model, allocation, covariances);
  return { day, errors };
}

/** Of (log alpha_i, beta_i): the two variances and the covariance. */
interface Covariances {
  readonly level: Float64Array;
  readonly cov: Float64Array;
  readonly slope: Float64Array;
}

/** Undefined where no bin states errors. */
function covariancesOf(model: UncertainModel): Covariances | undefined {
  const { seLogAlpha } = model as Partial<UncertainModel>;
  if (seLogAlpha === undefined || Array.from(seLogAlpha).every(Number.isNaN)) return undefined;
  const { p, q, r } = parameterErrors(model, "days");
  return {
    level: p.map((pi) => pi * pi),
    cov: p.map((pi, i) => pi * q[i]),
    slope: q.map((qi, i) => qi * qi + r[i] * r[i]),
  };
}

function costVariance({ alpha, beta }: ImpactModel, x: Float64Array, { level, cov, slope }: Covariances): number {
  return sum(
    x.map((xi, i) => {
      if (!(xi > 0)) return 0;
      const [g, t] = [curve(alpha[i], beta[i], xi), log(xi)];
      return g * g * (level[i] + 2 * cov[i] * t + slope[i] * t * t);
    }),
  );
}

/** Of each x_i; NaN where no bin can respond. */
function errorsOf(model: ImpactModel, allocation: Allocation, { level, cov, slope }: Covariances): Float64Array {
  const { x, cap } = allocation;
  const { alpha } = model;
  if (cap !== undefined && x.every((xi, i) => xi === 0 || xi >= cap[i])) return x.map(() => 0);
  const { pullBack } = allocationDerivatives(model, allocation);
  const weights = new Float64Array(x.length);
  return x.map((_, i) => {
    weights[i] = 1;
    const { alpha: byAlpha, beta: byBeta } = pullBack(weights);
    weights[i] = 0;
    const variance = sum(
      byAlpha.map((slopeOf, j) => {
        const [a, b] = [slopeOf * alpha[j], byBeta[j]];
        return a * a * level[j] + 2 * a * b * cov[j] + b * b * slope[j];
      }),
    );
    return Math.sqrt(Math.max(0, variance));
  });
}

function spreadOf(values: readonly number[], errors: readonly number[]): DaySpread {
  const mean = sum(values) / values.length;
  const squares = (of: readonly number[], centre: number): number => sum(of.map((v) => (v - centre) * (v - centre)));
  return {
    mean,
    overDays: Math.sqrt(squares(values, mean) / (values.length - 1)),
    ofOneDay: Math.sqrt(squares(errors, 0) / errors.length),
  };
}
