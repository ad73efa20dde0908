import { expect, test } from "vitest";

import { allocationFigure } from "../../src/figures/allocation/allocation";
import { executionScheduleFigure } from "../../src/figures/allocation/execution-schedule";
import { fittedCurves } from "../../src/figures/estimates/fitted-curves";
import { impactCurvesFigure } from "../../src/figures/estimates/impact-curves";
import { intradayParametersFigure } from "../../src/figures/estimates/intraday-parameters";
import type { Figure } from "../../src/figures/look/theme";
import { unitsOf } from "../../src/base/units";
import { estimateImpact } from "../../src/estimates/fit/estimate-impact";
import { exampleBook, exampleCurve } from "../../src/estimates/synthetic/example-book";
import { shiftBeta } from "../../src/sweep/beta-transform";
import { sweep } from "../../src/sweep/sweep";
import { exampleFigures } from "../support/figures";
import * as barrel from "../../src";

const notes = { currency: "USD", size_unit: "BTC" };
const model = { alpha: [0.01, 0.02, 0.03], beta: [1.5, 1.4, 1.3], notes };

test("unitsOf({ notes }, options): the options', else the notes', else currency and shares", () => {
  expect(unitsOf({ notes: {} })).toEqual({ currency: "currency", sizes: "shares", size: "share" });
  expect(unitsOf({ notes })).toEqual({ currency: "USD", sizes: "BTC", size: "BTC" });
  expect(unitsOf({ notes }, { currency: "EUR", sizeUnit: "lots" })).toEqual({
    currency: "EUR",
    sizes: "lots",
    size: "lots",
  });
  expect(unitsOf({ notes: { currency: "unknown" } }).currency).toBe("currency");
});

/** The figures of results that carry notes. */
async function notedFigures(): Promise<Record<string, Figure>> {
  const surface = await sweep(model, {
    sizes: [10, 100, 1000],
    betas: shiftBeta([-0.4, 0, 0.4], 20),
    twap: true,
    allocations: "all",
    workers: 1,
  });
  const input = { ...model, x: [1, 2, 3], lambda: 0.1 };
  return {
    allocation: allocationFigure(input),
    schedule: executionScheduleFigure(input),
    parameters: intradayParametersFigure(model),
    marginal: barrel.marginalCostFigure(input),
    strategies: barrel.strategyCostFigure({ sizes: [1, 2], strategies: [{ name: "a", cost: [1, 2] }], notes }),
    heatmap: barrel.allocationHeatmapFigure(surface),
    shares: barrel.allocationSharesFigure(surface),
    slider: barrel.allocationSliderFigure(surface),
    concentration: barrel.concentrationMapFigure(surface),
    contours: barrel.costContoursFigure(surface),
    surface: barrel.costSurfaceFigure(surface),
    regime: barrel.regimeMapFigure(surface),
    saving: barrel.twapSavingFigure(surface),
    unit: barrel.unitCostSurfaceFigure(surface),
  };
}

/** Where a figure speaks of shares as a unit; "share of the order" is none. */
const speaksOfShares = (figure: Figure): boolean =>
  /\bshares\b|per share|\/ share|\(currency|currency\)/.test(JSON.stringify(figure));

test("figures of a model with notes name its units, and never shares", async () => {
  for (const [name, figure] of Object.entries(await notedFigures())) {
    expect(speaksOfShares(figure), name).toBe(false);
    expect(JSON.stringify(figure), name).toContain("BTC");
  }
  // The control: without notes they do.
  expect(speaksOfShares((await exampleFigures(5, 3, {})).allocation)).toBe(true);
});

test("allocationFigure and executionScheduleFigure draw no volume line where a table has no volumes", () => {
  for (const figure of [allocationFigure, executionScheduleFigure]) {
    const names = (volume?: number[]): unknown[] => figure({ x: [1, 2, 3], volume }).data.map(({ name }) => name);
    expect(names([NaN, NaN, NaN])).toEqual(names());
    expect(names([1, NaN, 3])).toEqual(names());
    expect(names([1, 2, 3])).toContain("proportional to volume");
  }
});

test("fittedCurves(estimates, rows) carries fits with points and covariance to impactCurvesFigure", async () => {
  const estimates = await estimateImpact(exampleBook(1, 2, 2), { side: "both" });
  const curves = fittedCurves(estimates, [0, 1, 3]);
  expect(curves.map(({ name }) => name)).toEqual(["14:30 buy", "14:31 buy", "14:31 sell"]);
  const { q, cost, covariance } = curves[0];
  expect([q[0], q[q.length - 1], q.length]).toEqual([estimates.minSize[0], estimates.maxSize[0], estimates.n[0]]);
  expect(covariance).toEqual([estimates.seLogAlpha[0] ** 2, estimates.cov[0], estimates.seBeta[0] ** 2]);
  const { alpha, beta } = exampleCurve(0);
  for (let k = 0; k < q.length; k++) expect(cost[k] / (alpha * q[k] ** beta)).toBeCloseTo(1, 0);
  expect(impactCurvesFigure(curves).data).toHaveLength(9);
  expect(() => fittedCurves({ ...estimates, points: undefined }, [0])).toThrow("must come from estimateImpact");
});

test("intradayParametersFigure draws a reference as two lines behind the estimates", () => {
  const { data } = intradayParametersFigure({
    ...model,
    reference: { name: "truth", alpha: [1, 2, 3], beta: [2, 2, 2] },
  });
  expect(data.map(({ name }) => name)).toEqual(["truth", "truth", "alpha", "beta"]);
});
