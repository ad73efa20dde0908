/** Curves of bins that trade in whole lots: of one model, or the mean of many (../lots). */

/** Curves of bins that trade k_i lots, and s shares beside them. */
export interface LotCurves {
  readonly count: number;
  /** The cost of k lots in bin i. */
  cost(i: number, k: number, beside: number): number;
  /** What the k-th lot adds, k >= 1. */
  price(i: number, k: number, beside: number): number;
  /** The costs of k_i + more lots each, 0 of less than none. */
  costs(lots: Float64Array, more: number, beside: number): Float64Array;
  /** Their costs, and what the last lot of each and its next one add, with nothing beside; no last one: no number. */
  around(lots: Float64Array): LotsAround;
}

export interface LotsAround {
  readonly cost: Float64Array;
  readonly last: Float64Array;
  readonly next: Float64Array;
}
