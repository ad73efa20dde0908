/**
 * The order book that ships for trying the estimator: its curves are known, minute by minute, so a
 * newcomer can see that the estimates are right.
 */
import { must } from "../../base/input-error";
import { pow, sin } from "../../numeric/elementary";
import type { BookSnapshot } from "../book/book-snapshot";
import { type BookTruth, generateBook } from "./generate-book";

/**
 * The true curve of a minute of the example book: beta = 1.25 + 0.02 m, and 1,000 shares cost
 * 75 + 25 sin(2 pi m / 10) USD.
 *
 * @param minute m, whole minutes since the start.
 * @returns alpha, USD per share^beta, and beta.
 * @example
 * ```ts
 * import { exampleCurve } from "../src";
 * console.log(exampleCurve(0)); // beta 1.25, and alpha such that 1,000 shares cost 75 USD
 * ```
 */
export function exampleCurve(minute: number): { alpha: number; beta: number } {
  const beta = 1.25 + 0.02 * (minute % 20);
  // The cost of 1,000 shares, 50 to 100 USD, is what varies; alpha follows from it.
  const costOf1000 = 75 + 25 * sin((2 * Math.PI * minute) / 10);
  return { alpha: costOf1000 / pow(1000, beta), beta };
}

/**
 * A book of known impact (`exampleCurve`), minute by minute, to try the estimator on; see `generateBook`.
 *
 * @param seed whole number; the same seed makes the same book.
 * @param minutes how long it lasts, above 0 and at most 100,000.
 * @param rate changes a second, on average.
 * @param correlation how long its noise lasts, seconds; several times for a mixture.
 * @returns its snapshots in order of time; the one object is filled again and again.
 * @throws InputError for a seed, a length or a rate out of range.
 * @example
 * ```ts
 * import { exampleBook } from "../src";
 * const [first] = exampleBook(1, 1, 1);
 * console.log(first.bidPrice[0], first.askPrice[0]); // the best bid and ask, around 100 USD
 * ```
 */
export function exampleBook(
  seed: number,
  minutes: number,
  rate: number,
  correlation: BookTruth["correlation"] = 1,
): Generator<BookSnapshot> {
  must(minutes > 0 && minutes <= 1e5, "minutes", "must be above 0 and at most 100,000", minutes);
  const curve = (time: number): { alpha: number; beta: number } => exampleCurve(Math.floor(time / 60e6));
  return generateBook({ seed, seconds: 60 * minutes, rate, correlation, curve });
}
