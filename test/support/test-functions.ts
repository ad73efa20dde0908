/** Functions whose Sobol indices are known: in closed form, the borehole's by quadrature. */
import type { StudyInput } from "../../src/sensitivity/global/study-input";

export interface TestFunction {
  readonly inputs: readonly StudyInput[];
  readonly f: (x: Float64Array) => number;
  readonly first: readonly number[];
  readonly total: readonly number[];
  /** S_ij, i < j, where it is not 0. */
  readonly second: Readonly<Record<string, number>>;
}

/** Ishigami and Homma 1990: sin x1 + a sin^2 x2 + b x3^4 sin x1 on [-pi, pi]^3. */
export function ishigami(a = 7, b = 0.1): TestFunction {
  const V1 = (1 + (b * Math.PI ** 4) / 5) ** 2 / 2;
  const V2 = a ** 2 / 8;
  const V13 = b ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
  const V = V1 + V2 + V13;
  return {
    inputs: ["x1", "x2", "x3"].map((name) => ({ name, low: -Math.PI, high: Math.PI })),
    f: (x) => Math.sin(x[0]) + a * Math.sin(x[1]) ** 2 + b * x[2] ** 4 * Math.sin(x[0]),
    first: [V1 / V, V2 / V, 0],
    total: [(V1 + V13) / V, V2 / V, V13 / V],
    second: { "0,2": V13 / V },
  };
}

/** Sobol's g-function: prod (|4 x_i - 2| + a_i) / (1 + a_i) on the unit cube. */
export function gFunction(a: readonly number[]): TestFunction {
  const V = a.map((ai) => 1 / (3 * (1 + ai) ** 2));
  const total = V.reduce((product, v) => product * (1 + v), 1);
  return {
    inputs: a.map((_, i) => ({ name: `x${i + 1}`, low: 0, high: 1 })),
    f: (x) => a.reduce((product, ai, i) => (product * (Math.abs(4 * x[i] - 2) + ai)) / (1 + ai), 1),
    first: V.map((v) => v / (total - 1)),
    total: V.map((v) => (v * total) / (1 + v) / (total - 1)),
    second: Object.fromEntries(
      V.flatMap((v, i) => V.slice(i + 1).map((w, k) => [`${i},${i + 1 + k}`, (v * w) / (total - 1)])),
    ),
  };
}

/**
 * The flow through a borehole (Morris, Mitchell and Ylvisaker, Technometrics 35, 1993), all inputs uniform. Its indices
 * are from Gauss and Legendre's rule in the 6 inputs beside the factor Hu - Hl, with 50 nodes in r and 12 in rw; 40 and
 * 10 agree to 1e-8.
 */
export function borehole(): TestFunction {
  const ranges = { rw: [0.05, 0.15], r: [100, 50000], Tu: [63070, 115600], Hu: [990, 1110] };
  const more = { Tl: [63.1, 116], Hl: [700, 820], L: [1120, 1680], Kw: [9855, 12045] };
  return {
    inputs: Object.entries({ ...ranges, ...more }).map(([name, [low, high]]) => ({ name, low, high })),
    f: ([rw, r, Tu, Hu, Tl, Hl, L, Kw]) => {
      const l = Math.log(r / rw);
      return (2 * Math.PI * Tu * (Hu - Hl)) / (l * (1 + (2 * L * Tu) / (l * rw ** 2 * Kw) + Tu / Tl));
    },
    first: [0.82892142, 1.1041631e-6, 5.3866861e-12, 0.041385037, 5.2980524e-6, 0.041385037, 0.039341993, 0.0095216005],
    total: [0.86683401, 2.3219433e-6, 1.0733783e-11, 0.054109614, 1.0727182e-5, 0.054109614, 0.052077309, 0.012730784],
    second: {},
  };
}

/** Two steps across the axes: (x1 + x2 > 1) + (x2 + x3 > 1) on the unit cube. */
export function twoSteps(): TestFunction {
  // Each step has variance 1/4, of it 1/12 from either input and 1/12 from both together; their covariance, of what
  // x2 does in both, is 1/3 - 1/4.
  const V = 2 / 4 + 2 / 12;
  return {
    inputs: ["x1", "x2", "x3"].map((name) => ({ name, low: 0, high: 1 })),
    f: (x) => Number(x[0] + x[1] > 1) + Number(x[1] + x[2] > 1),
    first: [1 / 12 / V, 4 / 12 / V, 1 / 12 / V],
    total: [1 / 6 / V, 1 / 2 / V, 1 / 6 / V],
    second: { "0,1": 1 / 12 / V, "1,2": 1 / 12 / V },
  };
}
