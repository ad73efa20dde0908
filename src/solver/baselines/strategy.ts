/** What every baseline takes, and what it returns. */
import { checkOptions, type OptionNames } from "../../base/check-options";
import { withNotes, type Noted } from "../../base/units";
import { CONSTRAINT_OPTIONS, type Constraints } from "../model/constraints";
import { sumOfCosts } from "../model/cost";
import { checkModel, checkSize, type CheckedModel, type ImpactModel } from "../model/impact-model";
import { termsOf, type Terms } from "../model/terms";
import { NoRoomError, inOrders } from "./in-orders";

/** An allocation and what it costs: x in shares, N values that sum to S; cost in currency. */
export interface Strategy extends Noted {
  readonly x: Float64Array;
  readonly cost: number;
}

/**
 * What a cap keeps out of a bin goes where the same rule puts it next; what a lot or the smallest trade does waits for
 * the next bin in time (in-orders.ts).
 */
export type BaselineOptions = Constraints;

export const BASELINE_OPTIONS: OptionNames<BaselineOptions> = CONSTRAINT_OPTIONS;

interface Posed {
  readonly checked: CheckedModel;
  readonly S: number;
  /** The most that a bin may trade, as far as whole lots and the smallest trade let it. */
  readonly cap: Float64Array | undefined;
  readonly terms: Terms;
}

/** What every baseline takes, checked. */
export function pose<Options extends BaselineOptions>(
  model: ImpactModel,
  size: number,
  options: Options,
  names: OptionNames<Options>,
): Posed {
  checkOptions(options, names);
  const checked = checkModel(model);
  const S = checkSize(size);
  const { cap, participation, lot, minTrade } = options;
  const terms = termsOf(model, checked.alpha.length, S, { cap, participation, lot, minTrade });
  return { checked, S, cap: terms.cap?.map((c) => (c < terms.minTrade ? 0 : c)), terms };
}

/** The strategy that a rule's x is, in quantities that can be sent. */
export function strategy({ checked, S, terms }: Posed, x: Float64Array): Strategy {
  const sent = inOrders(x, S, terms);
  return withNotes({ x: sent, cost: sumOfCosts(checked, sent) }, checked);
}

/** A strategy; where its rule leaves some of the order over, NaN for its cost and in each of the n bins. */
export function orNoRoom(n: number, make: () => Strategy): Strategy {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof NoRoomError)) throw error;
    return { x: new Float64Array(n).fill(NaN), cost: NaN };
  }
}

/** The index of the least value, the first of equals. */
export function argmin(values: Float64Array): number {
  let least = 0;
  for (let i = 1; i < values.length; i++) if (values[i] < values[least]) least = i;
  return least;
}
