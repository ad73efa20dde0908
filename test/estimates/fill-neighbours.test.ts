import { expect, test } from "vitest";

import { fillNeighbours } from "../../src/estimates/fill-neighbours";
import {
  NUMBER_COLUMNS,
  type BinStatus,
  type ImpactEstimates,
  type Side,
} from "../../src/estimates/table/impact-estimates";

const NONE = Number.NaN;

/** Rows of [side, alpha, beta, seLogAlpha, seBeta, cov, maxSize, status]. */
function estimatesOf(
  ...rows: readonly (readonly [Side, number, number, number, number, number, number, BinStatus])[]
): ImpactEstimates {
  const blank = Object.fromEntries(NUMBER_COLUMNS.map(([, key]) => [key, new Float64Array(rows.length).fill(9)]));
  const column = (at: number): Float64Array => Float64Array.from(rows, (row) => row[at] as number);
  return {
    ...(blank as unknown as ImpactEstimates),
    ...{
      alpha: column(1),
      beta: column(2),
      seLogAlpha: column(3),
      seBeta: column(4),
      cov: column(5),
      maxSize: column(6),
    },
    bin: rows.map((_, bin) => `b${bin}`),
    side: rows.map((row) => row[0]),
    status: rows.map((row) => row[7]),
    convention: "total",
    notes: {},
  };
}

const A = ["buy", 1, 1.2, 0.1, 0.01, -0.0005, 500, "ok"] as const;
const B = ["buy", 4, 1.8, 0.3, 0.03, 0.002, 900, "ok"] as const;
const gap = (side: Side) => [side, NONE, NONE, NONE, NONE, NONE, NONE, "too-few-sizes"] as const;

test("fillNeighbours(estimates) interpolates log alpha and beta and widens the errors by what the neighbours disagree in", () => {
  const filled = fillNeighbours(estimatesOf(A, gap("buy"), gap("buy"), B));
  const [v, w] = [2 / 3, 1 / 3]; // one bin from A, two from B
  expect(filled.alpha[1]).toBeCloseTo(4 ** w, 12);
  expect(filled.beta[1]).toBeCloseTo(v * 1.2 + w * 1.8, 12);
  expect(filled.seLogAlpha[1] ** 2).toBeCloseTo(v * 0.01 + w * 0.09 + v * w * Math.log(4) ** 2, 12);
  expect(filled.seBeta[1] ** 2).toBeCloseTo(v * 1e-4 + w * 9e-4 + v * w * 0.36, 12);
  expect(filled.cov[1]).toBeCloseTo(v * -0.0005 + w * 0.002 + v * w * Math.log(4) * 0.6, 12);
  expect([filled.n[1], filled.maxSize[1]]).toEqual([0, 500]);
  expect(filled.status).toEqual(["ok", "filled", "filled", "ok"]);
  expect(filled.beta[2]).toBeCloseTo(w * 1.2 + v * 1.8, 12);
});

test("fillNeighbours copies the one neighbour at an end, never from another side, and nothing from none", () => {
  const filled = fillNeighbours(
    estimatesOf(gap("buy"), A, gap("buy"), gap("sell"), ["sell", 7, 1.5, 0.1, 0.1, 0, 100, "ok"], gap("round-trip")),
  );
  expect([...filled.alpha]).toEqual([1, 1, 1, 7, 7, NONE]);
  expect(filled.seLogAlpha[0]).toBeCloseTo(0.1, 15);
  expect(filled.status).toEqual(["filled", "ok", "filled", "filled", "ok", "too-few-sizes"]);
});

test("fillNeighbours gives a curve without errors those of its neighbours, and leaves the curve alone", () => {
  const bare = ["buy", 2, 1.5, NONE, NONE, NONE, 700, "few-snapshots"] as const;
  const filled = fillNeighbours(estimatesOf(A, bare, B));
  expect([filled.alpha[1], filled.beta[1], filled.maxSize[1], filled.n[1]]).toEqual([2, 1.5, 700, 9]);
  expect(filled.seBeta[1] ** 2).toBeCloseTo((1e-4 + 9e-4) / 2, 12);
  expect(filled.status[1]).toBe("filled-errors");
});

test("fillNeighbours does not touch what it was given", () => {
  const given = estimatesOf(A, gap("buy"), B);
  const copy = structuredClone(given);
  fillNeighbours(given);
  expect(given).toEqual(copy);
});
