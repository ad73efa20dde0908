/** Curves of bins that trade in whole lots; what a lot costs is in model/lot-price.ts. */
import { lotPrice, powerCost } from "../model/lot-price";

/** Curves of bins that trade in lots. */
export interface LotCurves {
  readonly count: number;
  /** The cost of k lots in bin i, with the rest beside them or without. */
  cost(i: number, k: number, withRest: boolean): number;
  /** What the k-th lot adds, k >= 1. */
  price(i: number, k: number, withRest: boolean): number;
}

/** The bins of a power-law model, by index. */
export function powerLots(
  alpha: Float64Array,
  beta: Float64Array,
  bins: ArrayLike<number>,
  { lot, rest }: { readonly lot: number; readonly rest: number },
): LotCurves {
  return {
    count: bins.length,
    cost: (i, k, withRest) => powerCost(alpha[bins[i]], beta[bins[i]], k * lot + (withRest ? rest : 0)),
    price: (i, k, withRest) => lotPrice(alpha[bins[i]], beta[bins[i]], k * lot + (withRest ? rest : 0), lot),
  };
}
