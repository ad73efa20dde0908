/** What every baseline takes, and what it returns. */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { must } from "../../base/input-error";
import { withNotes, type Noted } from "../../base/units";
import { capsOf, CONSTRAINT_OPTIONS, type Constraints } from "../model/constraints";
import { sumOfCosts } from "../model/cost";
import { checkModel, checkSize, type CheckedModel, type ImpactModel } from "../model/impact-model";

/** An allocation and what it costs: x in shares, N values that sum to S; cost in currency. */
export interface Strategy extends Noted {
  readonly x: Float64Array;
  readonly cost: number;
}

/** What a constraint keeps out of a bin goes where the same rule puts it next. */
export type BaselineOptions = Constraints;

export const BASELINE_OPTIONS: OptionNames<BaselineOptions> = CONSTRAINT_OPTIONS;

interface Posed {
  readonly checked: CheckedModel;
  readonly S: number;
  readonly cap: Float64Array | undefined;
}

/** What every baseline takes, checked. */
export function pose<Options extends BaselineOptions>(
  model: ImpactModel,
  size: number,
  options: Options,
  names: OptionNames<Options>,
): Posed {
  const { lot, minTrade } = checkOptions(options, names);
  must(lot === undefined, "options.lot", "must be left out: baselines trade shares", lot);
  must(minTrade === undefined, "options.minTrade", "must be left out: baselines trade any number of shares", minTrade);
  const checked = checkModel(model);
  const S = checkSize(size);
  return { checked, S, cap: capsOf(model, checked.alpha.length, S, options) };
}

export function strategy(model: CheckedModel, x: Float64Array): Strategy {
  return withNotes({ x, cost: sumOfCosts(model, x) }, model);
}

/** The index of the least value, the first of equals. */
export function argmin(values: Float64Array): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}
