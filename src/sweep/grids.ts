/**
 * Grids of sizes and exponents. Points are made one by one from their index, never by repeated
 * addition, so that a grid through 1 or 0 holds it exactly: at beta = 1, at stretch 0, the regime changes.
 */
import { must } from "../base/input-error";
import { pow } from "../numeric/elementary";

/**
 * `count` points from `from` to `to`, evenly spaced, both ends included: from + (to - from) k / (count - 1), without
 * the rounding of the last digits, so that a grid through 0 or 1 holds it exactly.
 *
 * @throws InputError for ends that are not finite, and a count that is no whole number from 1, from 2 where the ends
 *   differ.
 * @example
 * ```ts
 * import { linspace } from "../src";
 *
 * console.log(linspace(0.8, 1.2, 5)); // 0.8, 0.9, 1, 1.1, 1.2
 * ```
 */
export function linspace(from: number, to: number, count: number): Float64Array {
  checkEnds(from, to, count);
  return points(count, (k) => (k === count - 1 ? to : tidy(from + ((to - from) * k) / (count - 1), to - from)));
}

/**
 * `count` points from 10^from to 10^to, evenly spaced in log, both ends included.
 *
 * @throws InputError as `linspace`.
 * @example
 * ```ts
 * import { logspace } from "../src";
 *
 * console.log(logspace(2, 5, 4)); // 100, 1000, 10000, 100000
 * ```
 */
export function logspace(from: number, to: number, count: number): Float64Array {
  return linspace(from, to, count).map((exponent) => tidy(pow(10, exponent)));
}

/**
 * `count` points from `from` > 0 to `to` > 0, evenly spaced in log, both ends included:
 * from (to / from)^(k / (count - 1)).
 *
 * @throws InputError as `linspace`, and for an end that is not above 0.
 * @example
 * ```ts
 * import { geomspace } from "../src";
 *
 * console.log(geomspace(5, 80, 5)); // 5, 10, 20, 40, 80
 * ```
 */
export function geomspace(from: number, to: number, count: number): Float64Array {
  must(from > 0, "from", "must be above 0 for a geometric grid", from);
  must(to > 0, "to", "must be above 0 for a geometric grid", to);
  checkEnds(from, to, count);
  return points(count, (k) => {
    if (k === 0) return from;
    return k === count - 1 ? to : tidy(from * pow(to / from, k / (count - 1)));
  });
}

/**
 * from, from + step, ... up to and including `to` where the steps meet it; downwards for a step below 0.
 *
 * @throws InputError for numbers that are not finite, a step that does not lead there, and more than a million points.
 * @example
 * ```ts
 * import { range } from "../src";
 *
 * console.log(range(0.6, 1.4, 0.2)); // 0.6, 0.8, 1, 1.2, 1.4: 1 exactly
 * ```
 */
export function range(from: number, to: number, step: number): Float64Array {
  checkFinite("from", from);
  checkFinite("to", to);
  checkFinite("step", step);
  const steps = (to - from) / step;
  must(steps >= 0, "step", `must lead from ${from} to ${to}`, step);
  must(steps <= MOST, "step", `must give at most ${MOST} points`, step);
  return points(Math.floor(steps + 1e-9) + 1, (k) => tidy(from + k * step, step));
}

const MOST = 1e6;

function checkFinite(argument: string, value: number): void {
  must(typeof value === "number" && Number.isFinite(value), argument, "must be a finite number", value);
}

function checkEnds(from: number, to: number, count: number): void {
  checkFinite("from", from);
  checkFinite("to", to);
  must(
    Number.isSafeInteger(count) && count >= 1 && count <= MOST,
    "count",
    `must be a whole number of points, 1 to ${MOST}`,
    count,
  );
  must(count !== 1 || from === to, "count", "must be 2 or more where the ends differ", count);
}

/** Without the rounding of the last digits that 0.6 + 20 * 0.02 leaves, or -0.6 + 12 * 0.05 where 0 is meant. */
function tidy(x: number, step = 0): number {
  return Math.abs(x) < 1e-12 * Math.abs(step) ? 0 : Number(x.toPrecision(13));
}

function points(count: number, at: (k: number) => number): Float64Array {
  return Float64Array.from({ length: count }, (_, k) => at(k));
}
