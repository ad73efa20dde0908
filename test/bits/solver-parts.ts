/** Parts of the digest that a browser works out too: no file, no process, no other package. */
import cases from "../fixtures/allocation-cases.json";
import * as elementary from "../../src/numeric/elementary";
import { normalQuantile } from "../../src/numeric/normal-quantile";
import { fillNormals } from "../../src/numeric/loops/normal-stream";
import { quantiles } from "../../src/numeric/quantiles";
import { createRandom, streamState } from "../../src/numeric/random";
import { sobolPoints } from "../../src/numeric/sobol-points";
import { studentQuantile } from "../../src/numeric/student-quantile";
import { allocate } from "../../src/solver/allocate";
import { allocateAverage } from "../../src/solver/allocate-average";
import { lowestAlpha, proportional, singleBest, twap } from "../../src/solver/baselines/baselines";
import { bisection } from "../../src/solver/baselines/bisection";
import { greedy } from "../../src/solver/baselines/greedy";
import { sensitivities } from "../../src/solver/sensitivities";
import { commonBeta, shiftBeta, stretchBeta } from "../../src/sweep/beta-transform";
import { geomspace, linspace, logspace, range } from "../../src/sweep/grids";
import { sweep } from "../../src/sweep/sweep";
import { KINDS, seededModel } from "./seeded-models";

/** Numbers by name, each a function of nothing but the source. */
export type Parts = Readonly<Record<string, () => unknown>>;

/** Even and odd, one and many. */
const BINS = [1, 2, 3, 24, 390, 1023];
const SIZES = [1e-3, 7, 1e4, 3e6];

/** Every problem of a kind, whatever `solve` makes of it; where it refuses one, what it says. */
function everywhere(kind: (typeof KINDS)[number], solve: (model: SeededModel, size: number) => unknown): unknown[] {
  return BINS.flatMap((n, seed) =>
    SIZES.map((size) => {
      try {
        return solve(seededModel(kind, n, seed), size);
      } catch (error) {
        return (error as Error).message;
      }
    }),
  );
}

type SeededModel = ReturnType<typeof seededModel>;

const CAPS = [0.2, 0.7, 1.5];

export const SOLVER_PARTS: Parts = {
  "elementary functions": () => {
    const random = createRandom(1);
    const { exp, pow } = elementary;
    const of = (f: (x: number) => number, scale: number): number[] =>
      Array.from({ length: 2000 }, () => f(scale * (2 * random.uniform() - 1)));
    return [
      ...Object.entries(elementary)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, f]) => [name, of((x) => f(x, 1.7), 3), of((x) => f(x, -0.3), 700)]),
      ...[0.3, 2, 77].map((y) => of((x) => pow(exp(x), y), 8)),
    ];
  },
  "random streams and quantiles": () => {
    const random = createRandom(7);
    const normals = new Float64Array(20_000);
    fillNormals(streamState(3, 5), normals);
    const drawn = Array.from({ length: 3000 }, () => [random.uniform(), random.normal(), random.integer(1000)]);
    const probabilities = linspace(0.001, 0.999, 400);
    return [
      drawn,
      normals,
      sobolPoints(8, 64),
      sobolPoints(5, 128, random),
      Array.from(probabilities, (p) => [normalQuantile(p), studentQuantile(p, 3), studentQuantile(p, 15)]),
      quantiles(normals, [0.05, 0.5, 0.95]),
    ];
  },
  grids: () => [linspace(-0.3, 2, 47), logspace(-3, 6.5, 83), geomspace(3, 7e8, 61), range(0.6, 2, 0.07)],
  "solves of the reference problems": () =>
    cases.map(({ alpha, beta, S }) => [allocate({ alpha, beta }, S), allocate({ alpha, beta }, S * 1.1)]),
  ...Object.fromEntries(
    KINDS.map((kind) => [
      `${kind} solves`,
      () =>
        everywhere(kind, (model, size) => {
          const cold = allocate(model, size);
          return [cold, allocate(model, 1.01 * size, { start: cold }), sensitivities(model, cold)];
        }),
    ]),
  ),
  "capped solves": () =>
    KINDS.filter((kind) => kind !== "concave").map((kind) =>
      everywhere(kind, (model, size) => {
        if (model.beta.length > 400) return null;
        const { x } = allocate(model, size);
        const even = size / x.length;
        return CAPS.map((share) => allocate(model, size, { cap: x.map((xi) => even + share * xi) }));
      }),
    ),
  "average solves": () =>
    BINS.map((n) =>
      SIZES.map((size) =>
        allocateAverage(
          [1, 2, 3, 4].map((seed) => seededModel("convex", n, seed)),
          size,
        ),
      ),
    ),
  baselines: () =>
    KINDS.map((kind) =>
      everywhere(kind, (model, size) => [
        twap(model, size),
        singleBest(model, size),
        lowestAlpha(model, size),
        proportional(
          model,
          size,
          model.beta.map((b) => 3 - b),
        ),
        ...(model.beta.length > 400 ? [] : [greedy(model, size, { lots: 200 })]),
        ...(kind === "convex" ? [bisection(model, size)] : []),
      ]),
    ),
  sweeps: async () => {
    const grid = { sizes: logspace(2, 6, 30), twap: true, workers: 1 } as const;
    const results = [];
    for (const kind of ["convex", "mixed"] as const) {
      const model = seededModel(kind, 57, 11);
      results.push(await sweep(model, { ...grid, allocations: "all", betas: commonBeta(linspace(0.6, 2, 15)) }));
      results.push(await sweep(model, { ...grid, allocations: [3, 1], betas: shiftBeta(linspace(-0.7, 0.5, 13), 80) }));
      results.push(await sweep(model, { ...grid, betas: stretchBeta(linspace(0, 2, 9)) }));
    }
    // Long enough to be cut into pieces.
    results.push(await sweep(seededModel("convex", 3, 5), { sizes: geomspace(1, 1e7, 5000), workers: 1 }));
    return results;
  },
};
