import { expect, test } from "vitest";

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

test("studyFigures(outcome) draws nothing of a constant output", () => {
  expect(studyFigures({ study: "sobol", result: sobolIndices(() => 1, study.inputs, { basePoints: 64 }) })).toEqual([]);
  expect(studyFigures({ study: "morris", result: morris(() => 1, study.inputs) })).toEqual([]);
});
