/** The tables of derivatives and elasticities, as columns by name: one row a bin, or one row a result. */
import type { AllocationDerivatives, Gradient } from "./allocation-derivatives";
import type { Elasticities } from "./elasticities";

/** Named columns of one length. */
type Columns = Record<string, readonly (number | string)[]>;

/** One row a bin: dx_i/dS, and the derivatives of cost and shadow price by its alpha and its beta. */
export function derivativeColumns({ along, cost, lambda }: AllocationDerivatives): Columns {
  return {
    dx_dsize: Array.from(along({ size: 1 }).x),
    dcost_dalpha: Array.from(cost.alpha),
    dcost_dbeta: Array.from(cost.beta),
    dlambda_dalpha: Array.from(lambda.alpha),
    dlambda_dbeta: Array.from(lambda.beta),
  };
}

/** One row a bin: the elasticities of x_i by S, and those of cost and shadow price by its alpha and its beta. */
export function elasticityColumns({ x, cost, lambda }: Elasticities): Columns {
  return {
    x_size: Array.from(x),
    cost_alpha: Array.from(cost.alpha),
    cost_beta: Array.from(cost.beta),
    lambda_alpha: Array.from(lambda.alpha),
    lambda_beta: Array.from(lambda.beta),
  };
}

/** One row a result, cost and shadow price: how it moves with S. */
export function sizeColumns({ cost, lambda }: { readonly cost: Gradient; readonly lambda: Gradient }): Columns {
  return { result: ["cost", "lambda"], size: [cost.size, lambda.size] };
}
