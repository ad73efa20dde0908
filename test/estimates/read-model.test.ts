import { join } from "node:path";

import { expect, test } from "vitest";

import { loadEstimates } from "../../src/estimates/load-estimates";
import { selectSide } from "../../src/estimates/table/impact-estimates";
import { modelStudy } from "../../src/sensitivity/model/model-study";
import { allocate } from "../../src/solver/allocate";
import { sweep } from "../../src/sweep/sweep";
import { readModel } from "../../src/estimates/read-model";

const DAY = join(__dirname, "../../data/bitstamp-btcusd-2015-05-01.csv");

test("readModel(path, { side }) takes one side of several, and refuses all of them as one order", async () => {
  expect((await readModel(DAY, { side: "sell" })).model.alpha.length).toBe(305);
  await expect(readModel(DAY, { side: "all" as "buy" })).rejects.toThrow(
    'options.side must be one side: an order is bought or sold, got "all"',
  );
  await expect(readModel(DAY)).rejects.toThrow("must be of one side, or the option side (--side) must choose one");
});

test("allocate, sweep and studies refuse a model of several sides as one order, and take one of them", async () => {
  const { model } = await loadEstimates(DAY, { side: "all" });
  const rule = "model must be of one side (selectSide takes one of several), got";
  expect(() => allocate(model, 100)).toThrow(rule);
  await expect(sweep(model, { sizes: [100] })).rejects.toThrow(rule);
  expect(() => modelStudy(model, 100, [{ name: "level", varies: "level", mean: 0, sd: 0.1 }])).toThrow(rule);
  expect(allocate(selectSide(model, "sell"), 100).x.length).toBe(305); // the control
});
