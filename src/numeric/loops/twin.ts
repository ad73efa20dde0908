/**
 * The loops of loops.as.ts in TypeScript, operation for operation: two bins at a time, in two running sums,
 * because that is the order the compiled ones add in. They are the oracle that a test holds those to, and
 * do the work where WebAssembly is forbidden (`node --jitless`, a page whose policy does not allow it).
 *
 * Arrays are addresses in bytes, as there; OUT is at 0.
 */
import { exp as expOf, log as logOf, pow } from "../elementary";
import type { Loops } from "./loops";

const BLOCK = 128;
/** Bytes before the first array: OUT's eight doubles. */
export const TWIN_BASE = 64;

/** e^x of shares: 0 at or below -708 and of NaN, as at 709 above. */
function exp(x: number): number {
  return x > -708 ? expOf(x < 708.9999999999999 ? x : 708.9999999999999) : 0;
}

/** log x from 1e-299 to 1e299; NaN elsewhere. */
function log(x: number): number {
  return x >= 1e-299 && x <= 1e299 ? logOf(x) : NaN;
}

/** e^z for |z| <= 0.06, by its polynomial of degree eight. */
function smallExp(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const low = 1 + z + z2 * (1 / 2 + z * (1 / 6));
  return low + z4 * (1 / 24 + z * (1 / 120) + z2 * (1 / 720 + z * (1 / 5040)) + z4 * (1 / 40320));
}

/** e^z for |z| <= 0.5, by its polynomial of degree fourteen. */
function mediumExp(z: number): number {
  const z2 = z * z;
  const z4 = z2 * z2;
  const first = 1 + z + z2 * (1 / 2 + z * (1 / 6));
  const second = 1 / 24 + z * (1 / 120) + z2 * (1 / 720 + z * (1 / 5040));
  const third = 1 / 40320 + z * (1 / 362880) + z2 * (1 / 3628800 + z * (1 / 39916800));
  const fourth = 1 / 479001600 + z * (1 / 6227020800) + z2 * (1 / 87178291200);
  return first + z4 * (second + z4 * (third + z4 * fourth));
}

/** 1.5 2^32, less what centres the error of 2^f by 1 + f; a number added to it has 20 bits behind the point. */
const FIXED_ZERO = 6442450944;
const FIXED_POINT = FIXED_ZERO - 45127 / 1048576;

/** 2^x within 3 %, for a first look: a straight line between powers of two. */
function roughPower(x: number): number {
  const fixed = (x > -1000 ? Math.min(x, 1000) : -1000) + FIXED_POINT - FIXED_ZERO;
  const whole = Math.floor(fixed);
  return pow(2, whole) * (1 + (fixed - whole));
}

/** The loops over a memory. */
export function twinLoops(f: Float64Array): Loops {
  const pad = (array: number, n: number, value: number): void => {
    if (n & 1) f[(array >> 3) + n] = value;
  };

  // A total that keeps what rounding takes from it (Neumaier 1974).
  let total = 0;
  let lost = 0;
  const join = (sum: number): void => {
    const next = total + sum;
    lost += Math.abs(total) >= Math.abs(sum) ? total - next + sum : sum - next + total;
    total = next;
  };

  /** Runs over the shares by block, `share` making each, and leaves w, dw and d2w in OUT. */
  const sumShares = (n: number, p: number, w: number, share: (i: number) => number): void => {
    p >>= 3;
    w >>= 3;
    let dw0 = 0;
    let dw1 = 0;
    let d2w0 = 0;
    let d2w1 = 0;
    total = 0;
    lost = 0;
    for (let start = 0; start < n; start += BLOCK) {
      const end = Math.min(start + BLOCK, n);
      let sum0 = 0;
      let sum1 = 0;
      for (let i = start; i < end; i += 2) {
        const w0 = share(i);
        const w1 = share(i + 1);
        f[w + i] = w0;
        f[w + i + 1] = w1;
        const a0 = f[p + i] * w0;
        const a1 = f[p + i + 1] * w1;
        sum0 += w0;
        sum1 += w1;
        dw0 += a0;
        dw1 += a1;
        d2w0 += f[p + i] * a0;
        d2w1 += f[p + i + 1] * a1;
      }
      join(sum0 + sum1);
    }
    f[0] = total + lost;
    f[1] = dw0 + dw1;
    f[2] = d2w0 + d2w1;
  };

  /** The sum of parts by block. */
  const sum = (n: number, part: (i: number) => number): number => {
    total = 0;
    lost = 0;
    for (let start = 0; start < n; start += BLOCK) {
      const end = Math.min(start + BLOCK, n);
      let sum0 = 0;
      let sum1 = 0;
      for (let i = start; i < end; i += 2) {
        sum0 += part(i);
        sum1 += part(i + 1);
      }
      join(sum0 + sum1);
    }
    return total + lost;
  };

  let volumeTotal = 0;
  let volumeLost = 0;
  let costTotal = 0;
  let costLost = 0;
  let gapTotal = 0;
  let worst = 0;

  return {
    logs(n, x, y) {
      pad(x, n, 1);
      let beyond = 0;
      for (let i = 0; i < n + (n & 1); i++) {
        const yi = log(f[(x >> 3) + i]);
        if (yi !== yi) beyond = 1;
        f[(y >> 3) + i] = yi;
      }
      return beyond;
    },

    exps(n, x, y) {
      pad(x, n, 0);
      let beyond = 0;
      for (let i = 0; i < n + (n & 1); i++) {
        const xi = f[(x >> 3) + i];
        const within = xi > -708 && xi < 708.9999999999999;
        if (!within) beyond = 1;
        f[(y >> 3) + i] = within ? exp(xi) : NaN;
      }
      return beyond;
    },

    powers(n, a, b, x, y) {
      pad(a, n, 1);
      pad(b, n, 1);
      pad(x, n, 1);
      let beyond = 0;
      for (let i = 0; i < n + (n & 1); i++) {
        const xi = f[(x >> 3) + i];
        const z = f[(b >> 3) + i] * log(xi);
        const within = z > -708 && z < 708.9999999999999;
        if (xi > 0 && !within) beyond = 1;
        f[(y >> 3) + i] = !(xi > 0) ? 0 : within ? f[(a >> 3) + i] * exp(z) : NaN;
      }
      return beyond;
    },

    powerSum(n, a, b, t) {
      pad(a, n, -Infinity);
      pad(b, n, 1);
      pad(t, n, 0);
      return sum(n, (i) => exp(f[(a >> 3) + i] + f[(b >> 3) + i] * f[(t >> 3) + i]));
    },

    setUp(n, alpha, beta, l, p) {
      pad(alpha, n, 1e-290);
      pad(beta, n, 1e290);
      let least = Infinity;
      // Of the bins of even and of odd number.
      const sum = [0, 0];
      const weighted = [0, 0];
      for (let i = 0; i < n + (n & 1); i++) {
        const b = f[(beta >> 3) + i];
        const li = log(f[(alpha >> 3) + i] * b);
        const excess = b - 1;
        const pi = 1 / excess;
        if (excess < least) least = excess;
        sum[i & 1] += pi;
        weighted[i & 1] += pi * li;
        f[(l >> 3) + i] = li;
        f[(p >> 3) + i] = pi;
      }
      f[0] = sum[0] + sum[1];
      f[1] = weighted[0] + weighted[1];
      return f[1] === f[1] ? least : NaN;
    },

    roughVolume(n, l, p, u, logSize, step) {
      pad(l, n, Infinity);
      pad(p, n, 1e-290);
      f.fill(0, 0, 6);
      for (let start = 0; start < n; start += step)
        for (let lane = 0; lane < 2; lane++) {
          const pi = f[(p >> 3) + start + lane];
          const wi = roughPower(((u - f[(l >> 3) + start + lane]) * pi - logSize) * 1.4426950408889634);
          f[2 * 0 + lane] += wi;
          f[2 * 1 + lane] += pi * wi;
          f[2 * 2 + lane] += pi * (pi * wi);
        }
      for (let k = 0; k < 3; k++) f[k] = f[2 * k] + f[2 * k + 1];
      f.fill(0, 3, 6);
    },

    volume(n, l, p, w, u, low, logSize) {
      pad(l, n, Infinity);
      pad(p, n, 1);
      sumShares(n, p, w, (i) => exp((u - f[(l >> 3) + i] + low) * f[(p >> 3) + i] - logSize));
    },

    shift(n, l, p, w, step, far, u, low, logSize) {
      pad(l, n, Infinity);
      pad(p, n, 1);
      pad(w, n, 0);
      sumShares(n, p, w, (i) => {
        const pi = f[(p >> 3) + i];
        const z = pi * step;
        const wi = f[(w >> 3) + i];
        if (far === 0) return wi * smallExp(z);
        return Math.abs(z) < 0.5 ? wi * mediumExp(z) : exp((u - f[(l >> 3) + i] + low) * pi - logSize);
      });
    },

    sums(n, p, w) {
      pad(p, n, 1);
      pad(w, n, 0);
      sumShares(n, p, w, (i) => f[(w >> 3) + i]);
    },

    costPerPrice(n, p, w) {
      pad(p, n, 1);
      pad(w, n, 0);
      return sum(n, (i) => (f[(w >> 3) + i] * f[(p >> 3) + i]) / (1 + f[(p >> 3) + i]));
    },

    scale(n, p, w, du, factor) {
      pad(p, n, 1);
      pad(w, n, 0);
      for (let i = 0; i < n + (n & 1); i++) {
        const z = f[(p >> 3) + i] * du;
        const wi = f[(w >> 3) + i];
        f[(w >> 3) + i] = factor * (wi + wi * z * (1 + z * 0.5));
      }
    },

    certifyBegin() {
      volumeTotal = 0;
      volumeLost = 0;
      costTotal = 0;
      costLost = 0;
      gapTotal = 0;
      worst = 0;
    },

    certifyEnd() {
      f.set([volumeTotal, volumeLost, costTotal, costLost, gapTotal, worst]);
    },

    certify(start, n, alpha, beta, x, levels, logLambda, gapShift, tiny, near, nearShift) {
      pad(levels === 0 ? alpha : levels, n, 1);
      pad(beta, n, 2);
      pad(x, n, 0);
      for (; start < n; start += BLOCK) {
        const end = Math.min(start + BLOCK, n);
        // Of the bins of even and of odd number.
        const volumes = [0, 0];
        const costs = [0, 0];
        const gaps = [0, 0];
        let least = Infinity;
        let most = 0;
        let anyIdle = false;
        for (let i = start; i < end + (end & 1); i++) {
          const lane = i & 1;
          const b = f[(beta >> 3) + i];
          const xi = f[(x >> 3) + i];
          const excess = b - 1;
          const idle = excess > 0 && !(xi > tiny);
          const level = levels === 0 ? log(f[(alpha >> 3) + i] * b) : f[(levels >> 3) + i];
          const d = idle ? 0 : level + excess * logOf(xi) - logLambda;
          if (idle) anyIdle = true;
          else if (excess < least) least = excess;
          const t = xi / (b * excess);
          const dual = d + gapShift;
          volumes[lane] += xi;
          costs[lane] += t * excess * (1 + d);
          gaps[lane] += t * b * dual * dual;
          if (d * d > most) most = d * d;
        }
        const volume = volumes[0] + volumes[1];
        let next = volumeTotal + volume;
        volumeLost +=
          Math.abs(volumeTotal) >= Math.abs(volume) ? volumeTotal - next + volume : volume - next + volumeTotal;
        volumeTotal = next;
        const reach = Math.sqrt(most) + gapShift;
        const cost = costs[0] + costs[1];
        if (!(least > 0 && reach < near && reach < nearShift * least && cost < Infinity)) return ~start;
        next = costTotal + cost;
        costLost += Math.abs(costTotal) >= Math.abs(cost) ? costTotal - next + cost : cost - next + costTotal;
        costTotal = next;
        gapTotal += gaps[0] + gaps[1];
        worst = Math.max(worst, most);
        if (anyIdle) return start;
      }
      return n;
    },

    bracket(n, l, p, logShare, logSize) {
      pad(l, n, Infinity);
      pad(p, n, 1);
      let low = Infinity;
      let high = Infinity;
      for (let i = 0; i < n + (n & 1); i++) {
        const li = f[(l >> 3) + i];
        const pi = f[(p >> 3) + i];
        if (li + logShare / pi < low) low = li + logShare / pi;
        if (li + logSize / pi < high) high = li + logSize / pi;
      }
      f[0] = low;
      f[1] = high;
    },

    wakes(n, l, p, u, low, step, logSize, small, counted) {
      pad(l, n, Infinity);
      pad(p, n, 1);
      for (let i = 0; i < n + (n & 1); i++) {
        const pi = f[(p >> 3) + i];
        if (pi * step > small && (u - f[(l >> 3) + i] + (low + step)) * pi - logSize > counted) return 1;
      }
      return 0;
    },

    normals(start, n, z, edges, inside, s0, s1, s2, counter) {
      let i = start;
      while (i < n) {
        const word = (s0 + s1 + counter) | 0;
        s0 = s1 ^ (s1 >>> 9);
        s1 = (s2 + (s2 << 3)) | 0;
        s2 = (((s2 << 21) | (s2 >>> 11)) + word) | 0;
        const more = (s0 + s1 + counter + 1) | 0;
        s0 = s1 ^ (s1 >>> 9);
        s1 = (s2 + (s2 << 3)) | 0;
        s2 = (((s2 << 21) | (s2 >>> 11)) + more) | 0;
        counter = (counter + 2) | 0;
        const u = ((word >> 8) * 536870912 + (more >>> 3)) * Number.EPSILON;
        const layer = word & 255;
        const edge = f[(edges >> 3) + layer];
        const x = u * edge;
        if (!(Math.abs(u) < f[(inside >> 3) + layer])) {
          if (layer === 0) {
            f[4] = u;
            break;
          }
          const next = f[(edges >> 3) + layer + 1];
          const outer = exp((x * x - edge * edge) / 2);
          const inner = exp((x * x - next * next) / 2);
          const last = (s0 + s1 + counter) | 0;
          s0 = s1 ^ (s1 >>> 9);
          s1 = (s2 + (s2 << 3)) | 0;
          s2 = (((s2 << 21) | (s2 >>> 11)) + last) | 0;
          counter = (counter + 1) | 0;
          if (!(inner + (((last >>> 0) + 1) / 4294967296) * (outer - inner) < 1)) continue;
        }
        f[(z >> 3) + i] = x;
        i++;
      }
      f[0] = s0;
      f[1] = s1;
      f[2] = s2;
      f[3] = counter;
      return i;
    },

    correlated(n, z, a, b, p, q, r, y, b1, e, least, far) {
      if (n & 1) f.fill(0, (z >> 3) + 2 * n, (z >> 3) + 2 * n + 2);
      pad(a, n, 0);
      pad(b, n, Infinity);
      pad(p, n, 0);
      pad(q, n, 0);
      pad(r, n, 0);
      let unusual = 0;
      for (let i = 0; i < n + (n & 1); i++) {
        const z1 = f[(z >> 3) + 2 * i];
        const yi = f[(a >> 3) + i] + f[(p >> 3) + i] * z1;
        const bi = f[(b >> 3) + i] + f[(q >> 3) + i] * z1 + f[(r >> 3) + i] * f[(z >> 3) + 2 * i + 1];
        if (!(bi > least && Math.abs(yi) < far)) unusual = 1;
        f[(y >> 3) + i] = yi;
        f[(b1 >> 3) + i] = bi;
        f[(e >> 3) + i] = exp(yi);
      }
      return unusual;
    },
  };
}
