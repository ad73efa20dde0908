/**
 * The order book that ships for trying the estimator: its curves are known, minute by minute, so a
 * newcomer can see that the estimates are right.
 */
import { InputError } from "../../base/input-error";
import type { BookSnapshot } from "../book/book-snapshot";
import { generateBook } from "./generate-book";

/** The true curve of a minute of the example book: liquidity comes and goes, the exponent rises. */
export function exampleCurve(minute: number): { alpha: number; beta: number } {
  const beta = 1.25 + 0.02 * (minute % 20);
  // The cost of 1,000 shares, 50 to 100 USD, is what varies; alpha follows from it.
  const costOf1000 = 75 + 25 * Math.sin((2 * Math.PI * minute) / 10);
  return { alpha: costOf1000 / 1000 ** beta, beta };
}

/** `minutes` of a book that changes `rate` times a second on average. */
export function exampleBook(seed: number, minutes: number, rate: number): Generator<BookSnapshot> {
  if (!(minutes > 0 && minutes <= 1e5)) throw new InputError("minutes", "must be above 0 and at most 100,000", minutes);
  return generateBook({ seed, seconds: 60 * minutes, rate, curve: (time) => exampleCurve(Math.floor(time / 60e6)) });
}
