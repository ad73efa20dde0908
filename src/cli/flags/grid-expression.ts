/**
 * Grids as text, for the command line: `logspace(2, 6, 60)`, `range(0.6, 2.0, 0.02)`, `[1k, 10k]` with or without its
 * brackets, or any mathjs expression of numbers around them.
 */
import { checkNoThousands, evaluateExpression, splitList } from "../../numeric/expression";
import { InputError } from "../../base/input-error";
import { geomspace, linspace, logspace, range } from "../../sweep/grids";

/**
 * The numbers an expression stands for.
 *
 * @param argument what the expression was given as, for errors: `"--sizes"`.
 * @throws InputError where it is no expression, or one of something else than numbers.
 */
export function parseGrid(argument: string, expression: string): Float64Array {
  // Numbers between commas, as other flags take them.
  const parts = splitList(expression);
  // In brackets as well.
  for (const part of splitList(expression.replace(/^\s*\[|\]\s*$/g, ""))) checkNoThousands(part, argument);
  const value = evaluate(argument, parts.length > 1 ? `[${expression}]` : expression);
  const grid = typeof value === "number" ? [value] : listOf(value);
  const isPoint = (point: unknown): boolean => typeof point === "number" && Number.isFinite(point);
  if (grid.length === 0 || !grid.every(isPoint) || parts.some((part) => part.trim() === "")) {
    throw new InputError(argument, `must be one row of finite numbers ${EXAMPLES}`, expression);
  }
  return Float64Array.from(grid as number[]);
}

const EXAMPLES = '(such as "logspace(2, 6, 60)", "range(0.6, 2.0, 0.02)" or "[1e3, 1e4]")';

/** A literal comes as a mathjs matrix, a grid as an array. */
function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[];
  const matrix = value as { toArray?: () => unknown[] } | null;
  return typeof matrix?.toArray === "function" ? matrix.toArray() : [NaN];
}

/** Points of all grids of one expression: none is made that does not fit. */
const MOST_POINTS = 1_000_000;

/** The grids are mathjs's own arrays there, so that `10 * range(1, 5, 1)` and `concat` work. */
function grids(): Record<string, (a: number, b: number, c: number) => number[]> {
  let made = 0;
  return Object.fromEntries(
    Object.entries({ linspace, logspace, geomspace, range }).map(([name, grid]) => [
      name,
      (a: number, b: number, c: number): number[] => {
        const points = Array.from(grid(a, b, c));
        made += points.length;
        if (made > MOST_POINTS) throw new Error(`its grids have more than ${MOST_POINTS} points`);
        return points;
      },
    ]),
  );
}

function evaluate(argument: string, expression: string): unknown {
  try {
    return evaluateExpression(expression, grids());
  } catch (error) {
    throw new InputError(
      argument,
      `must be an expression for numbers ${EXAMPLES}; ${(error as Error).message}`,
      expression,
    );
  }
}
