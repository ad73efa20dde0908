/**
 * The loops over bins in AssemblyScript, two bins at a time. `twin.ts` beside this file is the same in
 * TypeScript, operation for operation, and a test holds the two together to the last bit: change both,
 * then `npm run build:loops`. POWERS and the constants of exp and log are put before this text by build.mjs.
 *
 * Arrays are addresses in bytes. Behind the last of an odd number of values each has room for one more,
 * which loops fill with what changes no result.
 */

/** Bins summed plainly before their sum joins a compensated total. */
const BLOCK: i32 = 128;

// A constant in memory costs a load; f64x2.splat of one costs three instructions each time around.
// prettier-ignore
const CONSTANTS = memory.data<f64>([
  STEPS, ROUND, STEP_HIGH, STEP_LOW, 0.5, 1.0 / 6.0, 1.0 / 24.0, 1.0 / 120.0, // 0
  -708.0, 708.9999999999999, LN2_HIGH, LN2_LOW, 1.0, 2.0, // 8
  3.999999999940941908e-1, 2.222219843214978396e-1, 1.531383769920937332e-1, // 14
  6.66666666666673513e-1, 2.857142874366239149e-1, 1.818357216161805012e-1, 1.479819860511658591e-1, // 17
  1.0 / 720.0, 1.0 / 5040.0, 1.0 / 40320.0, 1e-299, 1e299, // 21
  1.0 / 362880.0, 1.0 / 3628800.0, 1.0 / 39916800.0, 1.0 / 479001600.0, 1.0 / 6227020800.0, 1.0 / 87178291200.0, // 26
  0.5, // 32: below it mediumExp is exact to rounding, 0.5^15 / 15! < 2^-54
  1.4426950408889634, -1000.0, 1000.0, 6442450943.956964, // 33
  4503599627372544.0, NaN, // 37: 2^52 + 2^11
]);

const BITS = memory.data<i64>([
  1016, // 0: 127 in steps of eight bytes
  0xbfe6a09e00000000, // 1: of -sqrt(1/2): less by 2^11 exponents
  0x3fe6a09e00000000, // 2: of sqrt(1/2)
  0x000fffffffffffff, // 3: of what stands behind the exponent
  0x4330000000000000, // 4: of 2^52
  // 5: of 1.5 2^32: a number added to it has 20 bits behind the point. Constant 36 is less by what centres 1 + f beside 2^f.
  0x41f8000000000000,
  0x3ff0000000000000, // 6: of 1
]);

/** Where loops leave their sums: eight doubles. */
const OUT = memory.data(64, 16);

/** Room for a block's deviations. */
const DEVIATIONS = memory.data(8 * BLOCK, 16);

export function outAddress(): usize {
  return OUT;
}

/** The first byte that arrays may use. */
export function heapBase(): usize {
  return __heap_base;
}

// @ts-ignore: decorator
@inline
function c(index: i32): v128 {
  return v128.load_splat<u64>(CONSTANTS + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline
function bits(index: i32): v128 {
  return v128.load_splat<u64>(BITS + (<usize>index << 3));
}

// @ts-ignore: decorator
@inline
function horizontal(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}

/** e^x as elementary.ts has it, of shares: 0 at or below -708 and of NaN, as at 709 above. */
// @ts-ignore: decorator
@inline
function exp(x0: v128): v128 {
  const counts = f64x2.gt(x0, c(8));
  const x = f64x2.pmin(c(9), x0);
  // Its last bits are n, as a whole number.
  const big = f64x2.add(f64x2.mul(x, c(0)), c(1));
  const n = f64x2.sub(big, c(1));
  const r = f64x2.sub(f64x2.sub(x, f64x2.mul(n, c(2))), f64x2.mul(n, c(3)));
  const inner = f64x2.add(c(5), f64x2.mul(r, f64x2.add(c(6), f64x2.mul(r, c(7)))));
  const q = f64x2.add(r, f64x2.mul(f64x2.mul(r, r), f64x2.add(c(4), f64x2.mul(r, inner))));
  const at = v128.and(i64x2.shl(big, 3), bits(0));
  const low = v128.load64_zero(POWERS + <usize>i32x4.extract_lane(at, 0));
  const t = v128.load_lane<u64>(POWERS + <usize>i32x4.extract_lane(at, 2), low, 1);
  const y = f64x2.add(t, f64x2.mul(t, q));
  return v128.and(i64x2.add(y, i64x2.shl(i64x2.shr_u(big, 7), 52)), counts);
}

/** log x as elementary.ts has it, of normal x above 0; some number elsewhere. */
// @ts-ignore: decorator
@inline
function logOf(x: v128): v128 {
  // x = 2^k (1 + f), with 1 + f from sqrt(1/2) on; the exponent here is k + 2^11.
  const lifted = i64x2.sub(x, bits(1));
  const k = f64x2.sub(v128.or(i64x2.shr_u(lifted, 52), bits(4)), c(37));
  const f = f64x2.sub(i64x2.add(v128.and(lifted, bits(3)), bits(2)), c(12));
  const s = f64x2.div(f, f64x2.add(c(13), f));
  const z = f64x2.mul(s, s);
  const w = f64x2.mul(z, z);
  const even = f64x2.mul(w, f64x2.add(c(14), f64x2.mul(w, f64x2.add(c(15), f64x2.mul(w, c(16))))));
  const odd = f64x2.mul(
    z,
    f64x2.add(c(17), f64x2.mul(w, f64x2.add(c(18), f64x2.mul(w, f64x2.add(c(19), f64x2.mul(w, c(20))))))),
  );
  const half = f64x2.mul(f64x2.mul(c(4), f), f);
  const inner = f64x2.add(f64x2.mul(s, f64x2.add(half, f64x2.add(even, odd))), f64x2.mul(k, c(11)));
  return f64x2.sub(f64x2.mul(k, c(10)), f64x2.sub(f64x2.sub(half, inner), f));
}

/** log x from 1e-299 to 1e299; NaN elsewhere. */
// @ts-ignore: decorator
@inline
function log(x: v128): v128 {
  return v128.bitselect(logOf(x), c(38), v128.and(f64x2.ge(x, c(24)), f64x2.le(x, c(25))));
}

/** e^z for |z| <= 0.06, by its polynomial of degree eight. */
// @ts-ignore: decorator
@inline
function smallExp(z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const low = f64x2.add(f64x2.add(c(12), z), f64x2.mul(z2, f64x2.add(c(4), f64x2.mul(z, c(5)))));
  const middle = f64x2.add(c(6), f64x2.mul(z, c(7)));
  const upper = f64x2.mul(z2, f64x2.add(c(21), f64x2.mul(z, c(22))));
  return f64x2.add(low, f64x2.mul(z4, f64x2.add(f64x2.add(middle, upper), f64x2.mul(z4, c(23)))));
}

/** e^z for |z| <= 0.5, by its polynomial of degree fourteen. */
// @ts-ignore: decorator
@inline
function mediumExp(z: v128): v128 {
  const z2 = f64x2.mul(z, z);
  const z4 = f64x2.mul(z2, z2);
  const first = f64x2.add(f64x2.add(c(12), z), f64x2.mul(z2, f64x2.add(c(4), f64x2.mul(z, c(5)))));
  const second = f64x2.add(
    f64x2.add(c(6), f64x2.mul(z, c(7))),
    f64x2.mul(z2, f64x2.add(c(21), f64x2.mul(z, c(22)))),
  );
  const third = f64x2.add(
    f64x2.add(c(23), f64x2.mul(z, c(26))),
    f64x2.mul(z2, f64x2.add(c(27), f64x2.mul(z, c(28)))),
  );
  const fourth = f64x2.add(f64x2.add(c(29), f64x2.mul(z, c(30))), f64x2.mul(z2, c(31)));
  return f64x2.add(first, f64x2.mul(z4, f64x2.add(second, f64x2.mul(z4, f64x2.add(third, f64x2.mul(z4, fourth))))));
}

/** 2^x within 3 %, for a first look: a straight line between powers of two. */
// @ts-ignore: decorator
@inline
function roughPower(x: v128): v128 {
  const fixed = i64x2.sub(f64x2.add(f64x2.pmin(c(35), f64x2.pmax(c(34), x)), c(36)), bits(5));
  return i64x2.add(i64x2.shl(fixed, 32), bits(6));
}

// @ts-ignore: decorator
@inline
function load(array: usize, i: i32): v128 {
  return v128.load(array + (<usize>i << 3));
}

// @ts-ignore: decorator
@inline
function store(array: usize, i: i32, v: v128): void {
  v128.store(array + (<usize>i << 3), v);
}

/** Fills the place behind an odd last value. */
// @ts-ignore: decorator
@inline
function pad(array: usize, n: i32, value: f64): void {
  if (n & 1) f64.store(array + (<usize>n << 3), value);
}

/** A total that keeps what rounding takes from it (Neumaier 1974). */
let total: f64 = 0;
let lost: f64 = 0;

// @ts-ignore: decorator
@inline
function join(sum: f64): void {
  const next = total + sum;
  lost += abs(total) >= abs(sum) ? total - next + sum : sum - next + total;
  total = next;
}

/** y = log x, NaN outside 1e-299 to 1e299. Returns whether there is such a one. */
export function logs(n: i32, x: usize, y: usize): i32 {
  pad(x, n, 1);
  let taken = i64x2.splat(-1);
  let i = 0;
  for (; i < n - 2; i += 4) {
    const y0 = log(load(x, i));
    const y1 = log(load(x, i + 2));
    taken = v128.and(taken, v128.and(f64x2.eq(y0, y0), f64x2.eq(y1, y1)));
    store(y, i, y0);
    store(y, i + 2, y1);
  }
  if (i < n) {
    const y0 = log(load(x, i));
    taken = v128.and(taken, f64x2.eq(y0, y0));
    store(y, i, y0);
  }
  return i64x2.all_true(taken) ? 0 : 1;
}

/** e^x from -708 to 709; NaN elsewhere. */
// @ts-ignore: decorator
@inline
function expWithin(x: v128): v128 {
  return v128.bitselect(exp(x), c(38), v128.and(f64x2.gt(x, c(8)), f64x2.lt(x, c(9))));
}

/** y = e^x, NaN outside -708 to 709. Returns whether there is such a one. */
export function exps(n: i32, x: usize, y: usize): i32 {
  pad(x, n, 0);
  let taken = i64x2.splat(-1);
  let i = 0;
  for (; i < n - 2; i += 4) {
    const y0 = expWithin(load(x, i));
    const y1 = expWithin(load(x, i + 2));
    taken = v128.and(taken, v128.and(f64x2.eq(y0, y0), f64x2.eq(y1, y1)));
    store(y, i, y0);
    store(y, i + 2, y1);
  }
  if (i < n) {
    const y0 = expWithin(load(x, i));
    taken = v128.and(taken, f64x2.eq(y0, y0));
    store(y, i, y0);
  }
  return i64x2.all_true(taken) ? 0 : 1;
}

// @ts-ignore: decorator
@inline
function powerAt(a: usize, b: usize, t: usize, i: i32): v128 {
  return exp(f64x2.add(load(a, i), f64x2.mul(load(b, i), load(t, i))));
}

/** sum exp(a + b t), what is below e^-708 left out and each at most e^709. */
export function powerSum(n: i32, a: usize, b: usize, t: usize): f64 {
  pad(a, n, -Infinity);
  pad(b, n, 1);
  pad(t, n, 0);
  total = 0;
  lost = 0;
  for (let start = 0; start < n; start += BLOCK) {
    const end = min(start + BLOCK, n);
    let sum = f64x2.splat(0);
    let i = start;
    for (; i < end - 2; i += 4) {
      const x0 = powerAt(a, b, t, i);
      const x1 = powerAt(a, b, t, i + 2);
      sum = f64x2.add(f64x2.add(sum, x0), x1);
    }
    if (i < end) sum = f64x2.add(sum, powerAt(a, b, t, i));
    join(horizontal(sum));
  }
  return total + lost;
}

/**
 * y = a x^b, as exp and log make it, 0 of x <= 0; NaN where x or b log x is beyond what those two take. Returns whether
 * there is such a one.
 */
export function powers(n: i32, a: usize, b: usize, x: usize, y: usize): i32 {
  pad(a, n, 1);
  pad(b, n, 1);
  pad(x, n, 1);
  const zero = f64x2.splat(0);
  let beyond = zero;
  for (let i = 0; i < n; i += 2) {
    const xi = load(x, i);
    const positive = f64x2.gt(xi, zero);
    // Of lots most bins may hold none.
    if (!v128.any_true(positive)) {
      store(y, i, zero);
      continue;
    }
    const z = f64x2.mul(load(b, i), log(xi));
    const within = v128.and(f64x2.gt(z, c(8)), f64x2.lt(z, c(9)));
    const power = v128.bitselect(f64x2.mul(load(a, i), exp(z)), c(38), within);
    beyond = v128.or(beyond, v128.andnot(positive, within));
    store(y, i, v128.and(power, positive));
  }
  return v128.any_true(beyond) ? 1 : 0;
}

/**
 * l = log(alpha beta) and p = 1 / (beta - 1), in place of alpha and beta where the arrays are the same; to OUT
 * sum p and sum p l. Returns the least beta - 1, NaN where a logarithm is.
 */
export function setUp(n: i32, alpha: usize, beta: usize, l: usize, p: usize): f64 {
  pad(alpha, n, 1e-290);
  pad(beta, n, 1e290);
  let least = f64x2.splat(Infinity);
  let sum = f64x2.splat(0);
  let weighted = f64x2.splat(0);
  let i = 0;
  for (; i < n - 2; i += 4) {
    const b0 = load(beta, i);
    const b1 = load(beta, i + 2);
    const l0 = log(f64x2.mul(load(alpha, i), b0));
    const l1 = log(f64x2.mul(load(alpha, i + 2), b1));
    const excess0 = f64x2.sub(b0, c(12));
    const excess1 = f64x2.sub(b1, c(12));
    const p0 = f64x2.div(c(12), excess0);
    const p1 = f64x2.div(c(12), excess1);
    least = f64x2.pmin(f64x2.pmin(least, excess0), excess1);
    sum = f64x2.add(f64x2.add(sum, p0), p1);
    weighted = f64x2.add(f64x2.add(weighted, f64x2.mul(p0, l0)), f64x2.mul(p1, l1));
    store(l, i, l0);
    store(l, i + 2, l1);
    store(p, i, p0);
    store(p, i + 2, p1);
  }
  if (i < n) {
    const b0 = load(beta, i);
    const l0 = log(f64x2.mul(load(alpha, i), b0));
    const excess0 = f64x2.sub(b0, c(12));
    const p0 = f64x2.div(c(12), excess0);
    least = f64x2.pmin(least, excess0);
    sum = f64x2.add(sum, p0);
    weighted = f64x2.add(weighted, f64x2.mul(p0, l0));
    store(l, i, l0);
    store(p, i, p0);
  }
  f64.store(OUT, horizontal(sum));
  const sumPL = horizontal(weighted);
  f64.store(OUT, sumPL, 8);
  return sumPL === sumPL ? min(f64x2.extract_lane(least, 0), f64x2.extract_lane(least, 1)) : NaN;
}

/** sum p w and sum p^2 w, by lane. */
let sumPW: v128 = f64x2.splat(0);
let sumPPW: v128 = f64x2.splat(0);

function beginSums(): void {
  total = 0;
  lost = 0;
  sumPW = f64x2.splat(0);
  sumPPW = f64x2.splat(0);
}

/** Adds a block of bins. Apart from what makes their shares: more of that goes on at a time. */
function addSums(p: usize, w: usize, start: i32, end: i32): void {
  let sum = f64x2.splat(0);
  let first = sumPW;
  let second = sumPPW;
  for (let i = start; i < end; i += 2) {
    const pi = load(p, i);
    const wi = load(w, i);
    const a = f64x2.mul(pi, wi);
    sum = f64x2.add(sum, wi);
    first = f64x2.add(first, a);
    second = f64x2.add(second, f64x2.mul(pi, a));
  }
  sumPW = first;
  sumPPW = second;
  join(horizontal(sum));
}

/** sum w, sum p w and sum p^2 w to OUT. */
function endSums(): void {
  f64.store(OUT, total + lost);
  f64.store(OUT, horizontal(sumPW), 8);
  f64.store(OUT, horizontal(sumPPW), 16);
}

/** The sums of w = exp((u - l) p - logSize) over a pair of bins every `step`, to OUT, within a few percent. */
export function roughVolume(n: i32, l: usize, p: usize, u: f64, logSize: f64, step: i32): void {
  pad(l, n, Infinity);
  pad(p, n, 1e-290);
  const us = f64x2.splat(u);
  const logSizes = f64x2.splat(logSize);
  let w = f64x2.splat(0);
  let dw = f64x2.splat(0);
  let d2w = f64x2.splat(0);
  for (let i = 0; i < n; i += step) {
    const pi = load(p, i);
    const wi = roughPower(f64x2.mul(f64x2.sub(f64x2.mul(f64x2.sub(us, load(l, i)), pi), logSizes), c(33)));
    const a = f64x2.mul(pi, wi);
    w = f64x2.add(w, wi);
    dw = f64x2.add(dw, a);
    d2w = f64x2.add(d2w, f64x2.mul(pi, a));
  }
  f64.store(OUT, horizontal(w));
  f64.store(OUT, horizontal(dw), 8);
  f64.store(OUT, horizontal(d2w), 16);
}

/** exp((u - l + low) p - logSize) of a pair of bins. */
// @ts-ignore: decorator
@inline
function shareAt(l: usize, p: usize, i: i32, u: v128, low: v128, logSize: v128): v128 {
  return exp(f64x2.sub(f64x2.mul(f64x2.add(f64x2.sub(u, load(l, i)), low), load(p, i)), logSize));
}

/** w = exp((u - l + low) p - logSize), and its sums to OUT. */
export function volume(n: i32, l: usize, p: usize, w: usize, u: f64, low: f64, logSize: f64): void {
  pad(l, n, Infinity);
  pad(p, n, 1);
  const us = f64x2.splat(u);
  const lows = f64x2.splat(low);
  const logSizes = f64x2.splat(logSize);
  beginSums();
  for (let start = 0; start < n; start += BLOCK) {
    const end = min(start + BLOCK, n);
    let i = start;
    for (; i < end - 2; i += 4) {
      const w0 = shareAt(l, p, i, us, lows, logSizes);
      const w1 = shareAt(l, p, i + 2, us, lows, logSizes);
      store(w, i, w0);
      store(w, i + 2, w1);
    }
    if (i < end) store(w, i, shareAt(l, p, i, us, lows, logSizes));
    addSums(p, w, start, end);
  }
  endSums();
}

/**
 * Shares moved by a step of the price, and their sums: by a polynomial, and to u + low where p times the step is
 * too large for one. `far` is whether it is above 0.06 for any bin.
 */
export function shift(
  n: i32,
  l: usize,
  p: usize,
  w: usize,
  step: f64,
  far: i32,
  u: f64,
  low: f64,
  logSize: f64,
): void {
  pad(l, n, Infinity);
  pad(p, n, 1);
  pad(w, n, 0);
  const steps = f64x2.splat(step);
  const us = f64x2.splat(u);
  const lows = f64x2.splat(low);
  const logSizes = f64x2.splat(logSize);
  beginSums();
  for (let start = 0; start < n; start += BLOCK) {
    const end = min(start + BLOCK, n);
    let i = start;
    if (!far) {
      for (; i < end - 2; i += 4) {
        const w0 = f64x2.mul(load(w, i), smallExp(f64x2.mul(load(p, i), steps)));
        const w1 = f64x2.mul(load(w, i + 2), smallExp(f64x2.mul(load(p, i + 2), steps)));
        store(w, i, w0);
        store(w, i + 2, w1);
      }
      if (i < end) store(w, i, f64x2.mul(load(w, i), smallExp(f64x2.mul(load(p, i), steps))));
    } else {
      for (; i < end; i += 2) {
        const z = f64x2.mul(load(p, i), steps);
        const near = f64x2.lt(f64x2.abs(z), c(32));
        let wi = f64x2.mul(load(w, i), mediumExp(z));
        if (!i64x2.all_true(near)) wi = v128.bitselect(wi, shareAt(l, p, i, us, lows, logSizes), near);
        store(w, i, wi);
      }
    }
    addSums(p, w, start, end);
  }
  endSums();
}

/** The sums of w alone, to OUT. */
export function sums(n: i32, p: usize, w: usize): void {
  pad(p, n, 1);
  pad(w, n, 0);
  beginSums();
  for (let start = 0; start < n; start += BLOCK) addSums(p, w, start, min(start + BLOCK, n));
  endSums();
}

/** sum w p / (1 + p), p / (1 + p) being 1 / beta. */
export function costPerPrice(n: i32, p: usize, w: usize): f64 {
  pad(p, n, 1);
  pad(w, n, 0);
  total = 0;
  lost = 0;
  for (let start = 0; start < n; start += BLOCK) {
    const end = min(start + BLOCK, n);
    let sum = f64x2.splat(0);
    for (let i = start; i < end; i += 2) {
      const pi = load(p, i);
      sum = f64x2.add(sum, f64x2.div(f64x2.mul(load(w, i), pi), f64x2.add(c(12), pi)));
    }
    join(horizontal(sum));
  }
  return total + lost;
}

/** w becomes factor w exp(p du), where exp is its polynomial of degree two. */
export function scale(n: i32, p: usize, w: usize, du: f64, factor: f64): void {
  pad(p, n, 1);
  pad(w, n, 0);
  const dus = f64x2.splat(du);
  const factors = f64x2.splat(factor);
  for (let i = 0; i < n; i += 2) {
    const z = f64x2.mul(load(p, i), dus);
    const wi = load(w, i);
    const more = f64x2.mul(f64x2.mul(wi, z), f64x2.add(c(12), f64x2.mul(z, c(4))));
    store(w, i, f64x2.mul(factors, f64x2.add(wi, more)));
  }
}

/** The certificate's totals: of volume and cost compensated, of the gap, and the largest d^2. */
let volumeTotal: f64 = 0;
let volumeLost: f64 = 0;
let costTotal: f64 = 0;
let costLost: f64 = 0;
let gapTotal: f64 = 0;
let worst: f64 = 0;

export function certifyBegin(): void {
  volumeTotal = 0;
  volumeLost = 0;
  costTotal = 0;
  costLost = 0;
  gapTotal = 0;
  worst = 0;
}

/** Leaves the totals in OUT: volume, what it lost, cost, what it lost, gap, largest d^2. */
export function certifyEnd(): void {
  f64.store(OUT, volumeTotal);
  f64.store(OUT, volumeLost, 8);
  f64.store(OUT, costTotal, 16);
  f64.store(OUT, costLost, 24);
  f64.store(OUT, gapTotal, 32);
  f64.store(OUT, worst, 40);
}

// @ts-ignore: decorator
@inline
function levelAt(alpha: usize, beta: usize, i: i32): v128 {
  return log(f64x2.mul(load(alpha, i), load(beta, i)));
}

/** level + (beta - 1) log x - logLambda of a pair of bins. */
// @ts-ignore: decorator
@inline
function deviationAt(beta: usize, x: usize, level: usize, i: i32, logLambda: v128): v128 {
  const slope = f64x2.mul(f64x2.sub(load(beta, i), c(12)), logOf(load(x, i)));
  return f64x2.sub(f64x2.add(load(level, i), slope), logLambda);
}

/**
 * Joins blocks of bins to the certificate's totals, from bin `start` on, d being level + (beta - 1) log x -
 * logLambda; levels may be 0: then they are worked out of alpha and beta.
 *
 * @returns n when all are done; else the first bin of a block that needs another look: as it is where the block has
 *   joined but may hold idle bins, its complement where only its volume has.
 */
export function certify(
  start: i32,
  n: i32,
  alpha: usize,
  beta: usize,
  x: usize,
  levels: usize,
  logLambda: f64,
  gapShift: f64,
  tiny: f64,
  near: f64,
  nearShift: f64,
): i32 {
  pad(levels === 0 ? alpha : levels, n, 1);
  pad(beta, n, 2);
  pad(x, n, 0);
  const logLambdas = f64x2.splat(logLambda);
  const shifts = f64x2.splat(gapShift);
  const tinies = f64x2.splat(tiny);
  const infinite = f64x2.splat(Infinity);
  const zero = f64x2.splat(0);
  for (; start < n; start += BLOCK) {
    const end = min(start + BLOCK, n);
    let volumes = zero;
    let costs = zero;
    let gaps = zero;
    let leasts = infinite;
    let mosts = zero;
    let idles = zero;
    // Apart from their sums: the chain of a logarithm is long, and more of them go on at a time.
    const deviations = DEVIATIONS - (<usize>start << 3);
    let level = levels;
    if (levels === 0) {
      level = deviations;
      let i = start;
      for (; i < end - 2; i += 4) {
        const l0 = levelAt(alpha, beta, i);
        const l1 = levelAt(alpha, beta, i + 2);
        store(level, i, l0);
        store(level, i + 2, l1);
      }
      if (i < end) store(level, i, levelAt(alpha, beta, i));
    }
    let i = start;
    for (; i < end - 2; i += 4) {
      const d0 = deviationAt(beta, x, level, i, logLambdas);
      const d1 = deviationAt(beta, x, level, i + 2, logLambdas);
      store(deviations, i, d0);
      store(deviations, i + 2, d1);
    }
    if (i < end) store(deviations, i, deviationAt(beta, x, level, i, logLambdas));
    for (let i = start; i < end; i += 2) {
      const b = load(beta, i);
      const xi = load(x, i);
      const excess = f64x2.sub(b, c(12));
      const idle = v128.andnot(f64x2.gt(excess, zero), f64x2.gt(xi, tinies));
      const d = v128.andnot(load(deviations, i), idle);
      // With all its bits set a number is none, and pmin keeps the other.
      leasts = f64x2.pmin(leasts, v128.or(excess, idle));
      const t = f64x2.div(xi, f64x2.mul(b, excess));
      const dual = f64x2.add(d, shifts);
      volumes = f64x2.add(volumes, xi);
      costs = f64x2.add(costs, f64x2.mul(f64x2.mul(t, excess), f64x2.add(c(12), d)));
      gaps = f64x2.add(gaps, f64x2.mul(f64x2.mul(f64x2.mul(t, b), dual), dual));
      mosts = f64x2.pmax(mosts, f64x2.mul(d, d));
      idles = v128.or(idles, idle);
    }
    const volume = horizontal(volumes);
    let next = volumeTotal + volume;
    volumeLost += abs(volumeTotal) >= abs(volume) ? volumeTotal - next + volume : volume - next + volumeTotal;
    volumeTotal = next;
    const least = min(f64x2.extract_lane(leasts, 0), f64x2.extract_lane(leasts, 1));
    const most = max(f64x2.extract_lane(mosts, 0), f64x2.extract_lane(mosts, 1));
    const reach = sqrt(most) + gapShift;
    const cost = horizontal(costs);
    // pmin and pmax pass over what is no number; the cost does not.
    if (!(least > 0 && reach < near && reach < nearShift * least && cost < Infinity)) return ~start;
    next = costTotal + cost;
    costLost += abs(costTotal) >= abs(cost) ? costTotal - next + cost : cost - next + costTotal;
    costTotal = next;
    gapTotal += horizontal(gaps);
    worst = max(worst, most);
    if (v128.any_true(idles)) return start;
  }
  return n;
}

/** The least l + logShare / p and l + logSize / p, the ends of the bracket of the price, to OUT. */
export function bracket(n: i32, l: usize, p: usize, logShare: f64, logSize: f64): void {
  pad(l, n, Infinity);
  pad(p, n, 1);
  const shares = f64x2.splat(logShare);
  const sizes = f64x2.splat(logSize);
  let low = f64x2.splat(Infinity);
  let high = f64x2.splat(Infinity);
  for (let i = 0; i < n; i += 2) {
    const li = load(l, i);
    const pi = load(p, i);
    low = f64x2.pmin(low, f64x2.add(li, f64x2.div(shares, pi)));
    high = f64x2.pmin(high, f64x2.add(li, f64x2.div(sizes, pi)));
  }
  f64.store(OUT, min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1)));
  f64.store(OUT, min(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1)), 8);
}

/** Whether a bin whose p times the step is above `small` takes a share with a logarithm above `counted`. */
export function wakes(
  n: i32,
  l: usize,
  p: usize,
  u: f64,
  low: f64,
  step: f64,
  logSize: f64,
  small: f64,
  counted: f64,
): i32 {
  pad(l, n, Infinity);
  pad(p, n, 1);
  const us = f64x2.splat(u);
  const lows = f64x2.splat(low + step);
  const steps = f64x2.splat(step);
  const logSizes = f64x2.splat(logSize);
  const smalls = f64x2.splat(small);
  const limit = f64x2.splat(counted);
  for (let i = 0; i < n; i += 2) {
    const pi = load(p, i);
    const steep = f64x2.gt(f64x2.mul(pi, steps), smalls);
    const share = f64x2.sub(f64x2.mul(f64x2.add(f64x2.sub(us, load(l, i)), lows), pi), logSizes);
    if (v128.any_true(v128.and(steep, f64x2.gt(share, limit)))) return 1;
  }
  return 0;
}

/** A drawn word's lowest bits are its layer: `normal-stream.ts` has as many. */
const LAYER: i32 = 255;
/** 2^29, 2^-52 and 2^-32. */
const HIGH: f64 = 536870912.0;
const LOW: f64 = 2.220446049250313e-16;
const WORD: f64 = 2.3283064365386963e-10;

/**
 * z, from `start` on, normals by the ziggurat of normal-stream.ts, edges and inside its tables, from sfc32's state.
 * Stops at a point of the lowest layer that may lie in the tail.
 *
 * @returns where it stopped, n at the end; to OUT the state there and u.
 */
export function normals(
  start: i32,
  n: i32,
  z: usize,
  edges: usize,
  inside: usize,
  s0: i32,
  s1: i32,
  s2: i32,
  counter: i32,
): i32 {
  let i = start;
  while (i < n) {
    const word = s0 + s1 + counter;
    s0 = s1 ^ (s1 >>> 9);
    s1 = s2 + (s2 << 3);
    s2 = rotl(s2, 21) + word;
    const more = s0 + s1 + counter + 1;
    s0 = s1 ^ (s1 >>> 9);
    s1 = s2 + (s2 << 3);
    s2 = rotl(s2, 21) + more;
    counter += 2;
    // 24 bits with a sign and 29 more: u is uniform on [-1, 1).
    const u = (<f64>(word >> 8) * HIGH + <f64>(<u32>more >>> 3)) * LOW;
    const layer = word & LAYER;
    const at = <usize>layer << 3;
    const x = u * f64.load(edges + at);
    if (!(abs(u) < f64.load(inside + at))) {
      if (layer === 0) {
        f64.store(OUT, u, 32);
        break;
      }
      // Under the curve between the layer's own edge and the next one's, or not to be taken.
      const edge = v128.load(edges + at);
      const between = f64x2.mul(f64x2.sub(f64x2.splat(x * x), f64x2.mul(edge, edge)), c(4));
      const heights = exp(between);
      const inner = f64x2.extract_lane(heights, 1);
      const last = s0 + s1 + counter;
      s0 = s1 ^ (s1 >>> 9);
      s1 = s2 + (s2 << 3);
      s2 = rotl(s2, 21) + last;
      counter += 1;
      if (!(inner + (<f64>(<u32>last) + 1.0) * WORD * (f64x2.extract_lane(heights, 0) - inner) < 1.0)) continue;
    }
    f64.store(z + (<usize>i << 3), x);
    i++;
  }
  f64.store(OUT, <f64>s0);
  f64.store(OUT, <f64>s1, 8);
  f64.store(OUT, <f64>s2, 16);
  f64.store(OUT, <f64>counter, 24);
  return i;
}

/**
 * Correlated normals of pairs z: y = a + p z1, b1 = b + q z1 + r z2, and e^y. Returns whether some b1 is not above
 * `least`, or some |y| not below `far`: what e^y is there, is not said.
 */
export function correlated(
  n: i32,
  z: usize,
  a: usize,
  b: usize,
  p: usize,
  q: usize,
  r: usize,
  y: usize,
  b1: usize,
  e: usize,
  least: f64,
  far: f64,
): i32 {
  if (n & 1) store(z, 2 * n, f64x2.splat(0));
  pad(a, n, 0);
  pad(b, n, Infinity);
  pad(p, n, 0);
  pad(q, n, 0);
  pad(r, n, 0);
  const leasts = f64x2.splat(least);
  const fars = f64x2.splat(far);
  let usual = i64x2.splat(-1);
  for (let i = 0; i < n; i += 2) {
    const first = load(z, 2 * i);
    const second = load(z, 2 * i + 2);
    const z1 = v128.shuffle<f64>(first, second, 0, 2);
    const z2 = v128.shuffle<f64>(first, second, 1, 3);
    const yi = f64x2.add(load(a, i), f64x2.mul(load(p, i), z1));
    const bi = f64x2.add(f64x2.add(load(b, i), f64x2.mul(load(q, i), z1)), f64x2.mul(load(r, i), z2));
    usual = v128.and(usual, v128.and(f64x2.gt(bi, leasts), f64x2.lt(f64x2.abs(yi), fars)));
    store(y, i, yi);
    store(b1, i, bi);
    store(e, i, exp(yi));
  }
  return i64x2.all_true(usual) ? 0 : 1;
}
