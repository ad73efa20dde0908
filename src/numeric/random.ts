/**
 * Seeded pseudo-random numbers, so that everything drawn can be drawn again.
 *
 * The generator is sfc32 (Chris Doty-Humphrey, PractRand 0.9, 2010): 128 bits of state of which 32
 * are a counter, so its period is at least 2^32 from every seed; it passes PractRand and BigCrush.
 * The state is filled by splitmix32 (after Steele, Lea & Flood, OOPSLA 2014), which sends
 * neighbouring seeds to unrelated states; zero is a seed like any other. Normal draws are by
 * Marsaglia's polar method (SIAM Review 6, 1964).
 */
import { must } from "../base/input-error";
import { log } from "./elementary";

/** A stream of random numbers; every call advances it. */
export interface Random {
  /** The next double, uniform on [0, 1), 53 random bits. */
  uniform(): number;
  /** The next standard normal, mean 0 and variance 1. */
  normal(): number;
  /** The next integer, uniform on 0 .. below - 1; `below` a whole number from 1 to 2^32. */
  integer(below: number): number;
}

/**
 * A stream of random numbers that is the same for the same seed: sfc32 (Doty-Humphrey, PractRand, 2010), its state
 * filled by splitmix32.
 *
 * @param seed a whole number from 0 to 2^53 - 1; 0 is a seed like any other.
 * @returns `uniform()` on [0, 1), `normal()` with mean 0 and variance 1, `integer(below)` from 0 to below - 1.
 * @throws InputError for a seed that is no such number.
 * @example
 * ```ts
 * import { createRandom } from "../src";
 * const random = createRandom(7);
 * console.log(random.uniform(), random.normal(), random.integer(6)); // the same at every run
 * ```
 */
export function createRandom(seed: number): Random {
  const mix = splitmix32(seedWord(seed));
  const state = sfc32(mix(), mix(), mix());
  const uniform = (): number => ((nextBits(state) >>> 5) * 67108864 + (nextBits(state) >>> 6)) / 9007199254740992;
  let spare = Number.NaN;

  return {
    uniform,
    normal() {
      const value = spare;
      spare = Number.NaN;
      if (!Number.isNaN(value)) return value;
      for (;;) {
        const u = 2 * uniform() - 1;
        const v = 2 * uniform() - 1;
        const s = u * u + v * v;
        if (s >= 1 || s === 0) continue;
        const scale = Math.sqrt((-2 * log(s)) / s);
        spare = v * scale;
        return u * scale;
      }
    },
    integer(below) {
      must(
        Number.isInteger(below) && below >= 1 && below <= 4294967296,
        "below",
        "must be a whole number from 1 to 2^32",
        below,
      );
      return Math.floor(uniform() * below);
    },
  };
}

/**
 * One of 2^32 streams of a seed, as sfc32's state (a, b, c and the counter): what is drawn for a task
 * depends on the seed and the task's own number alone, whoever runs it and in whatever order. No two
 * streams of a seed begin in one state, splitmix32's outputs being a permutation of its states.
 */
export function streamState(seed: number, stream: number): Int32Array {
  const bySeed = splitmix32(seedWord(seed));
  must(
    Number.isInteger(stream) && stream >= 0 && stream < 4294967296,
    "stream",
    "must be a whole number from 0 to 2^32 - 1",
    stream,
  );
  const byStream = splitmix32(stream | 0);
  return sfc32(bySeed(), bySeed() ^ byStream(), byStream());
}

/** The next 32 bits of a stream, as a signed integer. */
export function nextBits(state: Int32Array): number {
  const b = state[1];
  const c = state[2];
  const bits = (((state[0] + b) | 0) + state[3]) | 0;
  state[0] = b ^ (b >>> 9);
  state[1] = c + (c << 3);
  state[2] = ((c << 21) | (c >>> 11)) + bits;
  state[3]++;
  return bits;
}

function seedWord(seed: number): number {
  must(Number.isSafeInteger(seed) && seed >= 0, "seed", "must be a whole number from 0 to 2^53 - 1", seed);
  return (seed >>> 0) ^ Math.imul(Math.floor(seed / 4294967296), 0x9e3779b1);
}

/** sfc32's state of three words and a counter that starts at 1, warmed up by twelve rounds. */
function sfc32(a: number, b: number, c: number): Int32Array {
  const state = Int32Array.of(a, b, c, 1);
  for (let round = 0; round < 12; round++) nextBits(state);
  return state;
}

/** splitmix32: a Weyl sequence through a 32-bit finaliser (constants of Chris Wellons' lowbias32). */
function splitmix32(state: number): () => number {
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state ^ (state >>> 16);
    z = Math.imul(z, 0x21f0aaad);
    z ^= z >>> 15;
    z = Math.imul(z, 0x735a2d97);
    return z ^ (z >>> 15);
  };
}
