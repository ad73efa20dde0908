/**
 * mathjs BigNumber arithmetic for reference solutions: 64 digits, of which 30 are promised where
 * it is used; the rest is room for cancellation.
 */
import type { BigNumber, MathJsInstance } from "mathjs";

import { must } from "../base/input-error";

let instance: MathJsInstance | undefined;

/** The mathjs instance with 64-digit BigNumbers. Loaded at the first call: mathjs takes half a second. */
export function bigMath(): MathJsInstance {
  if (instance === undefined) {
    const mathjs = require("mathjs") as typeof import("mathjs");
    instance = mathjs.create(mathjs.all, { number: "BigNumber", precision: 64 });
  }
  return instance;
}

/**
 * The exact value of a finite double. (`bignumber(x)` alone takes the shortest decimal that rounds
 * to x, which differs from x by up to half an ulp.)
 */
export function exactBig(x: number): BigNumber {
  must(Number.isFinite(x), "x", "must be finite to have an exact value", x);
  const math = bigMath();
  let mantissa = x;
  let exponent = 0;
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2;
    exponent -= 1;
  }
  const value = math.bignumber(BigInt(mantissa).toString());
  return exponent === 0 ? value : (math.multiply(value, math.pow(math.bignumber(2), exponent)) as BigNumber);
}
