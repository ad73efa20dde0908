import { expect, test } from "vitest";

import cases from "../../fixtures/lots-cases.json";
import { allocate } from "../../../src/solver/allocate";
import { costOf } from "../../../src/solver/model/cost";
import { leastCostInLots } from "../../support/lots-dynamic-programme";
import { lotsProblem } from "../../support/lots-problems";
import { relativeError } from "../../support/problems";

test.each(cases.filter(({ minTrade }) => minTrade === undefined).map((problem) => [problem.name, problem] as const))(
  "allocate(...) in lots has the exact least cost: %s",
  (_, { alpha, beta, size, lot, cap, minTrade, cost }) => {
    const found = allocate({ alpha, beta }, size, { lot, cap, minTrade });
    expect(found.status).toBe("optimal");
    expect(relativeError(found.cost, Number(cost))).toBeLessThan(1e-13);
    found.x.forEach((xi) => expect(Math.abs(xi / lot - Math.round(xi / lot))).toBeLessThan(1e-12));
  },
);

/** How an allocation in lots falls short of a dynamic programme's least cost; empty where it does not. */
function violations(seed: number, minTrades = false): string[] {
  const problem = lotsProblem(seed, minTrades);
  const { alpha, beta, size, lot, cap, minTrade } = problem;
  const least = leastCostInLots(problem);
  let found: ReturnType<typeof allocate>;
  try {
    found = allocate({ alpha, beta }, size, { lot, cap, minTrade });
  } catch (error) {
    return least === Infinity ? [] : [`refused: ${(error as Error).message}`];
  }
  const { cost, status, x, certificate } = found;
  const rest = x.reduce((count, xi) => count + (Math.abs(xi / lot - Math.round(xi / lot)) > 1e-9 ? 1 : 0), 0);
  const wrong = {
    "was not refused": least === Infinity,
    "cost is not C(x)": !(relativeError(cost, costOf({ alpha, beta }, x)) < 1e-13),
    "cost below the least": cost < least * (1 - 1e-12),
    "optimal, and is not": status === "optimal" && cost > least * (1 + 2e-12),
    "a better one exists": cost > least * (1 + 2e-12),
    "bound above the least": !((certificate.lowerBound as number) <= least * (1 + 1e-12)),
    [status]: status !== "optimal" && status !== "bounded",
    "odd rests": rest > 1,
    "above a cap": cap !== undefined && x.some((xi, i) => xi > cap[i]),
    "below the smallest trade": x.some((xi) => xi > 0 && xi < (minTrade ?? 0) * (1 - 1e-12)),
    "sum is not S": Math.abs(x.reduce((a, b) => a + b, 0) - size) > 1e-12 * size,
  };
  return Object.entries(wrong).flatMap(([what, holds]) => (holds ? [`${what} (seed ${seed})`] : []));
}

test("allocate(model, S, { lot, cap }) of seeded problems in all regimes costs what a dynamic programme finds", () => {
  for (let seed = 0; seed < 2000; seed++) expect(violations(seed)).toEqual([]);
});
