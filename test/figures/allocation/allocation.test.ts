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

test("allocationFigure({ x, cap }) sets bins at their caps apart, and draws the caps where one binds", () => {
  const x = [10, 4, 6, 1];
  const cap = [10, 400, Infinity, 0.5];
  const { data, layout } = allocationFigure({ x, cap: [10, 400, Infinity, 3], maxSize: [20, 20, 5, 20] });
  const trace = (name: string) => data.find((one) => one.name === name) as { y?: unknown[] } | undefined;
  expect(trace("optimum")?.y).toEqual([null, 4, null, 1]);
  expect(trace("at its cap")?.y).toEqual([10, null, null, null]);
  expect(trace("above the largest fitted size")?.y).toEqual([null, null, 6, null]);
  expect(trace("cap")?.y).toEqual([10, 400, null, 3]);
  expect(layout.yaxis?.range?.[1]).toBeCloseTo(10.8, 9);
  const names = (input: object): unknown[] => allocationFigure({ x, ...input }).data.map(({ name }) => name);
  expect(names({ cap: [11, 400, Infinity, 2] })).toEqual(names({}));
  expect(names({ cap })).toContain("at its cap");
});

test("allocationFigure: a peak of the volume far above all bars is cut, and its height is written", () => {
  const line = (volume: number[]) => {
    const { data, layout } = allocationFigure({ x: [40, 30, 30], volume });
    return { names: data.map(({ name }) => name), range: layout.yaxis?.range };
  };
  expect(line([1, 1, 1]).range).toBeUndefined();
  const towers = line([1, 1000, 1]);
  expect(towers.names).toContain("proportional to volume");
  const peaked = allocationFigure({
    x: Array(20).fill(5),
    volume: Array.from({ length: 20 }, (_, i) => (i === 9 ? 1000 : 1)),
  });
  expect(peaked.data.map(({ name }) => name)).toContain("by volume, up to 98.1");
  expect(peaked.layout.yaxis?.range).toEqual([0, 5.4]);
  // Bars at their caps end the axis as well: what the line loses by it is written there too.
  const capped = allocationFigure({ x: [40, 30, 30], cap: [40, 90, 90], volume: [1, 2, 1] });
  expect(capped.data.map(({ name }) => name)).toContain("by volume, up to 50");
});
