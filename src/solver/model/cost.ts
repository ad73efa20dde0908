/** The objective: C(x) = sum_i alpha_i x_i^beta_i, for any allocation x. */
import { log, pow } from "../../numeric/elementary";
import { logarithms } from "../../numeric/loops/over-arrays";
import { sum } from "../../numeric/sum";
import { checkModel, checkPerBin, type CheckedModel, type ImpactModel } from "./impact-model";

/**
 * The total cost of an allocation, whatever found it:
 *
 *     C(x) = sum_i alpha_i x_i^beta_i.
 *
 * @param model alpha (currency per share^beta) and beta (dimensionless), N values each.
 * @param x N sizes >= 0, shares.
 * @returns the cost, currency.
 * @throws InputError where the model breaks its rules, or x has not one finite value >= 0 a bin.
 * @example
 * ```ts
 * import { costOf } from "../src";
 * console.log(costOf({ alpha: [1, 2], beta: [2, 1] }, [3, 4])); // 1 * 3^2 + 2 * 4 = 17
 * ```
 */
export function costOf(model: ImpactModel, x: ArrayLike<number>): number {
  const checked = checkModel(model);
  checkPerBin("x", x, checked.alpha.length, "must be a finite number of shares, 0 or above");
  return sumOfCosts(checked, x);
}

/** C(x) of a checked model and a checked allocation. */
export function sumOfCosts({ alpha, beta }: CheckedModel, x: ArrayLike<number>): number {
  return sum(alpha.map((a, i) => curve(a, beta[i], x[i])));
}

/** g(x) = alpha x^beta. */
export function curve(alpha: number, beta: number, x: number): number {
  return x > 0 ? alpha * pow(x, beta) : 0;
}

/** The marginal cost g'(x) = alpha beta x^(beta - 1), of x > 0. */
export function marginalCost(alpha: number, beta: number, x: number): number {
  return alpha * beta * pow(x, beta - 1);
}

/** log(alpha beta), also where the product leaves the normal doubles. */
export function logProduct(alpha: number, beta: number): number {
  const sum = log(alpha * beta);
  return sum > -690 && sum < 690 ? sum : log(alpha) + log(beta);
}

/** The same of every bin. */
export function logProducts({ alpha, beta }: CheckedModel): Float64Array {
  const n = alpha.length;
  const products = new Float64Array(n);
  for (let i = 0; i < n; i++) products[i] = alpha[i] * beta[i];
  logarithms(products);
  for (let i = 0; i < n; i++)
    if (!(products[i] > -690 && products[i] < 690)) products[i] = logProduct(alpha[i], beta[i]);
  return products;
}

/** log g'(x) at x = e^logX, where x or the marginal cost itself may be beyond the doubles. */
export function logMarginal(alpha: number, beta: number, logX: number): number {
  return log(alpha) + log(beta) + (beta - 1) * logX;
}

/** A difference of costs that are about as large as `cost`; 0 where it is what rounding left. */
export function withoutRounding(difference: number, cost: number): number {
  return Math.abs(difference) < 1e-12 * cost ? 0 : difference;
}
