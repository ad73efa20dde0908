import { expect, test } from "vitest";

import { allBaselines } from "../../../src/solver/baselines/all-baselines";
import { allocate } from "../../../src/solver/allocate";
import { capsOf } from "../../../src/solver/model/constraints";

const MODEL = { alpha: [0.01, 0.02, 0.03, 0.4], beta: [1.5, 1.4, 1.8, 1], volume: [2000, 10_000, 600, 0] };

test("allocate(model, S, { participation: p }) is what caps of p V_i come to, bit for bit", () => {
  const share = allocate(MODEL, 600, { participation: 0.05 });
  const capped = allocate(MODEL, 600, { cap: MODEL.volume.map((v) => 0.05 * v) });
  expect(share).toEqual(capped);
  expect(share.certificate.atCap).toBeGreaterThan(0);
  expect(share.x[3]).toBe(0);
  expect(allocate(MODEL, 600, { participation: 0.06 }).x).not.toEqual(capped.x);
});

test("cap and participation together: the least of both holds in each bin", () => {
  const caps = capsOf(MODEL, 4, 300, { cap: [50, 800, 10, 5], participation: 0.1 });
  expect(Array.from(caps ?? [])).toEqual([50, 800, 10, 0]);
  expect(capsOf(MODEL, 4, 300, {})).toBeUndefined();
});

test("a bin of infinite volume has no cap by participation", () => {
  const { x } = allocate({ ...MODEL, volume: [1, 1, 1, Infinity] }, 1000, { participation: 1 });
  expect(x[3]).toBeCloseTo(997, 9);
});

test("every baseline keeps to a participation", () => {
  for (const { x } of allBaselines(MODEL, 600, MODEL.volume, { participation: 0.05 })) {
    x.forEach((xi, i) => expect(xi).toBeLessThanOrEqual(0.05 * MODEL.volume[i]));
    expect(x.reduce((a, b) => a + b, 0) / 600).toBeCloseTo(1, 12);
  }
});

test("a participation that cannot be is refused in one sentence", () => {
  const { alpha, beta } = MODEL;
  const call = (participation: unknown, model: object = MODEL, more: object = {}) => {
    return () => allocate(model as typeof MODEL, 600, { participation: participation as number, ...more });
  };
  const share = "options.participation must be a share of each bin's volume, above 0 and at most 1 (0.05 is 5 %), got ";
  expect(call(5)).toThrow(`${share}5`);
  expect(call(0)).toThrow(`${share}0`);
  expect(call("5%")).toThrow(`${share}"5%"`);
  expect(call(NaN)).toThrow(`${share}NaN`);
  const without = "options.participation must go with a model that has each bin's volume, got 0.05";
  expect(call(0.05, { alpha, beta })).toThrow(without);
  expect(call(0.05, { alpha, beta, volume: [NaN, NaN, NaN, NaN] })).toThrow(without);
  expect(call(0.05, { ...MODEL, volume: [2000, 10_000, NaN, 0] })).toThrow(
    "model.volume[2] must be known in every bin for a participation: " +
      "0 shuts a bin, Infinity leaves it without a cap, got NaN",
  );
  expect(call(0.05, { ...MODEL, volume: [1, 2] })).toThrow("model.volume must have one value a bin (4)");
  expect(call(0.04)).toThrow(
    "options.participation must leave room for the size: all bins together may trade 504 shares, got 600",
  );
  expect(call(0.05, MODEL, { cap: 100 })).toThrow(
    "options.cap and options.participation must leave room for the size: all bins together may trade 230 shares",
  );
  expect(call(0.05, MODEL, { participate: 1 })).toThrow("options.participate must be an option that is known");
});
