/**
 * mathjs BigNumber arithmetic for reference solutions: 64 digits, of which 30 are promised where
 * it is used; the rest is room for cancellation.
 */
import type { BigNumber } from "mathjs";

import { must } from "../base/input-error";
import { bigNumberClass } from "./mathjs";

export const BIG_DIGITS = 64;

let Big: ReturnType<typeof bigNumberClass> | undefined;

/**
 * The exact value of a finite double. (mathjs's `bignumber(x)` takes the shortest decimal that rounds
 * to x, which differs from x by up to half an ulp.)
 */
export function exactBig(x: number): BigNumber {
  must(Number.isFinite(x), "x", "must be finite to have an exact value", x);
  Big ??= bigNumberClass(BIG_DIGITS);
  let mantissa = x;
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent -= 1;
  }
  const value = new Big(BigInt(mantissa).toString());
  return exponent === 0 ? value : value.times(new Big(2).pow(exponent));
}
