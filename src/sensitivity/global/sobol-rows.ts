/**
 * The rows of Saltelli's scheme (sobol-design.ts) by their number, so that who works out a few of them need not have
 * the others: from the inputs, the seed and the number alone, to the same bits.
 */
import { createRandom } from "../../numeric/random";
import { sobolNet } from "../../numeric/sobol-points";
import { valueAt, type StudyInput } from "./study-input";

/** What the rows are made from. */
export interface SobolRecipe {
  readonly inputs: readonly StudyInput[];
  readonly basePoints: number;
  readonly replicates: number;
  readonly secondOrder: boolean;
  readonly seed: number;
}

/** The `count` rows from number `first` on, as a function of the two. */
export function sobolRows(recipe: SobolRecipe): (first: number, count: number) => Float64Array {
  const { inputs, basePoints, replicates, secondOrder, seed } = recipe;
  const d = inputs.length;
  const blocks = blocksOf(d, secondOrder);
  const each = basePoints / replicates;
  const random = createRandom(seed);
  const nets = Array.from({ length: replicates }, () => sobolNet(2 * d, random));
  const point = new Float64Array(2 * d);
  const [a, b] = [new Float64Array(d), new Float64Array(d)];
  let at = -1;
  const moveTo = (base: number): void => {
    if (base === at) return;
    at = base;
    nets[Math.floor(base / each)](base % each, point);
    for (let i = 0; i < d; i++) {
      a[i] = valueAt(inputs[i], point[i]);
      b[i] = valueAt(inputs[i], point[d + i]);
    }
  };
  return (first, count) => {
    const rows = new Float64Array(count * d);
    for (let row = 0; row < count; row++) {
      const block = (first + row) % blocks;
      moveTo((first + row - block) / blocks);
      // A, B, A with its k-th column from B, and B with its k-th from A.
      const [most, column, k] =
        block < 2 ? [block === 0 ? a : b, b, -1] : block < 2 + d ? [a, b, block - 2] : [b, a, block - 2 - d];
      rows.set(most, row * d);
      if (k >= 0) rows[row * d + k] = column[k];
    }
    return rows;
  };
}

/** Evaluations a base point: A, B, AB_1 .. AB_d and, for second order, BA_1 .. BA_d. */
export function blocksOf(d: number, secondOrder: boolean): number {
  return secondOrder ? 2 * d + 2 : d + 2;
}
