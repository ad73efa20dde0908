/** What rounding leaves of equal costs is no finding. */
import { expect, test } from "vitest";

import * as barrel from "../../src";
import type { Figure } from "../../src/figures/look/theme";
import { sweepFacts } from "../../src/live/facts";

const titleOf = ({ layout }: Figure): string => (layout.title as { text: string }).text;

test("where TWAP is the optimum the saving is 0 %, in the title and on the map", async () => {
  const result = await barrel.sweep({ alpha: [0.01], beta: [1.5] }, { sizes: [100, 1000, 10_000], twap: true });
  // The control: it is not 0 to the last bit.
  expect(Array.from(result.cost)).not.toEqual(Array.from(result.twapCost ?? []));
  const figure = barrel.twapSavingFigure(result);
  expect(titleOf(figure)).toBe("The optimum saves 0 % against TWAP");
  expect(figure.data[0]).toMatchObject({ z: [[0, 0, 0]], zmin: 0, zmax: 1 });
});

test("draws without errors pay what was promised and regret nothing, whatever a log axis shows", async () => {
  const sure = { seLogAlpha: [0, 0], seBeta: [0, 0], cov: [0, 0] };
  const study = await barrel.monteCarlo({ alpha: [0.01, 0.02], beta: [1.5, 1.6], ...sure }, 1000, { draws: 20 });
  const regret = barrel.regretFigure(study);
  expect(titleOf(regret)).toBe("Least regret: plain, 0 % of the optimum on average");
  expect(regret.data.map(({ name }) => name)).toEqual(["plain, mean 0 %", "TWAP, mean 75.3 %"]);
  // The control: a log axis has no place for 0.
  expect((regret.data[0] as { x: number[] }).x[0]).toBeGreaterThan(0);
  expect(titleOf(barrel.costDistributionFigure(study))).toMatch(/^Plain pays 0 % more than the 301 /);
  const one = { alpha: [0.01], beta: [1.5], seLogAlpha: [0.1], seBeta: [0.1], cov: [0] };
  const alike = await barrel.monteCarlo(one, 1000, { draws: 20 });
  expect(titleOf(barrel.remediesFigure(alike))).toBe("Plain saves 0 % against TWAP, of 0 % promised");
});

test("the facts of a live sweep tell of the points that did not fail", async () => {
  const betas = barrel.shiftBeta([-2, 0], 20);
  const result = await barrel.sweep({ alpha: [1, 1], beta: [1.5, 2] }, { sizes: [10], betas, twap: true });
  const saving = sweepFacts(result).find(({ name }) => name === "largest saving against TWAP");
  expect(saving?.value).toBeGreaterThan(1);
});
