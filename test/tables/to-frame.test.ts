import { expect, test } from "vitest";

import { InputError } from "../../src/base/input-error";
import { estimateImpact } from "../../src/estimates/fit/estimate-impact";
import { exampleBook } from "../../src/estimates/synthetic/example-book";
import { morris } from "../../src/sensitivity/global/morris";
import { sobolIndices } from "../../src/sensitivity/global/sobol-indices";
import { allocationDerivatives } from "../../src/sensitivity/local/allocation-derivatives";
import { elasticities } from "../../src/sensitivity/local/elasticities";
import { modelStudy } from "../../src/sensitivity/model/model-study";
import { tornado } from "../../src/sensitivity/model/tornado";
import { monteCarlo } from "../../src/sensitivity/monte-carlo/monte-carlo";
import { allocate } from "../../src/solver/allocate";
import { twap } from "../../src/solver/baselines/baselines";
import { commonBeta } from "../../src/sweep/beta-transform";
import { sweep } from "../../src/sweep/sweep";
import { toFrame } from "../../src/tables/to-frame";
import type { Framed } from "../../src/tables/to-frame";

const bin = ["10:00", "11:00"];
const model = { alpha: [0.01, 0.02], beta: [1.5, 1.5], bin };
const errors = { seLogAlpha: [0.1, 0.1], seBeta: [0.02, 0.02], cov: [-0.001, -0.001] };
const allocation = allocate(model, 1000);
const study = modelStudy(model, 1000, [
  { name: "level", varies: "level", mean: 0, sd: 0.2 },
  { name: "exponent", varies: "exponent", low: -0.1, high: 0.1 },
]);

/** A table as its columns' names, and the values of one of them. */
function table(result: Framed, column: string, part?: string): { names: string[]; values: unknown[] } {
  const frame = toFrame(result, part);
  return { names: frame.columns, values: frame.column(column).values };
}

test("toFrame(allocation) has a row a bin: label or index, shares, and % of the order", () => {
  const { names, values } = table({ ...allocation, bin }, "bin");
  expect([names, values]).toEqual([["bin", "shares", "percent"], bin]);
  expect(table(allocation, "bin").values).toEqual([0, 1]);
  const percent = table(allocation, "percent").values as number[];
  expect(percent[0]).toBeCloseTo(80, 10);
  expect(percent[1]).toBeCloseTo(20, 10);
  expect(table(allocation, "shares").values).toEqual(Array.from(allocation.x));
  // A model spread under it changes nothing, nor is a strategy another table.
  expect(table({ ...model, ...allocation }, "bin").values).toEqual(bin);
  expect(table(twap(model, 1000), "shares")).toEqual({ names, values: [500, 500] });
});

test("toFrame(allocation) refuses labels of another number of bins", () => {
  expect(() => toFrame({ ...allocation, bin: ["10:00"] })).toThrow(
    "result.bin must have a label a time bin (2), got Array of length 1",
  );
});

test("toFrame(result, part) has no row where there is nothing to tell", () => {
  const inputs = [{ name: "a", low: 0, high: 1 }];
  const frame = toFrame(
    sobolIndices(() => 1, inputs, { basePoints: 64 }),
    "convergence",
  );
  expect([frame.shape, frame.columns]).toEqual([
    [0, 4],
    ["base_points", "input", "S1", "ST"],
  ]);
});

test("toFrame(sweep) has a row a point", async () => {
  const surface = await sweep(model, { sizes: [10, 20, 30], betas: commonBeta([0.8, 1.2]), workers: 1 });
  const { names, values } = table(surface, "cost");
  expect(values).toEqual(Array.from(surface.cost));
  expect(names).toEqual(expect.arrayContaining(["size", "common_beta", "lambda", "regime"]));
});

test("toFrame(study, part) has a row a strategy, a bin or a draw of a Monte Carlo study", async () => {
  const result = await monteCarlo({ ...model, ...errors }, 1000, { draws: 20, workers: 1 });
  expect(table(result, "strategy").values).toEqual(["plain", "TWAP"]);
  expect(table(result, "strategy", "strategies")).toEqual(table(result, "strategy"));
  expect(table(result, "bin", "bands").values).toEqual(bin);
  expect(table(result, "optimum", "draws").values).toEqual(Array.from(result.optimum));
});

test("toFrame(result) has a row an index, an effect or a bar of a study of inputs", () => {
  const indices = sobolIndices(study.f, study.inputs, { basePoints: 64 });
  expect(table(indices, "index").values).toEqual(["S1", "ST", "S1", "ST"]);
  const steps = indices.convergence.steps.flatMap(({ basePoints }) => [basePoints, basePoints]);
  expect(table(indices, "base_points", "convergence").values).toEqual(steps);
  expect(table(morris(study.f, study.inputs), "input").values).toEqual(["level", "exponent"]);
  const bars = tornado(study);
  expect(table(bars, "cost_high").values).toEqual(bars.bars.map(({ high }) => high));
});

test("toFrame(derivatives) and toFrame(elasticities) have a row a bin, and how cost and lambda move with S", () => {
  const derivatives = allocationDerivatives(model, allocation);
  expect(table(derivatives, "dcost_dalpha").values).toEqual(Array.from(derivatives.cost.alpha));
  expect(table(derivatives, "size", "size").values).toEqual([derivatives.cost.size, derivatives.lambda.size]);
  const pure = elasticities(model, allocation);
  expect(table(pure, "x_size").values).toEqual(Array.from(pure.x));
  expect(table(pure, "bin").values).toEqual([0, 1]);
  expect(table(pure, "size", "size").values).toEqual([pure.cost.size, pure.lambda.size]);
});

test("toFrame(estimates) has a row a bin by the names of a table's columns", async () => {
  const estimates = await estimateImpact(exampleBook(1, 2, 2), { side: "buy" });
  const { names, values } = table(estimates, "max_size");
  expect(values).toEqual(Array.from(estimates.maxSize));
  expect(names.slice(0, 4)).toEqual(["bin", "side", "alpha", "beta"]);
});

test("toFrame(result, part) refuses what is no result, and a part that it does not have", async () => {
  for (const bad of [undefined, null, 3, "x", {}, [], model])
    expect(() => toFrame(bad as never), String(bad)).toThrow(/^result must be one of ComparedDays, .*ImpactEstimates/);
  expect(() => toFrame(allocation, "bands")).toThrow('part must be bins, got "bands"');
  const result = await monteCarlo({ ...model, ...errors }, 1000, { draws: 2, workers: 1 });
  const misspelt = (): unknown => toFrame(result, "band");
  expect(misspelt).toThrow('part must be strategies or bands or draws; did you mean bands?, got "band"');
  expect(misspelt).toThrow(InputError);
  expect(() => toFrame(result, "toString")).toThrow("part must be");
});

test("toFrame(allocation) names its column by the unit of the model, and an order of 0 has 0 % everywhere", () => {
  const model = { alpha: [0.1, 0.2], beta: [1.5, 1.4], notes: { size_unit: "BTC" } };
  expect(toFrame(allocate(model, 10)).columns).toEqual(["bin", "BTC", "percent"]);
  expect(toFrame(allocate(model, 0)).column("percent").values).toEqual([0, 0]);
});

test("toFrame(allocation) has its shares beside its labels and its % where the unit is called as one of them", () => {
  for (const unit of ["bin", "percent"]) {
    const counted = { ...allocate({ ...model, notes: { size_unit: unit } }, 1000), bin };
    expect(table(counted, `x (${unit})`)).toEqual({
      names: ["bin", `x (${unit})`, "percent"],
      values: Array.from(allocation.x),
    });
    expect(table(counted, "bin").values).toEqual(bin);
  }
});
