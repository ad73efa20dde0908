/** What figures refuse: options that they do not know, and results that lack what they draw. */
import { expect, test } from "vitest";

import * as barrel from "../../src";
import { InputError } from "../../src";
import { model, notedFigures } from "../support/noted-figures";

/** What is thrown. */
function thrown(draw: () => unknown): unknown {
  try {
    return draw();
  } catch (error) {
    return error;
  }
}

function refusal(draw: () => unknown): string {
  const error = thrown(draw);
  expect(error).toBeInstanceOf(InputError);
  return (error as InputError).message;
}

test("every figure function refuses a misspelt option, another theme and options that are none", async () => {
  for (const [name, draw] of Object.entries(await notedFigures())) {
    expect(
      refusal(() => draw({ titel: "x" } as object)),
      name,
    ).toMatch(/^options.titel must .*did you mean title\?/);
    expect(
      refusal(() => draw({ theme: "drak" } as never)),
      name,
    ).toContain('options.theme must be light or dark; did you mean dark?, got "drak"');
    expect(
      refusal(() => draw(null as never)),
      name,
    ).toContain("options must be an object");
    // The control: options that are known are taken.
    expect(draw({ theme: "dark", title: "x" }).layout.title, name).toMatchObject({ text: "x" });
  }
});

test("costDistributionFigure(study, { strategy }) refuses a strategy that the study does not have", async () => {
  const errors = { seLogAlpha: [0.1, 0.1, 0.1], seBeta: [0.1, 0.1, 0.1], cov: [0, 0, 0] };
  const strategies = { shrunk: barrel.twap(model, 6) };
  const study = await barrel.monteCarlo({ ...model, ...errors }, 6, { draws: 4, strategies });
  const draw = (strategy?: string) => barrel.costDistributionFigure(study, { strategy }).data[1].name;
  expect([draw(), draw("shrunk")]).toEqual(["realised, plain", "realised, shrunk"]);
  expect(refusal(() => draw("shrunkk"))).toBe(
    'options.strategy must be plain or TWAP or shrunk; did you mean shrunk?, got "shrunkk"',
  );
});

test("figures of a sweep refuse one without allocations or TWAP, and a cut that it does not have", async () => {
  const options = { sizes: [1, 2, 3], betas: barrel.commonBeta([0.8, 1.2]) };
  const bare = await barrel.sweep(model, options);
  expect(refusal(() => barrel.twapSavingFigure(bare))).toMatch(/^sweep must be made with twap: true/);
  const whole = await barrel.sweep(model, { ...options, allocations: "all" });
  for (const name of ["allocationHeatmapFigure", "allocationSharesFigure", "allocationSliderFigure"] as const) {
    const draw = barrel[name];
    expect(
      refusal(() => draw(bare)),
      name,
    ).toMatch(/^sweep must be made with allocations: "all"/);
    expect(
      refusal(() => draw(whole, { at: 2 })),
      name,
    ).toBe("options.at must be a whole number, 0 to 1, got 2");
    expect(
      refusal(() => draw(whole, { along: "beta", at: 3 })),
      name,
    ).toContain("0 to 2");
    expect(
      refusal(() => draw(whole, { along: "betas" as "beta" })),
      name,
    ).toContain("did you mean beta?");
    expect(
      refusal(() => draw(whole, { bin: ["a"] })),
      name,
    ).toMatch(/^options.bin must have a label a bin/);
    expect(draw(whole, { along: "beta", at: 2 }).data.length, name).toBeGreaterThan(0);
  }
});

test("contours and surfaces refuse a sweep of one size or one beta, of which Plotly draws nothing", async () => {
  const betas = barrel.commonBeta([0.8, 1.2]);
  const sweeps = [{ sizes: [1, 2, 3] }, { sizes: [1], betas }].map((options) => barrel.sweep(model, options));
  const [row, column] = await Promise.all(sweeps);
  for (const draw of [barrel.costContoursFigure, barrel.costSurfaceFigure, barrel.unitCostSurfaceFigure]) {
    expect(refusal(() => draw(row))).toMatch(/^sweep must have two sizes and two betas or more .*got "3 x 1"$/);
    expect(refusal(() => draw(column))).toContain('got "1 x 2"');
  }
  // A heatmap has a cell a point.
  expect(barrel.concentrationMapFigure(row).data.length).toBe(1);
});

test("sobolPairsFigure(result) refuses indices without pairs, allocationFigure(input) labels for other bins", () => {
  const inputs = ["a", "b"].map((name) => ({ name, low: 0, high: 1 }));
  const result = barrel.sobolIndices(([a, b]) => a + b, inputs, { basePoints: 64 });
  expect(refusal(() => barrel.sobolPairsFigure(result))).toMatch(/^result must be made with secondOrder: true/);
  expect(refusal(() => barrel.allocationFigure({ x: [1, 2], bin: ["a"] }))).toMatch(
    /^bin must have a label a time bin/,
  );
});
