/** Functions whose Sobol indices are known in closed form. */
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
