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

test(
  "fillNeighbours(estimates) interpolates log alpha and beta " +
    "and widens the errors by what the neighbours disagree in",
  () => {
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
  },
);

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

/** One fit, `gap` minutes without one, another fit; named from `start` on, minute by minute. */
function minutes(start: string, gap: number, status: BinStatus = "too-few-sizes"): ImpactEstimates {
  const empty = ["buy", NONE, NONE, NONE, NONE, NONE, NONE, status] as const;
  const estimates = estimatesOf(A, ...new Array<typeof empty>(gap).fill(empty), B);
  const label = (row: number): string => new Date(Date.parse(start) + 6e4 * row).toISOString().replace(".000Z", "Z");
  return { ...estimates, bin: estimates.bin.map((_, row) => label(row)) };
}

const filledIn = ({ status }: ImpactEstimates): number => status.filter((one) => one === "filled").length;

test("fillNeighbours fills gaps of ten minutes and no longer, unless told", () => {
  expect(filledIn(fillNeighbours(minutes("2024-01-02T14:30:00Z", 10)))).toBe(10);
  expect(filledIn(fillNeighbours(minutes("2024-01-02T14:30:00Z", 11)))).toBe(0);
  expect(filledIn(fillNeighbours(minutes("2024-01-02T14:30:00Z", 11), { longestGap: "11m" }))).toBe(11);
  expect(filledIn(fillNeighbours(minutes("2024-01-02T14:30:00Z", 3), { longestGap: 120 }))).toBe(0);
  expect(() => fillNeighbours(estimatesOf(A), { longestGap: "soon" })).toThrow(
    "options.longestGap must be a time such as",
  );
  expect(() => fillNeighbours(estimatesOf(A), { gap: 1 } as never)).toThrow(
    "options.gap must be an option that is known",
  );
});

test("fillNeighbours crosses no date, of the bins or of the zone it is told", () => {
  const midnight = minutes("2024-01-02T23:58:00Z", 4); // 23:58, four without, 00:03
  const filled = fillNeighbours(midnight);
  expect([filled.alpha[1], filled.alpha[2], filled.alpha[4]]).toEqual([1, 4, 4]);
  const there = fillNeighbours(midnight, { timeZone: "America/New_York" });
  expect(there.alpha[1]).toBeCloseTo(4 ** (1 / 5), 12);
  const clock = fillNeighbours({ ...midnight, bin: midnight.bin.map((bin) => bin.slice(11, 16)) });
  expect([clock.alpha[1], clock.alpha[2]]).toEqual([1, 4]);
});

test("fillNeighbours lends nothing across bins that are not there, nor to ones that no book covered at an end", () => {
  const rows = minutes("2024-01-02T02:28:00Z", 2);
  const lunch = { ...rows, bin: [...rows.bin.slice(0, 2), "2024-01-02T03:30:00Z", "2024-01-02T03:31:00Z"] };
  const filled = fillNeighbours(lunch);
  expect([filled.alpha[1], filled.alpha[2]]).toEqual([1, 4]);
  for (const status of ["partial", "no-data"] as const) {
    const ends = { ...lunch, status: ["ok", status, status, "ok"] as BinStatus[] };
    expect(filledIn(fillNeighbours(ends))).toBe(0);
    expect(filledIn(fillNeighbours(minutes("2024-01-02T02:28:00Z", 2, status)))).toBe(2); // between two fits it is
  }
});

test("fillNeighbours does not touch what it was given", () => {
  const given = estimatesOf(A, gap("buy"), B);
  const copy = structuredClone(given);
  fillNeighbours(given);
  expect(given).toEqual(copy);
});
