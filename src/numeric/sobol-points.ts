/**
 * Sobol's sequence in base 2 (I. M. Sobol, USSR Comput. Math. Math. Phys. 7, 1967), with the direction
 * numbers of Joe and Kuo, in the Gray-code order of Antonov and Saleev: the first 2^m points of every
 * coordinate have one in each interval of length 2^-m.
 *
 * Scrambled as by Matousek ("On the L2-discrepancy for anchored boxes", J. Complexity 14, 1998): a random
 * lower triangular matrix over GF(2) times every coordinate's bits, then a random digital shift. Each
 * point is then uniform on the unit cube, averages are unbiased, and the net keeps its evenness.
 */
import { must } from "../base/input-error";
import { directionSeeds } from "./joe-kuo";
import type { Random } from "./random";

/** Coordinates that the table of direction numbers reaches. */
export const MAX_SOBOL_DIMENSIONS = 128;

const BITS = 32;
const POINTS = 4294967296; // 2^BITS

/**
 * The first points of Sobol's sequence (1967; direction numbers of Joe and Kuo, 2008), row after row: more even
 * over the unit cube than random ones, so that a mean over them converges almost as 1 / count.
 *
 * @param dimensions 1 to 128.
 * @param count best a power of two; below 2^31.
 * @param random scrambles (Matousek 1998), which makes means unbiased; without it, the plain sequence, which starts
 *   at the origin.
 * @returns count x dimensions numbers without unit: in (0, 1) where scrambled, else in [0, 1).
 * @throws InputError for dimensions or a count outside these ranges.
 * @example
 * ```ts
 * import { createRandom, sobolPoints } from "../src";
 * console.log(sobolPoints(2, 4)); // (0, 0), (1/2, 1/2), (3/4, 1/4), (1/4, 3/4), row after row
 * console.log(sobolPoints(2, 4, createRandom(0)).length); // 8, scrambled
 * ```
 */
export function sobolPoints(dimensions: number, count: number, random?: Random): Float64Array {
  must(
    Number.isInteger(dimensions) && dimensions >= 1 && dimensions <= MAX_SOBOL_DIMENSIONS,
    "dimensions",
    `must be a whole number from 1 to ${MAX_SOBOL_DIMENSIONS}`,
    dimensions,
  );
  must(
    Number.isInteger(count) && count >= 1 && count < 2147483648,
    "count",
    "must be a whole number from 1 to 2^31 - 1",
    count,
  );
  const points = new Float64Array(count * dimensions);
  const middle = random === undefined ? 0 : 0.5;
  for (let k = 0; k < dimensions; k++) {
    let directions = directionNumbers(k);
    let state = 0;
    if (random !== undefined) {
      directions = scramble(directions, random);
      state = randomBits(random);
    }
    for (let j = 0; j < count; j++) {
      points[j * dimensions + k] = ((state >>> 0) + middle) / POINTS;
      state ^= directions[trailingOnes(j)];
    }
  }
  return points;
}

/**
 * A scrambled net of which any point can be had alone: point j of `sobolPoints(dimensions, count, random)`, to the same
 * bits, with the same numbers taken from `random`. In Gray code's order its bits are those of the digits of j ^ j / 2.
 *
 * @returns writes point j into an array of `dimensions` numbers.
 */
export function sobolNet(dimensions: number, random: Random): (j: number, point: Float64Array) => void {
  const columns = Array.from({ length: dimensions }, (_, k) => ({
    directions: scramble(directionNumbers(k), random),
    shift: randomBits(random),
  }));
  return (j, point) => {
    columns.forEach(({ directions, shift }, k) => {
      let state = shift;
      for (let gray = j ^ (j >>> 1), bit = 0; gray !== 0; gray >>>= 1, bit++) if (gray & 1) state ^= directions[bit];
      point[k] = ((state >>> 0) + 0.5) / POINTS;
    });
  };
}

/** v_1 ... v_32 of dimension k, each as 32 bits with the first binary digit on top. */
function directionNumbers(k: number): Int32Array {
  const v = new Int32Array(BITS);
  if (k === 0) return v.map((_, bit) => 1 << (BITS - 1 - bit));
  const { polynomial, m } = directionSeeds()[k - 1];
  const s = m.length;
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < s) {
      v[bit] = m[bit] << (BITS - 1 - bit);
      continue;
    }
    // Bratley and Fox (ACM TOMS 14, 1988), equation 3: m_i from the s before it.
    v[bit] = v[bit - s] ^ (v[bit - s] >>> s);
    for (let q = 1; q < s; q++) if ((polynomial >> (s - q)) & 1) v[bit] ^= v[bit - q];
  }
  return v;
}

/** The direction numbers times a random lower triangular matrix with ones on its diagonal. */
function scramble(directions: Int32Array, random: Random): Int32Array {
  // Row r says which of the digits 0 .. r make up the new digit r; digit r is the bit 31 - r.
  const rows = Int32Array.from({ length: BITS }, (_, r) => {
    const own = 1 << (BITS - 1 - r);
    const above = r === 0 ? 0 : -1 << (BITS - r);
    return own | (randomBits(random) & above);
  });
  return directions.map((v) => {
    let scrambled = 0;
    for (let r = 0; r < BITS; r++) if (parity(rows[r] & v)) scrambled |= 1 << (BITS - 1 - r);
    return scrambled;
  });
}

function randomBits(random: Random): number {
  return random.integer(POINTS) | 0;
}

function parity(bits: number): number {
  let folded = bits;
  for (const half of [16, 8, 4, 2, 1]) folded ^= folded >>> half;
  return folded & 1;
}

/** How many ones j ends in: the digit in which the Gray codes of j and j + 1 differ. */
function trailingOnes(j: number): number {
  return 31 - Math.clz32(~j & (j + 1));
}
