import { expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { leastCostInLots } from "../../support/lots-dynamic-programme";
import { violations } from "../../support/lots-problems";
import { mixedDayInLots } from "../../support/mixed-days";
import { relativeError } from "../../support/problems";

test("allocate in lots of 20,000 seeded problems costs what a dynamic programme finds", { timeout: 600_000 }, () => {
  for (let seed = 10_000; seed < 30_000; seed++) expect(violations(seed, seed % 3 === 0)).toEqual([]);
});

test("allocate in lots on 600 mixed days of 390 bins proves a gap of at most 1e-6", { timeout: 600_000 }, () => {
  const found = Array.from({ length: 600 }, (_, seed) => {
    const { alpha, beta, lot, cap, size } = mixedDayInLots(seed);
    const { status, certificate } = allocate({ alpha, beta }, size, { lot, cap });
    return { seed, status, gap: certificate.dualityGap };
  });
  expect(found.filter(({ gap }) => !(gap <= 1e-6))).toEqual([]);
});

test("allocate in lots on whole mixed days costs what a dynamic programme finds", { timeout: 600_000 }, () => {
  const problems = Array.from({ length: 200 }, (_, seed) => mixedDayInLots(seed));
  const few = problems.filter(({ size, lot, cap }) => (size / lot) * Math.max(...cap) < 4e5 * lot).slice(0, 20);
  expect(few.length).toBe(20);
  for (const problem of few) {
    const { alpha, beta, lot, cap, size } = problem;
    const { cost } = allocate({ alpha, beta }, size, { lot, cap });
    expect(relativeError(cost, leastCostInLots(problem))).toBeLessThan(1e-12);
  }
});
