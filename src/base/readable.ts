/**
 * Numbers for people, by their digits: `toLocaleString` says the same in English, but asks the machine's
 * locale data, which is another with every Node.
 */

/**
 * A number with at most so many significant digits, thousands apart by commas, no zeros behind the last
 * digit: 12,345.6.
 *
 * @param value any number; NaN and the infinities as JavaScript names them.
 * @param digits significant digits at most, 1 to 17; the digits before the point are then zeros, not lost.
 * @example
 * ```ts
 * import { readable } from "../src";
 * console.log(readable(1234567.891, 9), readable(1234567.891, 3)); // 1,234,567.89 1,230,000
 * ```
 */
export function readable(value: number, digits = 15): string {
  if (!Number.isFinite(value)) return String(value);
  const rounded = value.toExponential(Math.min(Math.max(digits, 1), 17) - 1);
  // The shortest digits of the rounded number, so that 0.1 to 17 digits is 0.1; what rounds above the doubles stays.
  const [mantissa, exponent] = (Number.isFinite(Number(rounded)) ? Number(rounded).toExponential() : rounded).split(
    "e",
  );
  const sign = mantissa.startsWith("-") ? "-" : "";
  const figures = mantissa.replace(/[-.]/g, "").replace(/0+$/, "");
  const whole = Number(exponent) + 1;
  if (whole <= 0) return figures === "" ? `${sign}0` : `${sign}0.${"0".repeat(-whole)}${figures}`;
  const fraction = figures.slice(whole);
  return `${sign}${grouped(figures.slice(0, whole).padEnd(whole, "0"))}${fraction === "" ? "" : `.${fraction}`}`;
}

/** A number with so many digits behind the point, thousands apart by commas: 12,345.60. */
export function readableFixed(value: number, decimals: number): string {
  const [whole, fraction] = value.toFixed(decimals).split(".");
  return `${grouped(whole)}${fraction === undefined ? "" : `.${fraction}`}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ",");
}
