/**
 * Sensitivity indices and derivatives at N = 390: the shipped work in passes over the bins (one pass is
 * `s += Math.exp((u - l[i]) * p[i])`), and what the statistics cost beside the evaluations.
 */
import { allocationDerivatives } from "../../src/sensitivity/local/allocation-derivatives";
import { evaluate } from "../../src/sensitivity/global/evaluate";
import { modelStudy } from "../../src/sensitivity/model/model-study";
import type { Variation } from "../../src/sensitivity/model/study-function";
import { sobolDesign } from "../../src/sensitivity/global/sobol-design";
import { analyseSobol } from "../../src/sensitivity/global/sobol-indices";
import { allocate } from "../../src/solver/allocate";
import { duration, inputs, leastTimes, printTable } from "./measure";

const N = 390;
const SIZE = 1e5;
const VARIATIONS: readonly Variation[] = [
  { name: "level", varies: "level", mean: 0, sd: 0.2 },
  { name: "level slope", varies: "level-slope", mean: 0, sd: 0.2 },
  { name: "exponent", varies: "exponent", low: -0.05, high: 0.05 },
  { name: "exponent slope", varies: "exponent-slope", low: -0.05, high: 0.05 },
];

export async function benchIndices(): Promise<void> {
  const random = inputs(20261122);
  const model = {
    alpha: Float64Array.from({ length: N }, () => Math.exp(-9 + 2 * random())),
    beta: Float64Array.from({ length: N }, () => 1.2 + 0.8 * random()),
  };
  const optimum = allocate(model, SIZE);
  const l = model.alpha.map((a, i) => Math.log(a * model.beta[i]));
  const p = model.beta.map((b) => 1 / (b - 1));
  const u = Math.log(optimum.lambda);
  const { along, pullBack } = allocationDerivatives(model, optimum);
  const change = { size: 1, alpha: model.alpha, beta: model.beta };
  const study = modelStudy(model, SIZE, VARIATIONS);
  const times = leastTimes(
    {
      pass: () => {
        let s = 0;
        for (let i = 0; i < N; i++) s += Math.exp((u - l[i]) * p[i]);
        return s;
      },
      "solve, cold": () => allocate(model, SIZE).cost,
      "one point of a study": () => study.f(Float64Array.of(0.1, -0.1, 0.02, -0.03)),
      allocationDerivatives: () => allocationDerivatives(model, optimum).cost.size,
      "J v, with lambda and cost": () => along(change).cost,
      "J^T v": () => pullBack(model.beta).size,
    },
    500,
    10,
  );
  const rows = Object.entries(times).map(([name, time]) => [name, duration(time), (time / times.pass).toFixed(1)]);
  printTable("sensitivity, N = 390", ["", "time", "passes"], rows);

  const options = { basePoints: 1024 };
  const design = sobolDesign(VARIATIONS, options);
  const values = evaluate(study.f, design.rows, VARIATIONS.length);
  const sobol = leastTimes(
    {
      "lay out": () => sobolDesign(VARIATIONS, options).rows[7],
      evaluate: () => evaluate(study.f, design.rows, VARIATIONS.length).y[7],
      "estimate, with intervals and convergence": () =>
        analyseSobol(design, values, { ...options, surrogate: false }).variance,
      "the same with a polynomial fitted": () => analyseSobol(design, values, options).variance,
    },
    5,
    1,
  );
  printTable(
    `Sobol indices of 4 inputs, ${values.y.length} evaluations`,
    ["", "time"],
    Object.entries(sobol).map(([name, time]) => [name, duration(time)]),
  );
}
