import type { BigNumber } from "mathjs";
import { expect, test } from "vitest";

import { exactBig } from "../../src/numeric/big";
import * as elementary from "../../src/numeric/elementary";
import { POWERS, POWERS_REST, TWO_OVER_PI, TWO_OVER_PI_BITS } from "../../src/numeric/elementary-tables";
import { createRandom } from "../../src/numeric/random";
import { bigMath } from "../support/big-math";

const { acos, cos, exp, expm1, log, log10, log1p, log2, pow, sin, tan } = elementary;

/** |value - exact| in units of the last place of the exact value, which is taken in 64 digits. */
function ulps(value: number, exact: BigNumber): number {
  const nearest = Math.abs(exact.toNumber());
  const exponent = nearest === 0 ? -1022 : Math.max(-1022, Math.floor(Math.log2(nearest)));
  const ulp = bigMath().pow(bigMath().bignumber(2), exponent - 52) as BigNumber;
  return exactBig(value).minus(exact).abs().div(ulp).toNumber();
}

const random = createRandom(7);
/** So many arguments between two ends: even, or even in their logarithms with both signs. */
const even = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, () => low + (high - low) * random.uniform());
const scales = (count: number, low: number, high: number): number[] =>
  Array.from({ length: count }, (_, i) => (i % 2 === 0 ? 1 : -1) * 10 ** (low + (high - low) * random.uniform()));
const positive = (xs: readonly number[]): number[] => xs.map(Math.abs);

const big = (x: number): BigNumber => exactBig(x);
const one = (): BigNumber => big(1);
/** e^x - 1 with the digits that subtraction takes at tiny x. */
const bigExpm1 = (x: number): BigNumber =>
  Math.abs(x) < 1e-6
    ? big(x).times(
        one().plus(
          big(x)
            .div(2)
            .times(
              one().plus(
                big(x)
                  .div(3)
                  .times(one().plus(big(x).div(4))),
              ),
            ),
        ),
      )
    : big(x).exp().minus(1);
const bigLog1p = (x: number): BigNumber =>
  Math.abs(x) < 1e-6
    ? big(x).times(one().minus(big(x).times(big(0.5).minus(big(x).times(one().div(3).minus(big(x).div(4)))))))
    : one().plus(big(x)).ln();

test.each<[string, (x: number) => number, (x: number) => BigNumber, readonly number[], number]>([
  ["exp", exp, (x) => big(x).exp(), [...even(400, -745, 709.7), ...scales(200, -18, 1)], 1],
  ["log", log, (x) => big(x).ln(), [...positive(scales(400, -307, 308)), ...even(300, 0.6, 1.6)], 0.8],
  ["log of subnormals", log, (x) => big(x).ln(), positive(scales(100, -322, -308)), 0.8],
  ["log10", log10, (x) => big(x).log(10) as BigNumber, positive(scales(200, -300, 300)), 0.6],
  ["log2", log2, (x) => big(x).log(2) as BigNumber, [...positive(scales(200, -300, 300)), ...even(100, 0.5, 2)], 0.6],
  ["expm1", expm1, bigExpm1, [...scales(300, -25, 2.5), ...even(200, -1, 1)], 1.1],
  ["log1p", log1p, bigLog1p, [...scales(300, -25, -0.01), ...positive(scales(100, -2, 300))], 1.5],
  ["sin", sin, (x) => big(x).sin(), [...scales(150, -9, 4), ...positive(scales(20, 4, 22))], 0.8],
  ["cos", cos, (x) => big(x).cos(), [...scales(150, -9, 4), ...positive(scales(20, 4, 22))], 0.8],
  ["tan", tan, (x) => big(x).tan(), scales(150, -9, 4), 2],
  ["acos", acos, (x) => big(x).acos(), [...even(200, -1, 1), ...scales(50, -9, -0.1)], 1],
])("%s is near the exact value: last column, in ulp", (_name, of, exact, xs, most) => {
  let worst = 0;
  for (const x of xs) worst = Math.max(worst, ulps(of(x), exact(x)));
  expect(worst).toBeLessThan(most);
  expect(worst).toBeGreaterThan(0.2);
});

test("pow(x, y) is within 0.7 ulp, powers near the ends of the doubles among them", () => {
  let worst = 0;
  for (let k = 0; k < 400; k++) {
    const x = Math.abs(scales(1, -8, 8)[0]);
    const y = k % 2 === 0 ? even(1, -12, 12)[0] : even(1, -36, 36)[0];
    const exact = bigMath().pow(big(x), big(y)) as BigNumber;
    const value = pow(x, y);
    if (exact.lt(1.8e308) && exact.gt(1e-307)) worst = Math.max(worst, ulps(value, exact));
  }
  expect(worst).toBeLessThan(0.7);
  expect(worst).toBeGreaterThan(0.4);
});

test("pow is exact where the power is a double", () => {
  for (let n = -1074; n < 1024; n++) expect(Math.log2(pow(2, n))).toBe(n);
  for (let n = 0; n <= 22; n++) expect(pow(10, n)).toBe(Number(`1e${n}`));
  for (let k = 1; k < 200; k++) {
    expect(pow(k * k, 0.5)).toBe(k);
    expect(pow(k, 3)).toBe(k * k * k);
    expect(pow(-k, 3)).toBe(-k * k * k);
  }
});

test("log2 and log10 are exact at powers", () => {
  for (let n = -1074; n < 1024; n++) expect(log2(pow(2, n))).toBe(n);
  for (let n = -300; n <= 300; n++) expect(log10(Number(`1e${n}`))).toBe(n);
});

const EDGES = [0, -0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1e300, -1e300, 5e-324, -5e-324, Infinity, -Infinity, NaN];

test("at the edges each function is what ECMAScript's is", () => {
  for (const [name, of] of Object.entries({ exp, log, expm1, log1p, log2, log10, sin, cos, tan, acos })) {
    for (const x of [...EDGES, -745.2, -746, -1e9, 709.79, 710]) {
      const value = of(x);
      const theirs = Math[name as "exp"](x);
      const near = Math.abs(value - theirs) <= 4e-15 * Math.abs(theirs);
      expect(Object.is(value, theirs) || near, `${name}(${x}): ${value}, not ${theirs}`).toBe(true);
    }
  }
  for (const x of EDGES)
    for (const y of [...EDGES, 1023, -1075, 1e17]) {
      const value = pow(x, y);
      const theirs = x ** y;
      const near = Math.abs(value - theirs) <= 4e-15 * Math.abs(theirs);
      expect(Object.is(value, theirs) || near, `pow(${x}, ${y}): ${value}, not ${theirs}`).toBe(true);
    }
});

test("the measure of error can fail: a series one term short is found out", () => {
  const x = 0.3;
  expect(ulps(1 + x + (x * x) / 2 + (x * x * x) / 6, big(x).exp())).toBeGreaterThan(1e6);
});

test("the tables hold 2^(j/128) in two doubles, and 2/pi", () => {
  const math = bigMath();
  for (let j = 0; j < 128; j++) {
    const exact = math.pow(math.bignumber(2), math.divide(math.bignumber(j), 128) as BigNumber) as BigNumber;
    expect(POWERS[j]).toBe(exact.toNumber());
    expect(POWERS_REST[j]).toBe(exact.minus(big(POWERS[j])).toNumber());
  }
  // pi by Machin's formula, in whole numbers of 2^-bits.
  const bits = BigInt(2 * TWO_OVER_PI_BITS + 64);
  const arctanOfOneOver = (n: bigint): bigint => {
    let term = (1n << bits) / n;
    let sum = term;
    for (let k = 3n; term !== 0n; k += 2n) {
      term /= -(n * n);
      sum += term / k;
    }
    return sum;
  };
  const pi = 4n * (4n * arctanOfOneOver(5n) - arctanOfOneOver(239n));
  expect(TWO_OVER_PI).toBe((2n << (bits + BigInt(TWO_OVER_PI_BITS))) / pi);
});

test("nothing of Math's transcendental functions is called", () => {
  const names = ["exp", "log", "pow", "log10", "log2", "log1p", "expm1", "sin", "cos", "tan", "acos"] as const;
  const kept = names.map((name) => Math[name]);
  let called = "";
  for (const name of names)
    (Math as unknown as Record<string, unknown>)[name] = () => {
      called = name;
      return 0;
    };
  try {
    for (const x of EDGES)
      for (const name of names) (elementary as unknown as Record<string, typeof pow>)[name](x, 2.5);
    expect(called).toBe("");
    Math.exp(1);
    expect(called).toBe("exp");
  } finally {
    names.forEach((name, i) => ((Math as unknown as Record<string, unknown>)[name] = kept[i]));
  }
});
