/**
 * exp and log as plain TypeScript, small enough for V8 to inline into a loop over bins, where a call
 * of Math.exp or Math.log costs about twice as much (`npm run bench` prints both).
 *
 * Both are table methods after Tang, "Table-driven implementation of the exponential function"
 * (ACM TOMS 15, 1989) and "... of the logarithm function" (ACM TOMS 16, 1990):
 *
 *     exp(x) = 2^m * 2^(j/256) * e^r,      n = 256 m + j = round(256 x / ln 2),  |r| <= ln 2 / 512
 *     log(x) = k ln 2 - log(c) + log1p(r), x = 2^k z,  c ~ 1/z from the table, r = z c - 1
 *
 * Errors: exp at most 2 ulp; log at most 2 ulp of max(1, |log x|), so its error is absolute near
 * x = 1. The slow edges (overflow, subnormals, zero, NaN) go to Math.
 */

// ln 2 in two parts, the first with enough trailing zeros for k * LN2_HIGH to be exact.
const LN2_HIGH = 6.9314718036912381649e-1;
const LN2_LOW = 1.90821492927058770002e-10;

/** Adding and subtracting 1.5 * 2^52 rounds a double of moderate size to the nearest integer. */
const ROUND = 6755399441055744;

const EXP_BITS = 8;
/** 2^(j/256), j = 0..255. */
const EXP_TABLE = Float64Array.from({ length: 1 << EXP_BITS }, (_, j) => Math.pow(2, j / (1 << EXP_BITS)));

const POWER_OFFSET = 1074;
/** 2^k at index k + POWER_OFFSET, over all doubles. */
const POWERS_OF_TWO = Float64Array.from({ length: 2098 }, (_, i) => Math.pow(2, i - POWER_OFFSET));

/** e^x for any double x. */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return x < -745.2 ? 0 : Math.exp(x);
  const n = x * (256 / Math.LN2) + ROUND - ROUND;
  const r = x - n * (LN2_HIGH / 256) - n * (LN2_LOW / 256);
  const q = r + r * r * (1 / 2 + r * (1 / 6 + r * (1 / 24)));
  const t = EXP_TABLE[n & 255];
  return (t + t * q) * POWERS_OF_TWO[(n >> EXP_BITS) + POWER_OFFSET];
}

const LOG_BITS = 9;
/** For each of 512 intervals of z in [1, 2): c ~ 1/z to 24 bits (so z c - 1 is nearly exact), and -log c. */
const LOG_FACTOR = new Float64Array(1 << LOG_BITS);
const LOG_OFFSET = new Float64Array(1 << LOG_BITS);
for (let j = 0; j < 1 << LOG_BITS; j++) {
  LOG_FACTOR[j] = Math.fround(1 / (1 + (j + 0.5) / (1 << LOG_BITS)));
  LOG_OFFSET[j] = -Math.log(LOG_FACTOR[j]);
}

const DOUBLE = new Float64Array(1);
const WORDS = new Int32Array(DOUBLE.buffer);
const HIGH_WORD = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1 ? 1 : 0; // little or big endian

/** The natural logarithm of any double x. */
export function log(x: number): number {
  DOUBLE[0] = x;
  const high = WORDS[HIGH_WORD];
  // Negative, zero or subnormal; above 2^1023, infinite or NaN.
  const exponent = high >> 20;
  if (exponent <= 0 || exponent > 2045) return Math.log(x);
  const k = exponent - 1023;
  const j = (high >> (20 - LOG_BITS)) & ((1 << LOG_BITS) - 1);
  const r = x * POWERS_OF_TWO[POWER_OFFSET - k] * LOG_FACTOR[j] - 1;
  const r2 = r * r;
  const series = r - r2 * (1 / 2 - r * (1 / 3) + r2 * (1 / 4 - r * (1 / 5)));
  return k * Math.LN2 + LOG_OFFSET[j] + series;
}
