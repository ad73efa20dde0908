import { expect, test } from "vitest";

import { compareRecipes } from "../../../src/estimates/fit/compare-recipes";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { exampleBook, exampleCurve } from "../../../src/estimates/synthetic/example-book";

const MINUTES = 10;
const book = () => exampleBook(3, MINUTES, 1);
const truth = (minute: number) => exampleCurve(Math.floor(minute));
const rowsOf = async (...args: Parameters<typeof compareRecipes>) => {
  const table = await compareRecipes(...args);
  return (table.values as (number | string)[][]).map((row) =>
    Object.fromEntries(row.map((value, k) => [table.columns[k], value])),
  );
};

test(
  "compareRecipes(book, recipes, truth) says of each recipe " +
    "how far from the truth it is, and what its intervals hold",
  async () => {
    const inside = [10, 20, 40, 80];
    const [automatic, inTouch] = await rowsOf(
      book,
      [{ name: "automatic" }, { name: "inside the touch", sizes: inside }],
      truth,
    );
    const estimates = await estimateImpact(book());
    const errors = Array.from(estimates.beta.subarray(0, MINUTES), (b, i) => b - exampleCurve(i).beta);
    expect(automatic).toMatchObject({ recipe: "automatic", bins: MINUTES, status: "ok" });
    expect(automatic["rms error"]).toBeCloseTo(Math.hypot(...errors) / Math.sqrt(MINUTES), 12);
    const held = errors.filter((e, i) => Math.abs(e) <= 1.959963984540054 * estimates.seBeta[i]).length;
    expect(automatic["covered (%)"]).toBeCloseTo((100 * held) / MINUTES, 12);
    // The control: inside the touch every share pays the half spread, beta is 1, and no interval holds the truth.
    expect(inTouch).toMatchObject({ status: "flat", "covered (%)": 0 });
    expect(inTouch.beta).toBeCloseTo(1, 9);
  },
);

test("compareRecipes(book, recipes, truth) holds a wide bin against the mean over its minutes", async () => {
  const [wide] = await rowsOf(book, [{ name: "5 minutes", binWidth: "5m" }], truth);
  const { beta } = await estimateImpact(book(), { binWidth: "5m" });
  const mean = (from: number): number => [0, 1, 2, 3, 4].reduce((sum, k) => sum + exampleCurve(from + k).beta, 0) / 5;
  expect(wide["rms error"]).toBeCloseTo(Math.hypot(beta[0] - mean(0), beta[1] - mean(5)) / Math.SQRT2, 12);
});

test("compareRecipes(book, recipes) leaves out what only the truth can tell", async () => {
  const [row] = await rowsOf(book, [{ name: "automatic" }]);
  expect(Object.keys(row)).toEqual(["recipe", "bins", "beta", "se of beta", "r2", "min size", "max size", "status"]);
});
