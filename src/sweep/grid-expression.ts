/**
 * Grids as text, for the command line: `logspace(2, 6, 60)`, `range(0.6, 2.0, 0.02)`, `[1e3, 1e4]`, or
 * any mathjs expression of numbers around them.
 */
import type { MathJsInstance } from "mathjs";

import { InputError } from "../numeric/input-error";
import { geomspace, linspace, logspace, range } from "./grids";

/**
 * The numbers an expression stands for.
 *
 * @param argument what the expression was given as, for errors: `"--sizes"`.
 * @throws InputError where it is no expression, or one of something else than numbers.
 */
export function parseGrid(argument: string, expression: string): Float64Array {
  const value = evaluate(argument, expression);
  const grid: unknown[] = typeof value === "number" ? [value] : isArray(value) ? Array.from(value) : [NaN];
  if (grid.length === 0 || grid.some((point) => typeof point !== "number" || !Number.isFinite(point))) {
    throw new InputError(argument, `must be one row of finite numbers ${EXAMPLES}`, expression);
  }
  return Float64Array.from(grid as number[]);
}

const EXAMPLES = '(such as "logspace(2, 6, 60)", "range(0.6, 2.0, 0.02)" or "[1e3, 1e4]")';

function isArray(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || value instanceof Float64Array;
}

let math: MathJsInstance | undefined;

function evaluate(argument: string, expression: string): unknown {
  if (math === undefined) {
    // Loaded on demand: mathjs takes half a second.
    // eslint-disable-next-line @typescript-eslint/no-require-imports
    const mathjs = require("mathjs") as typeof import("mathjs");
    math = mathjs.create(mathjs.all, { matrix: "Array" });
    // The grids are mathjs's own vectors there, so that `10 * range(1, 5, 1)` and `concat` work.
    const asArray = (grid: (a: number, b: number, c: number) => Float64Array) => (a: number, b: number, c: number) => Array.from(grid(a, b, c));
    const grids = { linspace, logspace, geomspace, range };
    math.import(Object.fromEntries(Object.entries(grids).map(([name, grid]) => [name, asArray(grid)])), { override: true });
  }
  try {
    return math.evaluate(expression) as unknown;
  } catch (error) {
    throw new InputError(argument, `must be an expression for numbers ${EXAMPLES}; ${(error as Error).message}`, expression);
  }
}
