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
import { InputError } from "../../base/input-error";
import { createRandom } from "../../numeric/random";
import { MAX_SOBOL_DIMENSIONS, sobolPoints } from "../../numeric/sobol-points";
import { checkInputs, valueAt } from "./study-input";
import type { StudyInput } from "./study-input";

export interface DesignOptions {
  /** N, base points: a power of two. Default 1024. */
  readonly points?: number;
  /** Independent randomisations of N / replicates points each: a power of two. Default 16, or points / 2 if that is less. */
  readonly replicates?: number;
  /** Whether to have second-order indices, at N (2d + 2) evaluations instead of N (d + 2). Default false. */
  readonly secondOrder?: boolean;
  /** Default 1. */
  readonly seed?: number;
}

export interface SobolDesign {
  readonly inputs: readonly StudyInput[];
  /** N. */
  readonly points: number;
  readonly replicates: number;
  readonly secondOrder: boolean;
  /** Evaluations a base point: A, B, AB_1 .. AB_d and, for second order, BA_1 .. BA_d. */
  readonly blocks: number;
  /** The inputs of every evaluation, row after row: base point after base point, block after block. */
  readonly rows: Float64Array;
}

/** Lays out the evaluations. Base points come net after net. */
export function sobolDesign(inputs: readonly StudyInput[], options: DesignOptions = {}): SobolDesign {
  checkInputs(inputs);
  const { points = 1024, replicates = defaultReplicates(points), secondOrder = false, seed = 1 } = options;
  const d = inputs.length;
  if (2 * d > MAX_SOBOL_DIMENSIONS) throw new InputError("inputs", `must be at most ${MAX_SOBOL_DIMENSIONS / 2}`, d);
  checkPowerOfTwo("options.points", points, 2, 2 ** 24);
  checkPowerOfTwo("options.replicates", replicates, 1, points / 2);
  const random = createRandom(seed);
  const blocks = secondOrder ? 2 * d + 2 : d + 2;
  const rows = new Float64Array(points * blocks * d);
  const each = points / replicates;
  for (let r = 0; r < replicates; r++) {
    const net = sobolPoints(2 * d, each, random);
    for (let j = 0; j < each; j++) {
      const base = (r * each + j) * blocks * d;
      for (let i = 0; i < d; i++) {
        const a = valueAt(inputs[i], net[j * 2 * d + i]);
        const b = valueAt(inputs[i], net[j * 2 * d + d + i]);
        rows[base + i] = a;
        rows[base + d + i] = b;
        for (let k = 0; k < d; k++) {
          rows[base + (2 + k) * d + i] = k === i ? b : a;
          if (secondOrder) rows[base + (2 + d + k) * d + i] = k === i ? a : b;
        }
      }
    }
  }
  return { inputs, points, replicates, secondOrder, blocks, rows };
}

/** As many as leave every net two points, 16 at most. */
export function defaultReplicates(points: number): number {
  return Math.min(16, points / 2);
}

function checkPowerOfTwo(argument: string, value: number, least: number, most: number): void {
  if (!(Number.isInteger(value) && value >= least && value <= most && Number.isInteger(Math.log2(value)))) {
    throw new InputError(argument, `must be a power of two from ${least} to ${most}`, value);
  }
}
