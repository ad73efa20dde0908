/**
 * The optimum beside every textbook strategy that a model allows, and plans of one's own, on one parent order and under
 * the same constraints, as a table.
 */
import type { DataFrame } from "danfojs-node";

import { checkOptions, type OptionNames } from "../base/check-options";
import { InputError, must } from "../base/input-error";
import { unitsOf } from "../base/units";
import { effectiveBins } from "../numeric/effective-bins";
import { sum } from "../numeric/sum";
import { allBaselines } from "../solver/baselines/all-baselines";
import { knownProfile } from "../solver/baselines/known-profile";
import { allocate } from "../solver/allocate";
import { breachOf } from "../solver/model/breach";
import { CONSTRAINT_OPTIONS, type Constraints } from "../solver/model/constraints";
import { costOf, withoutRounding } from "../solver/model/cost";
import { checkPerBin, type ImpactModel } from "../solver/model/impact-model";
import { constraintsAmong } from "../solver/model/plain-constraints";
import { dataFrame } from "./table/data-frame";

/** A plan of one's own: x_i, shares, or what allocated them. */
export type ComparedPlan = ArrayLike<number> | { readonly x: ArrayLike<number> };

export interface CompareOptions extends Constraints {
  /** Plans of one's own by name; each must sum to the size and keep to the constraints. */
  readonly plans?: Readonly<Record<string, ComparedPlan>>;
  /** v_i, N values, for the strategy proportional to volume. Default: the model's own where it has one in every bin. */
  readonly volume?: ArrayLike<number>;
}

const OPTIONS: OptionNames<CompareOptions> = { plans: true, volume: true, ...CONSTRAINT_OPTIONS };

/**
 * One row a strategy, the optimum first, then the plans given, then the textbook's: its cost, its cost a share, what it
 * costs more than the optimum (0 where they differ by rounding), over how many bins it is spread,
 * 1 / sum (x_i / S)^2, and the largest x_i. Every row keeps to the constraints; one of the textbook's that has no room
 * for all of the order under them is NaN. The columns' names carry the units that the model's notes state; where
 * constraints leave the optimum unproven, the first row is named for its status.
 *
 * @param model alpha (currency per share^beta) and beta, N values each.
 * @param size S > 0, shares.
 * @param options the constraints, `plans`, and `volume` for the strategy proportional to it.
 * @throws InputError for a model, a size, a plan or an option that breaks its rule.
 * @example
 * ```ts
 * import { compareStrategies } from "../src";
 * const model = { alpha: [0.1, 0.2], beta: [1.5, 1.4] };
 * compareStrategies(model, 1000, { cap: 600, plans: { mine: [550, 450] } }).print();
 * ```
 */
export function compareStrategies(model: ImpactModel, size: number, options: CompareOptions = {}): DataFrame {
  const { volume = knownProfile(model?.volume), plans = {} } = checkOptions(options, OPTIONS);
  must(size > 0, "size", "must be above 0", size);
  const constraints = constraintsAmong(options);
  const optimum = allocate(model, size, constraints);
  const strategies = [
    {
      name: optimum.status === "optimal" ? "optimum" : `best found (${optimum.status})`,
      x: optimum.x,
      cost: optimum.cost,
    },
    ...ownPlans(model, size, plans, constraints),
    ...allBaselines(model, size, volume, constraints),
  ];
  const names = strategies.map(({ name }) => name);
  const taken = Object.keys(plans).find((name) => names.filter((other) => other === name).length > 1);
  must(taken === undefined, `options.plans.${taken}`, "must have a name that no other row of the table has", taken);
  const units = unitsOf(model);
  return dataFrame({
    strategy: names,
    [`cost (${units.currency})`]: strategies.map(({ cost }) => cost),
    [`${units.currency} per ${units.size}`]: strategies.map(({ cost }) => cost / size),
    "above the optimum (%)": strategies.map(({ cost }) => 100 * aboveOf(cost, optimum.cost)),
    "effective bins": strategies.map(({ x }) => effectiveBins(x, size)),
    [`largest bin (${units.sizes})`]: strategies.map(({ x }) => x.reduce((most, xi) => Math.max(most, xi), 0)),
  });
}

/** cost / optimum - 1; 0 where that is rounding. */
export function aboveOf(cost: number, optimum: number): number {
  return withoutRounding(cost / optimum - 1, 1);
}

function ownPlans(
  model: ImpactModel,
  size: number,
  plans: Readonly<Record<string, ComparedPlan>>,
  constraints: Constraints,
): { name: string; x: Float64Array; cost: number }[] {
  must(typeof plans === "object" && plans !== null, "options.plans", "must be an object of plans by name", plans);
  return Object.entries(plans).map(([name, plan]) => {
    const argument = `options.plans.${name}`;
    // Not by `"x" in plan`: the compiler of cells does not narrow by it.
    const { x: own } = Object(plan) as { readonly x?: ArrayLike<number> };
    const given = own ?? (plan as ArrayLike<number>);
    const n = model.alpha.length;
    must(
      typeof given === "object" && given !== null && given.length === n,
      argument,
      `must have one x a bin (${n})`,
      given,
    );
    checkPerBin(argument, given, n, "must be a finite number of shares, 0 or above");
    const x = Float64Array.from(given);
    must(Math.abs(sum(x) - size) <= 1e-9 * size, argument, `must sum to the size (${size})`, sum(x));
    const breach = breachOf(model, x, constraints);
    if (breach !== undefined) throw new InputError(argument, breach.rule, breach.value, breach.bin);
    return { name, x, cost: costOf(model, x) };
  });
}
