/**
 * Random inputs for each of the loops, and what the compiled loop and its twin make of them.
 */
import { exp, log } from "../../src/numeric/elementary";
import { Arena, compiledLoops } from "../../src/numeric/loops/arena";
import { createRandom } from "../../src/numeric/random";

const random = createRandom(11);
const ROOM = 4096;

const wasm = Arena.compiled(compiledLoops() as WebAssembly.Module, ROOM);
const twin = Arena.twin(ROOM);

const EDGES = [0, -0, 1, -1, 5e-324, 1e-310, 2.3e-308, 1e300, -1e300, 1e-300, Infinity, -Infinity, NaN, 1 + 2 ** -52];
/** Mostly numbers of a size that solves have, and now and then one at an edge of the doubles. */
const number = (low: number, high: number): number =>
  random.uniform() < 0.01 ? EDGES[random.integer(EDGES.length)] : low + (high - low) * random.uniform();
const numbers = (n: number, low: number, high: number): number[] => Array.from({ length: n }, () => number(low, high));
const positive = (n: number, low: number, high: number): number[] =>
  numbers(n, low, high).map((v) => (EDGES.includes(v) ? v : 10 ** v));

/** The same arrays in both memories, and what a loop over them leaves in each: arrays, sums, result. */
export function both(
  arrays: readonly (readonly number[])[],
  run: (arena: Arena, at: readonly number[]) => unknown,
): readonly (readonly unknown[])[] {
  return [wasm, twin].map((arena) => {
    arena.clear();
    arena.out.fill(0);
    const mine = arrays.map((values) => {
      const array = arena.array(values.length);
      array.set(values);
      return array;
    });
    const result = run(
      arena,
      mine.map(({ byteOffset }) => byteOffset),
    );
    return [result, ...arena.out, ...mine.flatMap((array) => Array.from(array))];
  });
}

export const same = (left: readonly unknown[], right: readonly unknown[]): boolean =>
  left.length === right.length && left.every((value, i) => Object.is(value, right[i]));

/** Sizes around pairs and blocks. */
const someN = (): number => [1, 2, 3, 5, 8, 31, 64, 127, 128, 129, 200, 255, 256, 257, 300][random.integer(15)];

/** For each loop, one more input: its result, sums and arrays, compiled and by the twin. */
export const LOOPS: Readonly<Record<string, () => readonly (readonly unknown[])[]>> = {
  logs: () => {
    const n = someN();
    return both([positive(n, -12, 12), numbers(n, 0, 1)], ({ loops }, [x, y]) => loops.logs(n, x, y));
  },
  exps: () => {
    const n = someN();
    return both([numbers(n, -709, 709), numbers(n, 0, 1)], ({ loops }, [x, y]) => loops.exps(n, x, y));
  },
  powers: () => {
    const n = someN();
    const x = positive(n, -12, 12).map((xi) => (random.uniform() < 0.3 ? 0 : xi));
    return both([positive(n, -12, 12), numbers(n, -2, 3), x, numbers(n, 0, 1)], (arena, at) =>
      arena.loops.powers(n, at[0], at[1], at[2], at[3]),
    );
  },
  powerSum: () => {
    const n = someN();
    return both([numbers(n, -12, 12), numbers(n, 0, 3), numbers(n, -12, 12)], ({ loops }, [a, b, t]) =>
      loops.powerSum(n, a, b, t),
    );
  },
  "setUp in place": () => {
    const n = someN();
    return both([positive(n, -12, 12), numbers(n, 1, 3)], ({ loops }, [l, p]) => loops.setUp(n, l, p, l, p));
  },
  roughVolume: () => {
    const n = someN();
    const [u, size] = [number(-12, 12), number(-5, 20)];
    return both([numbers(n, -12, 12), positive(n, -1, 3)], ({ loops }, [l, p]) =>
      loops.roughVolume(n, l, p, u, size, n > 100 ? 8 : 2),
    );
  },
  volume: () => {
    const n = someN();
    const [u, low, size] = [number(-12, 12), number(-1e-17, 1e-17), number(-5, 20)];
    return both([numbers(n, -12, 12), positive(n, -1, 3), numbers(n, 0, 1)], ({ loops }, [l, p, w]) =>
      loops.volume(n, l, p, w, u, low, size),
    );
  },
  shift: () => {
    const n = someN();
    const [step, u, low, size] = [number(-0.1, 0.1), number(-12, 12), number(-1e-17, 1e-17), number(-5, 20)];
    const far = random.integer(2);
    return both([numbers(n, -12, 12), positive(n, -1, 3), numbers(n, 0, 1)], ({ loops }, [l, p, w]) =>
      loops.shift(n, l, p, w, step, far, u, low, size),
    );
  },
  sums: () => {
    const n = someN();
    return both([positive(n, -1, 3), numbers(n, 0, 1)], ({ loops }, [p, w]) => loops.sums(n, p, w));
  },
  costPerPrice: () => {
    const n = someN();
    return both([positive(n, -1, 3), numbers(n, 0, 1)], ({ loops }, [p, w]) => loops.costPerPrice(n, p, w));
  },
  scale: () => {
    const n = someN();
    const [du, size] = [number(-1e-5, 1e-5), number(0, 1e6)];
    return both([positive(n, -1, 3), numbers(n, 0, 1)], ({ loops }, [p, w]) => loops.scale(n, p, w, du, size));
  },
  certify: () => {
    const n = someN();
    const u = number(-6, 6);
    const beta = numbers(n, random.uniform() < 0.1 ? 0.8 : 1.1, 3);
    const alpha = positive(n, -6, 3);
    // On the optimum, near it, or far from it.
    const off = random.uniform() < 0.7 ? 1e-14 : 1e-3;
    const x = beta.map((b, i) => exp((u - log(alpha[i] * b)) / (b - 1)) * (1 + off * random.uniform()));
    x.forEach((_, i) => random.uniform() < 0.005 && (x[i] = 0));
    const given = random.uniform() < 0.5;
    return both([alpha, beta, x, alpha.map((a, i) => log(a * beta[i]))], ({ loops }, [a, b, at, levels]) => {
      const stops: number[] = [];
      loops.certifyBegin();
      for (let start = 0; start < n;) {
        const stop = loops.certify(start, n, a, b, at, given ? levels : 0, u, 1e-15, 1e-290, 1e-10, 1e-8);
        stops.push(stop);
        start = stop === n ? n : (stop < 0 ? ~stop : stop) + 128;
      }
      loops.certifyEnd();
      return stops.join();
    });
  },
  normals: () => {
    const n = someN();
    const edges = numbers(257, 0, 4);
    const inside = numbers(256, 0.9, 1);
    const first = Array.from({ length: 4 }, () => random.integer(4294967296) | 0);
    return both([numbers(n, 0, 1), edges, inside], ({ loops, out }, [z, x, within]) => {
      const stops: number[] = [];
      let state = first;
      for (let start = 0; start < n;) {
        const stop = loops.normals(start, n, z, x, within, state[0], state[1], state[2], state[3]);
        state = Array.from(out.subarray(0, 4));
        stops.push(stop);
        start = stop + 1;
      }
      return stops.join();
    });
  },
  correlated: () => {
    const n = someN();
    const factors = [0, 1, 2, 3, 4].map(() => numbers(n, -3, 3));
    const results = [0, 1, 2].map(() => numbers(n, 0, 1));
    const [least, far] = [number(-20, -5), number(5, 700)];
    return both([numbers(2 * n, -4, 4), ...factors, ...results], ({ loops }, [z, a, b, p, q, r, y, b1, e]) =>
      loops.correlated(n, z, a, b, p, q, r, y, b1, e, least, far),
    );
  },
  bracket: () => {
    const n = someN();
    const [share, size] = [number(-5, 20), number(-5, 20)];
    return both([numbers(n, -12, 12), positive(n, -1, 3)], ({ loops }, [l, p]) => loops.bracket(n, l, p, share, size));
  },
  wakes: () => {
    const n = someN();
    const [u, low, step, size] = [number(-12, 12), number(-1e-17, 1e-17), number(-0.1, 0.1), number(-5, 20)];
    return both([numbers(n, -12, 12), positive(n, -1, 6)], ({ loops }, [l, p]) =>
      loops.wakes(n, l, p, u, low, step, size, 0.06, -50),
    );
  },
};

/** Differences among so many inputs, and how many different results there were. */
export function compareLoop(name: string, inputs: number): { different: readonly unknown[][]; results: number } {
  const results = new Set<unknown>();
  const different: unknown[][] = [];
  for (let k = 0; k < inputs; k++) {
    const [left, right] = LOOPS[name]();
    if (!same(left, right)) different.push([left, right]);
    results.add(left[0]).add(left[1]).add(left[9]);
  }
  return { different, results: results.size };
}
