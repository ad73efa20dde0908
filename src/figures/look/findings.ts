/** What figures find in words, for their titles. */
import { readable } from "../../base/readable";

/** A number as a title has it: three digits, a real minus. */
export function short(value: number): string {
  return readable(value, 3).replace(/^-/, "−");
}

/** A share in %: what is far below a thousandth is what rounding left. */
export function settled(percent: number): number {
  return Math.abs(percent) < 1e-9 ? 0 : percent;
}

/** "627 USD"; the number alone where nobody said what it is counted in. */
export function inCurrency(text: string, currency: string): string {
  return currency === "currency" ? text : `${text} ${currency}`;
}

/** "0.1 to 2,500", or the one number where both ends read alike. */
export function span(least: number, most: number): string {
  const [low, high] = [short(least), short(most)];
  return low === high ? low : `${low} to ${high}`;
}

/** The fewest bins that carry half of the order. */
export function binsOfHalf(x: readonly number[]): number {
  const total = x.reduce((sum, xi) => sum + xi, 0);
  let carried = 0;
  const largest = [...x].sort((a, b) => b - a);
  const at = largest.findIndex((xi) => 2 * (carried += xi) >= total * (1 - 1e-12));
  return at + 1;
}

/** "Half of 5,000 BTC trades in 41 of 305 bins"; all of it where one bin has nearly all. */
export function whereItGoes(x: readonly number[], order: string): string {
  const total = x.reduce((sum, xi) => sum + xi, 0);
  const most = x.reduce((a, b) => Math.max(a, b), 0);
  if (!(total > 0)) return `Nothing of ${order} trades`;
  if (most >= 0.995 * total)
    return `${most === total ? "All" : "Nearly all"} of ${order} trades in one of ${x.length} bins`;
  const half = binsOfHalf(x);
  return `Half of ${order} trades in ${half} of ${x.length} bins`;
}
