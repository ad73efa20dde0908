/**
 * Saltelli's scheme (Computer Physics Communications 145, 2002; with d + 2 blocks as in Saltelli et al.,
 * ibid. 181, 2010): two independent matrices A and B of N points each, the two halves of one scrambled
 * Sobol net in 2 d dimensions, and A with its i-th column from B:
 *
 *     A, B, AB_1 ... AB_d                  N (d + 2) evaluations: first-order and total indices
 *     A, B, AB_1 ... AB_d, BA_1 ... BA_d   N (2d + 2): second-order ones as well
 *
 * The N points are of `replicates` independently scrambled nets of N / replicates points: their spread
 * is what the confidence intervals rest on.
 */
import { must } from "../../base/input-error";
import { MAX_SOBOL_DIMENSIONS } from "../../numeric/sobol-points";
import { checkSobolOptions, type SobolOptions } from "./sobol-options";
import { blocksOf, sobolRows, type SobolRecipe } from "./sobol-rows";
import { checkDesignSize, checkInputs, type StudyInput } from "./study-input";

export interface SobolDesign {
  readonly inputs: readonly StudyInput[];
  /** N. */
  readonly basePoints: number;
  readonly replicates: number;
  readonly secondOrder: boolean;
  /** Evaluations a base point: A, B, AB_1 .. AB_d and, for second order, BA_1 .. BA_d. */
  readonly blocks: number;
  /** What the rows can be made from again. */
  readonly recipe: SobolRecipe;
  /** The inputs of every evaluation, row after row: base point after base point, block after block. */
  readonly rows: Float64Array;
}

/**
 * Lays out the evaluations that Sobol's indices are estimated from, for values that are worked out elsewhere:
 * `analyseSobol` has the other half. Base points come net after net.
 *
 * @param inputs d of them, each with its range or its normal distribution.
 * @param options as of `sobolIndices`, and the same for `analyseSobol`.
 * @returns N (d + 2) rows of d inputs, or N (2d + 2) with second-order indices.
 * @throws InputError for inputs and options that break their rule.
 * @example
 * ```ts
 * import { analyseSobol, sobolDesign } from "../src";
 *
 * const options = { basePoints: 256 };
 * const design = sobolDesign([{ name: "a", low: 0, high: 1 }, { name: "b", low: 0, high: 3 }], options);
 * const f = (k: number) => design.rows[2 * k] + design.rows[2 * k + 1];
 * const y = Float64Array.from({ length: design.rows.length / 2 }, (_, k) => f(k));
 * console.log(analyseSobol(design, { y, failures: [] }, options).first[1].value); // about 0.9
 * ```
 */
export function sobolDesign(inputs: readonly StudyInput[], options: SobolOptions = {}): SobolDesign {
  checkInputs(inputs);
  const { basePoints, replicates, secondOrder, seed } = checkSobolOptions(options);
  const d = inputs.length;
  must(2 * d <= MAX_SOBOL_DIMENSIONS, "inputs", `must be at most ${MAX_SOBOL_DIMENSIONS / 2}`, d);
  const blocks = blocksOf(d, secondOrder);
  checkDesignSize("options.basePoints", basePoints, basePoints * blocks, d);
  const recipe = { inputs, basePoints, replicates, secondOrder, seed };
  return {
    inputs,
    basePoints,
    replicates,
    secondOrder,
    blocks,
    recipe,
    rows: sobolRows(recipe)(0, basePoints * blocks),
  };
}
