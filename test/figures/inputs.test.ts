/** What figures of one's own numbers refuse, rather than draw part of them or another's. */
import { expect, test } from "vitest";

import * as barrel from "../../src";

const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5] };
const input = { ...model, ...barrel.allocate(model, 900) };

test("figures by bin refuse values of another number of bins", () => {
  const two = [1, 2];
  const draws: [string, () => unknown][] = [
    ["volume", () => barrel.allocationFigure({ ...input, volume: two })],
    ["maxSize", () => barrel.allocationFigure({ ...input, maxSize: two })],
    ["cap", () => barrel.allocationFigure({ ...input, cap: two })],
    ["volume", () => barrel.executionScheduleFigure({ ...input, volume: two })],
    ["alpha", () => barrel.marginalCostFigure({ ...input, alpha: [1, 2, 3, 4] })],
    ["beta", () => barrel.intradayParametersFigure({ ...model, beta: two })],
    ["seBeta", () => barrel.intradayParametersFigure({ ...model, seBeta: two })],
    [
      "reference.alpha",
      () => barrel.intradayParametersFigure({ ...model, reference: { name: "a", ...model, alpha: two } }),
    ],
  ];
  for (const [name, draw] of draws)
    expect(draw).toThrow(`${name} must have a value a time bin (3), got Array of length`);
  expect(barrel.intradayParametersFigure({ ...model, reference: { name: "a", ...model } }).data.length).toBe(4);
});

test("extraCostFigure names plans as they are called, and refuses one without a cost or a name of its own", () => {
  const base = { name: "free", cost: 100 };
  const draw = (...plans: { name: string; cost: number }[]) => barrel.extraCostFigure({ base, plans });
  // Plotly takes "100" for a number unless it is told.
  const figure = draw({ name: "100", cost: 101 }, { name: "500", cost: 110 });
  expect([figure.layout.yaxis?.type, (figure.data[0] as { y: unknown }).y]).toEqual(["category", ["100", "500"]]);
  for (const cost of [NaN, Infinity, "110" as unknown as number])
    expect(() => draw({ name: "a", cost: 101 }, { name: "b", cost })).toThrow("input.plans[1].cost must be a finite");
  expect(() => draw({ name: "a", cost: 101 }, { name: "a", cost: 110 })).toThrow(
    'input.plans[1].name must not be that of plan 0, got "a"',
  );
});

test("strategyCostFigure refuses a strategy that has not one cost a size", () => {
  const strategies = [{ name: "optimum", cost: [1, 2] }];
  expect(() => barrel.strategyCostFigure({ sizes: [1, 2, 3], strategies })).toThrow(
    "input.strategies[0].cost must have one value a size (3), got Array of length 2",
  );
});

test("figures of estimates that have no fit say so", () => {
  const none = { alpha: [NaN, NaN], beta: [NaN, NaN] };
  expect(barrel.intradayParametersFigure(none).layout.title).toMatchObject({ text: "No bin has a fit" });
  expect(() => barrel.impactCurvesFigure([])).toThrow("curves must be at least one fitted curve");
  expect(() => barrel.impactCurvesFigure([{ name: "a", alpha: 1, beta: 1.5, q: [], cost: [] }])).toThrow(
    "curves[0] must have a size above 0",
  );
});
