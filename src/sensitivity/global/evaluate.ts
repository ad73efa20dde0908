/** A function's values at many points. Where it throws or is not finite, the reason is kept. */
import { must } from "../../base/input-error";
import type { Noted } from "../../base/units";
import type { Part, RunOptions } from "../../work/run-tasks";
import type { SobolRecipe } from "./sobol-rows";
import type { StudyInput } from "./study-input";

/** A function of the inputs, in their order. The array is the caller's: copy what is to be kept. */
export type StudyFunction = (x: Float64Array) => number;

/**
 * The most of its points that an index may lose: failures are no random sample, so that what is left of many is of
 * another function on another range.
 */
export const MOST_FAILED = 0.1;

export interface PointFailure {
  readonly point: number;
  /** The inputs there. */
  readonly x: readonly number[];
  readonly reason: string;
}

export interface Values {
  /** One value a point; NaN where there is none. */
  readonly y: Float64Array;
  readonly failures: readonly PointFailure[];
}

/** The values of a run of points. */
export interface PointChunk extends Values, Part {}

/** A study whose points can be worked out on several threads. */
export interface PointStudy extends Noted {
  readonly inputs: readonly StudyInput[];
  /**
   * The values at rows of the inputs, in their order.
   *
   * @param recipe what made the rows, where it can make them again elsewhere.
   */
  evaluate(rows: Float64Array, run?: RunOptions<PointChunk>, recipe?: SobolRecipe): Promise<Values>;
}

/**
 * Evaluates f at every row of `points`.
 *
 * @param points rows of `width` inputs.
 * @param first number of the first row, for the failures.
 * @throws InputError where f returns something that is no number, as an asynchronous function does.
 */
export function evaluate(f: StudyFunction, points: Float64Array, width: number, first = 0): Values {
  const y = new Float64Array(points.length / width);
  const failures: PointFailure[] = [];
  for (let row = 0; row < y.length; row++) {
    const x = points.slice(row * width, (row + 1) * width);
    let reason: string | undefined;
    let value: unknown = NaN;
    try {
      value = f(x);
      if (!Number.isFinite(value)) reason = `the value is ${String(value)}`;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    must(typeof value === "number", "f", "must return a number", value);
    y[row] = value;
    if (reason === undefined) continue;
    y[row] = NaN;
    failures.push({ point: first + row, x: Array.from(points.subarray(row * width, (row + 1) * width)), reason });
  }
  return { y, failures };
}
