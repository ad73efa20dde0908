import { expect, test } from "vitest";

import { allocationFigure } from "../../../src/figures/allocation/allocation";
import { executionScheduleFigure } from "../../../src/figures/allocation/execution-schedule";

test("allocationFigure and executionScheduleFigure draw no volume line where a table has no volumes", () => {
  for (const figure of [allocationFigure, executionScheduleFigure]) {
    const names = (volume?: number[]): unknown[] => figure({ x: [1, 2, 3], volume }).data.map(({ name }) => name);
    expect(names([NaN, NaN, NaN])).toEqual(names());
    expect(names([1, NaN, 3])).toEqual(names());
    expect(names([1, 2, 3])).toContain("proportional to volume");
  }
});
