/** What titles find is what the numbers say, by closed forms. */
import { expect, test } from "vitest";

import { allocationFigure } from "../../../src/figures/allocation/allocation";
import { executionScheduleFigure } from "../../../src/figures/allocation/execution-schedule";
import { marginalCostFigure } from "../../../src/figures/allocation/marginal-cost";
import { strategyCostFigure } from "../../../src/figures/allocation/strategy-cost";
import type { Figure } from "../../../src/figures/look/theme";
import { allocate } from "../../../src/solver/allocate";

const model = { alpha: [0.01, 0.02, 0.01], beta: [1.5, 1.5, 1.5], bin: ["10:00", "11:00", "12:00"] };
const best = allocate(model, 900); // 400, 100, 400 at lambda = 0.3
const titleOf = ({ layout }: Figure): string => (layout.title as { text: string }).text;

test("allocationFigure draws from 0 whatever dwarfs the rest, and says where half of the order goes", () => {
  const x = [1e6, ...Array.from({ length: 30 }, () => 1)];
  for (const figure of [allocationFigure({ ...model, ...best }), allocationFigure({ x })]) {
    expect(figure.layout.yaxis).toMatchObject({ rangemode: "tozero" });
    expect(figure.layout.yaxis?.type).not.toBe("log");
  }
  expect(titleOf(allocationFigure({ ...model, ...best }))).toBe("Half of 900 shares trades in 2 of 3 bins");
  expect(titleOf(allocationFigure({ x }))).toBe("Nearly all of 1,000,000 shares trades in one of 31 bins");
});

test("executionScheduleFigure says by when half is done", () => {
  const none = executionScheduleFigure({ ...model, ...allocate(model, 0) });
  expect([titleOf(none), JSON.stringify((none.data[0] as { customdata: unknown }).customdata)]).toEqual([
    "Nothing is traded",
    "[0,0,0]",
  ]);
  expect(titleOf(executionScheduleFigure({ ...model, ...best }))).toBe(
    "Half of 900 shares is reached in bin 11:00, by TWAP in bin 11:00",
  );
  expect(titleOf(executionScheduleFigure({ x: [6, 1, 1, 1] }))).toBe(
    "Half of 9 shares is reached in bin 0, by TWAP in bin 1",
  );
});

test("marginalCostFigure draws the shadow price as one line through its bins, and sets others apart", () => {
  const free = marginalCostFigure({ ...model, ...best });
  expect(free.data.map(({ name }) => name)).toEqual(["at TWAP", "at the optimum: the shadow price, in 3 of 3 bins"]);
  // TWAP's 300 shares: 1.5 alpha sqrt(300), 0.2598 and 0.5196.
  expect(titleOf(free)).toBe("The next share costs 0.3 at the optimum, at TWAP 0.26 to 0.52");
  const capped = allocate(model, 900, { cap: 380 });
  const { data } = marginalCostFigure({ ...model, ...capped });
  expect(data[1].name).toBe("at the optimum: the shadow price, in 1 of 3 bins");
  expect((data[2] as { y: unknown[] }).y.map((cost) => cost === null)).toEqual([false, true, false]);
});

test("strategyCostFigure says what the dearest costs of the cheapest at the largest size", () => {
  const strategies = [
    { name: "optimum", cost: [1, 10] },
    { name: "TWAP", cost: [1, 25] },
    { name: "failed", cost: [1, NaN] },
  ];
  expect(titleOf(strategyCostFigure({ sizes: [100, 1000], strategies }))).toBe(
    "At 1,000 shares, TWAP costs 2.5 times the optimum",
  );
});
