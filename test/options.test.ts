/**
 * Holds that a misspelt option is refused by every function that src/index.ts exports: each that takes an
 * object of options is called with one that it does not know. A function exported later must join the table.
 */
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

import ts from "typescript";
import { expect, test } from "vitest";

import * as lab from "../src/index";
import { ROOT, compilerOptions, exportedNames } from "./support/exported";

const DAY = resolve(__dirname, "../data/synthetic-equity-day.csv");
const model = { alpha: [0.1, 0.2], beta: [1.5, 1.4] };
const vary = [{ name: "level", varies: "level", low: -0.1, high: 0.1 }] as const;
const linear = (x: ArrayLike<number>): number => x[0] + 2 * x[1];
const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));

const day = async () => (await lab.loadEstimates(DAY)).model;
const surface = () => lab.sweep(model, { sizes: [10, 20], betas: lab.commonBeta([1.2, 1.4]), allocations: "all" });
const noise = async () => lab.monteCarlo(await day(), 1e4, { draws: 8 });
const sobol = async () => lab.sobolIndices(linear, inputs, { basePoints: 64, secondOrder: true });
const elementary = async () => lab.morris(linear, inputs, {});
const walkDay = async () => {
  const { estimates, costs } = await lab.estimateWithCosts(lab.exampleBook(0, 24, 1));
  return { estimates, costs: costs[0] };
};
const best = () => lab.allocate(model, 1000);
const strategies = () => [{ name: "optimum", cost: [1, 2] }];

/** Good arguments, up to the options, of every function that takes some. */
const CALLS: Readonly<Record<string, () => unknown[] | Promise<unknown[]>>> = {
  allocate: () => [model, 1000],
  allocateAverage: () => [[model, model], 1000],
  allocationBandsFigure: async () => [await noise()],
  allocationFigure: () => [best()],
  allocationHeatmapFigure: async () => [await surface()],
  allocationSharesFigure: async () => [await surface()],
  allocationSliderFigure: async () => [await surface()],
  analyseMorris: () => [lab.morrisDesign(inputs), { y: [], failures: [] }],
  analyseSobol: () => [lab.sobolDesign(inputs), { y: [], failures: [] }],
  bisection: () => [model, 1000],
  compareDays: () => [[model, model], 1000],
  compareDaysFigure: () => [lab.compareDays([model, model], 1000)],
  compareStrategies: () => [model, 1000],
  concentrationMapFigure: async () => [await surface()],
  costContoursFigure: async () => [await surface()],
  costDistributionFigure: async () => [await noise()],
  costSurfaceFigure: async () => [await surface()],
  drawModels: async () => [await day()],
  elementaryEffectsFigure: async () => [await elementary()],
  estimateImpact: () => [lab.exampleBook(0, 3, 1)],
  estimateWithCosts: () => [lab.exampleBook(0, 3, 1)],
  executionScheduleFigure: () => [best()],
  extraCostFigure: () => [{ base: { name: "a", cost: 1 }, plans: [{ name: "b", cost: 2 }] }],
  fillNeighbours: async () => [await day()],
  greedy: () => [model, 1000],
  impactCurvesFigure: async () => [[]],
  intradayParametersFigure: async () => [await day()],
  live: () => [lab.allocationFigure, model, { size: 1000 }],
  loadEstimates: () => [DAY],
  modelFrom: () => [{ convention: "total", alpha: [1], beta: [1.5] }],
  lowestAlpha: () => [model, 1000],
  marginalCostFigure: () => [{ ...model, ...best() }],
  modelStudy: () => [model, 1000, vary],
  monteCarlo: async () => [await day(), 1e4],
  morris: () => [linear, inputs],
  morrisDesign: () => [inputs],
  progressLine: () => [],
  redisExecutor: () => [],
  slurmExecutor: () => [],
  proportional: () => [model, 1000, [1, 1]],
  regimeMapFigure: async () => [await surface()],
  regretFigure: async () => [await noise()],
  remediesFigure: async () => [await noise()],
  saveSchedule: () => [`${tmpdir()}/orders.csv`, model, best()],
  shrink: async () => [await day()],
  singleBest: () => [model, 1000],
  sobolConvergenceFigure: async () => [await sobol()],
  sobolDesign: () => [inputs],
  sobolIndices: () => [linear, inputs],
  sobolIndicesFigure: async () => [await sobol()],
  sobolPairsFigure: async () => [await sobol()],
  strategyCostFigure: () => [{ sizes: [1, 2], strategies: strategies() }],
  sweep: () => [model],
  tornadoFigure: () => [lab.tornado(lab.modelStudy(model, 1000, vary))],
  walkForward: async () => [[await walkDay()], 20],
  walkForwardFigure: async () => [lab.walkForward([await walkDay()], 20)],
  twap: () => [model, 1000],
  twapSavingFigure: async () => [await surface()],
  unitCostSurfaceFigure: async () => [await surface()],
};

test("the table below is of every exported function that takes options, and of no other", () => {
  const program = ts.createProgram([join(ROOT, "src/index.ts")], compilerOptions());
  const takers = exportedNames(program).filter(({ takesOptions }) => takesOptions);
  expect(Object.keys(CALLS).sort()).toEqual(takers.map(({ name }) => name).sort());
});

test.each(Object.keys(CALLS))("%s(..., options) refuses an option that it does not know, by name", async (name) => {
  const call = (lab as unknown as Record<string, (...given: unknown[]) => unknown>)[name];
  const given = await CALLS[name]();
  // Sweeps have options that must be given.
  const options = name === "sweep" ? { sizes: [10], misspelt: 1 } : { misspelt: 1 };
  const refusal = await (async () => call(...given, options))().then(
    () => "it was taken",
    (error: unknown) => error,
  );
  expect(refusal).toMatchObject({ name: "InputError", argument: "options.misspelt", value: 1 });
});
