/** The objective: C(x) = sum_i alpha_i x_i^beta_i, for any allocation x. */
import { InputError } from "../../base/input-error";
import { sum } from "../../numeric/sum";
import { checkModel } from "./impact-model";
import type { CheckedModel, ImpactModel } from "./impact-model";

/**
 * The total cost of trading x_i shares in bin i, in currency.
 *
 * @throws InputError where the model breaks its rules, or x has not one finite value >= 0 a bin.
 */
export function costOf(model: ImpactModel, x: ArrayLike<number>): number {
  const checked = checkModel(model);
  if (typeof x !== "object" || x === null || x.length !== checked.alpha.length) {
    throw new InputError("x", `must have one value a bin (${checked.alpha.length})`, x);
  }
  for (let i = 0; i < x.length; i++) {
    if (typeof x[i] !== "number" || !(x[i] >= 0 && x[i] < Infinity))
      throw new InputError("x", "must be a finite number of shares, 0 or above", x[i], i);
  }
  return sumOfCosts(checked, x);
}

/** C(x) of a checked model and a checked allocation. */
export function sumOfCosts({ alpha, beta }: CheckedModel, x: ArrayLike<number>): number {
  return sum(alpha.map((a, i) => (x[i] > 0 ? a * Math.pow(x[i], beta[i]) : 0)));
}
