import { expect, test } from "vitest";

import { elementaryEffectsFigure } from "../../../src/figures/sensitivity/elementary-effects";
import { sobolConvergenceFigure } from "../../../src/figures/sensitivity/sobol-convergence";
import { sobolIndicesFigure } from "../../../src/figures/sensitivity/sobol-indices";
import { sobolPairsFigure } from "../../../src/figures/sensitivity/sobol-pairs";
import { studyFigures } from "../../../src/figures/sensitivity/study";
import { modelStudy } from "../../../src/sensitivity/model/model-study";
import { morris } from "../../../src/sensitivity/global/morris";
import { sobolIndices } from "../../../src/sensitivity/global/sobol-indices";
import { tornado } from "../../../src/sensitivity/model/tornado";

const study = modelStudy({ alpha: [0.1, 0.2], beta: [1.5, 1.6] }, 100, [
  { name: "level", varies: "level", mean: 0, sd: 0.1 },
  { name: "exponent", varies: "exponent", mean: 0, sd: 0.05 },
]);

function titles(outcome: Parameters<typeof studyFigures>[0]): string[] {
  return studyFigures(outcome).map(({ layout }) => (layout.title as { text: string }).text);
}

test("studyFigures(outcome) draws what each kind of study has", () => {
  expect(titles({ study: "local", tornado: tornado(study) })).toEqual([
    expect.stringMatching(/^Level moves the cost most: [\d.]+ to [\d.]+, [\d.]+ as estimated$/),
  ]);
  const sobol = (secondOrder: boolean) => ({
    study: "sobol" as const,
    result: sobolIndices(study.f, study.inputs, { basePoints: 128, secondOrder }),
  });
  expect(titles(sobol(false))).toEqual([
    expect.stringMatching(/ explains [\d.]+ % of the variance alone, [\d.]+ % with interactions$/),
    expect.stringMatching(/^Total indices have( not)? converged at N = 128$/),
  ]);
  expect(titles(sobol(true)).length).toBe(3);
  expect(titles({ study: "morris", result: morris(study.f, study.inputs) })).toEqual([
    expect.stringMatching(/ has the largest effect: [\d.]+ on average$/),
  ]);
});

test("figures of indices and effects refuse a result that has none: its status is told, and no NaN in a title", () => {
  const gaps = (x: ArrayLike<number>): number => (x[0] > 0 ? NaN : x[0]);
  for (const [f, status] of [[() => 1, "constant-output"] as const, [gaps, "no-output"] as const]) {
    const result = sobolIndices(f as typeof study.f, study.inputs, { basePoints: 64, secondOrder: true });
    const said = `result must have been estimated to be drawn: its status says why not, got "${status}"`;
    for (const draw of [sobolIndicesFigure, sobolPairsFigure, sobolConvergenceFigure])
      expect(() => draw(result)).toThrow(said);
    const effects = morris(f as typeof study.f, study.inputs);
    expect(() => elementaryEffectsFigure(effects)).toThrow(said);
  }
});

test("tornadoFigure(result) names inputs without an output at an end, and the widest of the others", () => {
  const varied = modelStudy({ alpha: [0.1, 0.2], beta: [1.5, 1.6] }, 100, [
    { name: "exponent", varies: "exponent", low: -3, high: 0.1 },
    { name: "level", varies: "level", low: -0.01, high: 0.01 },
  ]);
  const result = tornado(varied);
  // The end that is there is far from the middle: its bar is the wider one.
  expect(result.bars.map(({ name, low }) => [name, Number.isNaN(low)])).toEqual([
    ["exponent", true],
    ["level", false],
  ]);
  expect(titles({ study: "local", tornado: result })).toEqual([
    expect.stringMatching(/^Level moves the cost most: .* as estimated; none at an end of exponent$/),
  ]);
  expect(titles({ study: "local", tornado: { ...result, bars: result.bars.slice(0, 1) } })).toEqual([
    expect.stringMatching(/^No input moves the cost, .*; none at an end of exponent$/),
  ]);
});

test("studyFigures(outcome) draws nothing of a constant output", () => {
  expect(studyFigures({ study: "sobol", result: sobolIndices(() => 1, study.inputs, { basePoints: 64 }) })).toEqual([]);
  expect(studyFigures({ study: "morris", result: morris(() => 1, study.inputs) })).toEqual([]);
});
