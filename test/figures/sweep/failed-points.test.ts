/** What figures of a sweep say of points that failed: never a number, and nothing of them in what the others say. */
import { expect, test } from "vitest";

import * as barrel from "../../../src";
import type { Figure } from "../../../src/figures/look/theme";
import { sweepSummary } from "../../../src/sweep/sweep-summary";

const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5] };
const titleOf = ({ layout }: Figure): string => (layout.title as { text: string }).text;
const cuts = [barrel.allocationHeatmapFigure, barrel.allocationSharesFigure, barrel.allocationSliderFigure] as const;

test("cuts along betas tell of the points that have an answer, and say where one has none", async () => {
  // A shift by -2 makes no models; the others leave every bin convex.
  const betas = barrel.shiftBeta([-2, -0.4, 0], 20);
  const result = await barrel.sweep(model, { sizes: [100, 1000, 10_000], betas, allocations: "all" });
  const [heat, shares, slider] = cuts.map((draw) => draw(result, { along: "beta" }));
  expect(titleOf(heat)).toBe("Bins that carry half: 2 at shift of beta −0.4, 2 at shift of beta 0");
  expect(titleOf(shares)).toBe("At most 50 % of the order in one bin: bin 0, shift of beta −0.4");
  const [{ steps }] = slider.layout.sliders as { steps: { args: { "title.text": string }[] }[] }[];
  expect(steps.map(({ args }) => args[1]["title.text"].split(" ").slice(0, 2).join(" "))).toEqual([
    "No answer",
    "Half of",
    "Half of",
  ]);
});

test("cuts through failed points alone say so", async () => {
  const betas = barrel.shiftBeta([-3, -2], 20);
  const result = await barrel.sweep(model, { sizes: [100, 1000], betas, allocations: "all" });
  for (const draw of cuts) {
    expect(titleOf(draw(result))).toMatch(/^No (point has an )?answer.*shift of beta −3$/);
    expect(JSON.stringify(draw(result))).not.toContain("NaN");
  }
});

test("cuts refuse a sweep that keeps no bin", async () => {
  const result = await barrel.sweep(model, { sizes: [100, 1000], allocations: [] });
  for (const draw of cuts) expect(() => draw(result)).toThrow("sweep must keep the allocations of at least one bin");
});

test("maps draw no line of beta = 1 beside betas that made no models", async () => {
  const lines = async (shifts: number[]): Promise<unknown[]> => {
    const result = await barrel.sweep(model, { sizes: [100, 1000], betas: barrel.shiftBeta(shifts, 20) });
    return barrel.concentrationMapFigure(result).data.slice(1);
  };
  expect(await lines([-2, -0.4, 0])).toEqual([]);
  expect(await lines([-2, -0.7, -0.6])).toEqual([]);
  // The control: from concave to convex.
  expect((await lines([-2, -0.7, 0])).length).toBe(2);
});

test("titles of maps and surfaces tell of no range where no point has an answer, or a TWAP", async () => {
  const failed = await barrel.sweep(model, { sizes: [100, 1000], betas: barrel.shiftBeta([-3, -2], 20) });
  const { costContoursFigure, costSurfaceFigure, unitCostSurfaceFigure, concentrationMapFigure } = barrel;
  for (const draw of [costContoursFigure, costSurfaceFigure, unitCostSurfaceFigure, concentrationMapFigure])
    expect(titleOf(draw(failed))).toBe("No point has an answer");
  // TWAP has no room for all of the order in lots, where the optimum has.
  const tight = { alpha: [0.88, 0.38], beta: [1.85, 1.58] };
  const result = await barrel.sweep(tight, { sizes: [3], twap: true, cap: [2, 8], minTrade: 2, lot: 1 });
  expect(titleOf(barrel.twapSavingFigure(result))).toBe("No point has a saving against TWAP");
  expect(sweepSummary(result).rows).toContainEqual(["saving against TWAP", "-"]);
});
