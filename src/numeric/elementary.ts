/**
 * The elementary functions, of `+ - * / sqrt` and literals alone: `Math.exp`, `log`, `pow`, `sin` and
 * their kin have other bits in another Node or browser, these have the same everywhere. Every number
 * that reaches a result goes through them.
 *
 *     exp(x)    2^k 2^(j/128) e^r,  n = 128 k + j = round(128 x / ln 2), |r| <= ln 2 / 256     1.0 ulp
 *     log(x)    k ln 2 + f - (f^2/2 - s (f^2/2 + R)),  x = 2^k (1 + f), s = f / (2 + f)        0.8 ulp
 *     pow(x, y) exp(y log x) with log x and the product in two doubles each                    0.7 ulp
 *     expm1, log1p, log2, log10, sin, cos, tan, acos                                           at the function
 *
 * exp is after Tang (ACM TOMS 15, 1989), log and acos in the form of fdlibm (Sun Microsystems, 1993),
 * whose minimax coefficients they take; products and sums in two doubles are Dekker's
 * (Numerische Mathematik 18, 1971). Errors were measured against 60 digits; a test holds them.
 */
import * as tables from "./elementary-tables";

// Of this file's own: what is imported is asked for anew at every use, in CommonJS.
const { POWERS, POWERS_REST, TWO_OVER_PI, TWO_OVER_PI_BITS } = tables;

/** Adding and subtracting 1.5 * 2^52 rounds a double of moderate size to the nearest integer. */
const ROUND = 6755399441055744;

/** 128 / ln 2, and ln 2 / 128 in two parts, the first short enough for its product with n to be exact. */
const STEPS = 184.6649652337873;
const STEP_HIGH = 0.00541521234663378;
const STEP_LOW = 1.4907929134926466e-12;

const LN2_HIGH = 0.6931471803691238;
const LN2_LOW = 1.9082149292705877e-10;

const OFFSET = 1074;
/** 2^k at index k + OFFSET, over all doubles; doubling and halving are exact. */
const SCALES = new Float64Array(2098);
SCALES[OFFSET] = 1;
for (let i = OFFSET + 1; i < SCALES.length; i++) SCALES[i] = 2 * SCALES[i - 1];
for (let i = OFFSET - 1; i >= 0; i--) SCALES[i] = SCALES[i + 1] / 2;

const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);
const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0; // little or big endian

/**
 * e^x; at most 1.0 ulp from it, also where the result is subnormal.
 *
 * @example
 * ```ts
 * import { exp } from "../src";
 * console.log(exp(1)); // 2.718281828459045
 * ```
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return expEdge(x);
  const n = x * STEPS + ROUND - ROUND;
  const r = x - n * STEP_HIGH - n * STEP_LOW;
  const q = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const t = POWERS[n & 127];
  return (t + t * q) * SCALES[(n >> 7) + OFFSET];
}

function expEdge(x: number): number {
  if (!(x < 710)) return x + Infinity; // NaN stays NaN
  if (x < -746) return 0;
  return scaledExp(x, 0);
}

/** e^(x + rest) to 0.51 ulp, for |x| < 746 and a rest that is small beside an ulp of 100. */
function scaledExp(x: number, rest: number): number {
  const n = x * STEPS + ROUND - ROUND;
  const r = x - n * STEP_HIGH - n * STEP_LOW + rest;
  const q = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
  const t = POWERS[n & 127];
  // In two steps, so that neither is beyond the doubles.
  const k = n >> 7;
  const half = k >> 1;
  return (t + (t * q + POWERS_REST[n & 127])) * SCALES[half + OFFSET] * SCALES[k - half + OFFSET];
}

/**
 * log x; at most 0.8 ulp from it, next to 1 as well.
 *
 * @example
 * ```ts
 * import { log } from "../src";
 * console.log(log(2)); // 0.6931471805599453
 * ```
 */
export function log(x: number): number {
  DOUBLE[0] = x;
  const high = WORDS[HIGH_WORD];
  return high < LEAST_NORMAL || high >= NOT_FINITE ? logEdge(x) : logOf(x, high, 0);
}

/** First words of the least normal double and of infinity, and that of sqrt(1/2). */
const LEAST_NORMAL = 0x00100000;
const NOT_FINITE = 0x7ff00000;
const SQRT_HALF = 0x3fe6a09e;

/** log(2^shift x) of a normal x > 0 with its first word. */
function logOf(x: number, high: number, shift: number): number {
  // 2^k (1 + f) with 1 + f between sqrt(1/2) and sqrt(2), by its first digits.
  const exponent = (high - SQRT_HALF) >> 20;
  const f = x * SCALES[OFFSET - exponent] - 1;
  const k = exponent + shift;
  const s = f / (2 + f);
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  const half = 0.5 * f * f;
  return k * LN2_HIGH - (half - (s * (half + (even + odd)) + k * LN2_LOW) - f);
}

/** 2^54 makes every subnormal normal. */
const LIFT = 18014398509481984;

function logEdge(x: number): number {
  if (x === 0) return -Infinity;
  if (!(x > 0)) return NaN;
  if (x === Infinity) return x;
  DOUBLE[0] = x * LIFT;
  return logOf(DOUBLE[0], WORDS[HIGH_WORD], -54);
}

/** Where a function leaves what the double it returns lacks. */
let rest = 0;

/** a b exactly, as the double returned and `rest`, where neither overflows nor loses digits to underflow. */
function product(a: number, b: number): number {
  const p = a * b;
  const ca = SPLIT * a;
  const cb = SPLIT * b;
  const ah = ca - (ca - a);
  const bh = cb - (cb - b);
  const al = a - ah;
  const bl = b - bh;
  rest = al * bl - (p - ah * bh - al * bh - ah * bl);
  return p;
}

/** 2^27 + 1: splits a double into halves whose products are exact. */
const SPLIT = 134217729;

/** a + b exactly, likewise, for |a| >= |b|. */
function sumOf(a: number, b: number): number {
  const s = a + b;
  rest = b - (s - a);
  return s;
}

/** log x of a finite x > 0 in two doubles, to about 2^-66 of it: 2 artanh(s) of the same f and s as `log`. */
function logInTwo(x: number): number {
  const shift = x < 2.2250738585072014e-308 ? 54 : 0;
  DOUBLE[0] = shift === 0 ? x : x * LIFT;
  const exponent = (WORDS[HIGH_WORD] - SQRT_HALF) >> 20;
  const f = DOUBLE[0] * SCALES[OFFSET - exponent] - 1;
  const k = exponent - shift;
  // s = f / (2 + f) in two doubles.
  const d = sumOf(2, f);
  const dRest = rest;
  const s = f / d;
  const back = product(s, d);
  const sRest = (f - back - rest - s * dRest) / d;
  // s^3 / 3 in two doubles, the rest of the series in one.
  const z = product(s, s);
  const zRest = rest + 2 * s * sRest;
  const third = product(z, 1 / 3);
  const thirdRest = rest + zRest / 3 + z * THIRD_REST;
  const cube = product(s, third);
  const cubeRest = rest + s * thirdRest + sRest * third;
  let series = 1 / 27;
  for (let n = 25; n >= 5; n -= 2) series = 1 / n + z * series;
  const tail = s * z * z * series;
  // k ln 2 + 2 (s + s^3/3 + tail), the largest first.
  const main = sumOf(2 * s, 2 * cube);
  const small = rest + 2 * (sRest + cubeRest + tail);
  const whole = k === 0 ? main : sumOf(k * LN2_HIGH, main);
  return sumOf(whole, (k === 0 ? small : rest + small) + k * LN2_LOW);
}

/** Of 1/3, what its double lacks. */
const THIRD_REST = 1.850371707708594e-17;

/**
 * x^y, as ECMAScript has its edges (1^Infinity is NaN); at most 0.7 ulp from it, and exact where x^y is a double.
 *
 * @example
 * ```ts
 * import { pow } from "../src";
 * console.log(pow(250_000, 1.5)); // 125000000
 * ```
 */
export function pow(x: number, y: number): number {
  if (y === 2) return x * x;
  if (y === 1) return x;
  if (y === -1) return 1 / x;
  if (y === 0) return 1;
  if (!(x === x && y === y)) return NaN;
  const size = x < 0 ? -x : x;
  const steep = y === Infinity || y === -Infinity;
  if (size === 1 && steep) return NaN;
  const odd = y % 2 === 1 || y % 2 === -1;
  const sign = odd && (x < 0 || 1 / x === -Infinity) ? -1 : 1;
  if (size === 0 || size === Infinity || steep) return sign * (size > 1 === y > 0 ? Infinity : 0);
  if (x < 0 && y % 1 !== 0) return NaN;
  if (size === 1) return sign;
  const l = logInTwo(size);
  const lRest = rest;
  const rough = y * l;
  if (!(rough < 710)) return sign * Infinity;
  if (!(rough > -746)) return sign * 0;
  // A tiny y times log x may lose its last digits to underflow, where x^y is 1 anyway.
  const p = product(y, l);
  return sign * scaledExp(p, rest + y * lRest);
}

/**
 * The base-10 logarithm; at most 0.6 ulp from it, and exact at powers of 10.
 *
 * @example
 * ```ts
 * import { log10 } from "../src";
 * console.log(log10(1000)); // 3
 * ```
 */
export function log10(x: number): number {
  return logIn(x, 0.4342944819032518, 1.098319650216765e-17);
}

/**
 * The base-2 logarithm; at most 0.6 ulp from it, and exact at powers of 2.
 *
 * @example
 * ```ts
 * import { log2 } from "../src";
 * console.log(log2(1024)); // 10
 * ```
 */
export function log2(x: number): number {
  return logIn(x, 1.4426950408889634, 2.0355273740931033e-17);
}

/** log x times a factor in two doubles. */
function logIn(x: number, factor: number, factorRest: number): number {
  if (!(x > 0 && x < Infinity)) return log(x);
  const l = logInTwo(x);
  const lRest = rest;
  const p = product(l, factor);
  return p + (rest + l * factorRest + lRest * factor);
}

/**
 * e^x - 1, without cancellation near 0; at most 1.1 ulp from it.
 *
 * @example
 * ```ts
 * import { expm1 } from "../src";
 * console.log(expm1(1e-9)); // 1.0000000005000001e-9
 * ```
 */
export function expm1(x: number): number {
  if (!(x > -0.3 && x < 0.3)) {
    if (!(x < 709)) return exp(x);
    if (x < -38) return -1;
    const n = x * STEPS + ROUND - ROUND;
    const r = x - n * STEP_HIGH - n * STEP_LOW;
    const q = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120))));
    const t = POWERS[n & 127];
    const k = n >> 7;
    const one = SCALES[OFFSET - k];
    const left = t >= one ? sumOf(t, -one) : sumOf(-one, t);
    return (left + (rest + (t * q + POWERS_REST[n & 127]))) * SCALES[k + OFFSET];
  }
  if (x === 0) return x; // -0 too
  let series = 1 / 15;
  for (let n = 14; n >= 3; n--) series = (1 + x * series) / n;
  return x + x * x * 0.5 * (1 + x * series);
}

/**
 * log(1 + x), without cancellation near 0; at most 1.5 ulp from it.
 *
 * @example
 * ```ts
 * import { log1p } from "../src";
 * console.log(log1p(1e-9)); // 9.999999995e-10
 * ```
 */
export function log1p(x: number): number {
  if (!(x > -1 && x < 9007199254740992)) return log(1 + x);
  const u = 1 + x;
  if (u === 1) return x;
  return log(u) + (x < 1 ? x - (u - 1) : 1 - (u - x)) / u;
}

/**
 * sin x, x in radians; at most 0.8 ulp from it for any x.
 *
 * @example
 * ```ts
 * import { sin } from "../src";
 * console.log(sin(1)); // 0.8414709848078965
 * ```
 */
export function sin(x: number): number {
  if (x === 0) return x; // -0 too
  return turned(reduce(x));
}

/**
 * cos x, x in radians; at most 0.8 ulp from it for any x.
 *
 * @example
 * ```ts
 * import { cos } from "../src";
 * console.log(cos(1)); // 0.5403023058681398
 * ```
 */
export function cos(x: number): number {
  return turned(reduce(x) + 1);
}

/**
 * tan x, x in radians; at most 2 ulp from it for any x.
 *
 * @example
 * ```ts
 * import { tan } from "../src";
 * console.log(tan(1)); // 1.557407724654902
 * ```
 */
export function tan(x: number): number {
  if (x === 0) return x; // -0 too
  const quadrant = reduce(x);
  return quadrant & 1 ? -turned(1) / turned(0) : turned(0) / turned(1);
}

/** What `reduce` leaves of its argument, in two doubles: at most pi/4 in size. */
let angle = 0;
let angleRest = 0;

/** sin of the reduced angle and so many quarter turns. */
function turned(quarters: number): number {
  const value = quarters & 1 ? cosNear(angle, angleRest) : sinNear(angle, angleRest);
  return quarters & 2 ? -value : value;
}

const QUARTER_TURN = 1.5707963267948966;
const QUARTER_TURN_REST = 6.123233995736766e-17;

/** Takes whole quarter turns away and returns how many; the rest is in `angle` and `angleRest`. */
function reduce(x: number): number {
  const size = x < 0 ? -x : x;
  angle = x;
  angleRest = 0;
  if (size <= 0.7853981633974483) return 0;
  if (!(size < Infinity)) {
    angle = NaN;
    return 0;
  }
  if (size < 1048576) {
    // pi/2 in three parts, the first two short enough for their products with n to be exact.
    const n = x * 0.6366197723675814 + ROUND - ROUND;
    const first = x - n * 1.5707963267341256;
    const r = sumOf(first, -n * 6.077100506303966e-11);
    const low = rest - n * 2.0222662487959506e-21;
    angle = sumOf(r, low);
    angleRest = rest;
    // Nearer to a multiple of pi/2 the three parts are too few.
    if (angle > 1e-6 || angle < -1e-6) return n & 3;
  }
  return reduceExactly(x);
}

/** The same by whole numbers, as exact as 2/pi is: for large arguments, and those near a multiple of pi/2. */
function reduceExactly(x: number): number {
  DOUBLE[0] = x;
  const exponent = ((WORDS[HIGH_WORD] >> 20) & 2047) - 1075;
  const mantissa = BigInt(x * SCALES[OFFSET - exponent]);
  // mantissa 2^exponent 2/pi, in units of 2^-bits.
  const bits = BigInt(TWO_OVER_PI_BITS - exponent);
  const turns = mantissa * TWO_OVER_PI;
  const whole = (turns + (1n << (bits - 1n))) >> bits;
  const kept = 200n;
  const fraction = (turns - (whole << bits)) >> (bits - kept);
  const high = Number(fraction);
  const low = Number(fraction - BigInt(high));
  const unit = SCALES[OFFSET - Number(kept)];
  const p = product(high * unit, QUARTER_TURN);
  angle = sumOf(p, rest + high * unit * QUARTER_TURN_REST + low * unit * QUARTER_TURN);
  angleRest = rest;
  return Number(whole & 3n);
}

/** sin(x + low) for |x| <= pi/4, by its series. */
function sinNear(x: number, low: number): number {
  const z = x * x;
  const series =
    -1 / 6 +
    z * (1 / 120 + z * (-1 / 5040 + z * (1 / 362880 + z * (-1 / 39916800 + z * (1 / 6227020800 - z / 1307674368000)))));
  return x + (low * (1 - 0.5 * z) + x * z * series);
}

/** cos(x + low) for |x| <= pi/4, likewise. */
function cosNear(x: number, low: number): number {
  const z = x * x;
  const series =
    1 / 24 +
    z *
      (-1 / 720 +
        z * (1 / 40320 + z * (-1 / 3628800 + z * (1 / 479001600 + z * (-1 / 87178291200 + z / 20922789888000)))));
  const half = 0.5 * z;
  const near = 1 - half;
  return near + (1 - near - half + (z * z * series - x * low));
}

/**
 * The angle in radians, 0 to pi, whose cosine is x; at most 1 ulp from it.
 *
 * @example
 * ```ts
 * import { acos } from "../src";
 * console.log(acos(0.5)); // 1.0471975511965979
 * ```
 */
export function acos(x: number): number {
  if (!(x >= -1 && x <= 1)) return NaN;
  if (x > -0.5 && x < 0.5) return QUARTER_TURN - (x - (QUARTER_TURN_REST - x * arcSeries(x * x)));
  const z = 0.5 * (1 - (x < 0 ? -x : x));
  const s = Math.sqrt(z);
  if (x < 0) return 2 * (QUARTER_TURN - (s + (arcSeries(z) * s - QUARTER_TURN_REST)));
  if (z === 0) return 0;
  // s in two doubles: z - s^2 exactly.
  const back = product(s, s);
  return 2 * (s + (arcSeries(z) * s + (z - back - rest) / (s + s)));
}

/** asin(x) / x - 1 as a function of z = x^2 <= 1/4. */
function arcSeries(z: number): number {
  const above =
    z *
    (1.66666666666666657415e-1 +
      z *
        (-3.25565818622400915405e-1 +
          z *
            (2.01212532134862925881e-1 +
              z * (-4.00555345006794114027e-2 + z * (7.91534994289814532176e-4 + z * 3.4793310759602116757e-5)))));
  const below =
    1 +
    z *
      (-2.40339491173441421878 +
        z * (2.02094576023350569471 + z * (-6.8828397160545329303e-1 + z * 7.70381505559019352791e-2)));
  return above / below;
}
