import { expect, test } from "vitest";

import { allocationFigure } from "../../src/figures/allocation/allocation";
import { withAreas } from "../../src/live/page/areas";

interface Trace {
  readonly type: string;
  readonly name: string;
  readonly x: readonly (number | null)[];
  readonly y: readonly (number | null)[];
  readonly fill?: string;
}

const N = 120;
const START = Date.UTC(2024, 0, 2, 14, 30);
/** Labels a minute apart, the ones from `gap` on an hour later. */
const labels = (zone: string, gap = N): string[] =>
  Array.from(
    { length: N },
    (_, i) => `${new Date(START + 60_000 * (i < gap ? i : i + 60)).toISOString().slice(0, 16)}${zone}`,
  );
const x = Array.from({ length: N }, (_, i) => 100 + ((i * 37) % 50));
const maxSize = x.map((_, i) => (i % 10 === 3 ? 50 : 1000));
const traces = (figure: ReturnType<typeof withAreas>): Trace[] => figure.data as unknown as Trace[];

/** The area between an outline and 0, by the trapezoids of each of its pieces. */
function areaOf({ x: places, y: heights }: Trace): number {
  let area = 0;
  for (let i = 1; i < places.length; i++) {
    const [a, b, h, k] = [places[i - 1], places[i], heights[i - 1], heights[i]];
    if (a !== null && b !== null) area += ((b - a) * ((h ?? NaN) + (k ?? NaN))) / 2;
  }
  return area;
}

test.each(["", "Z", "+01:00"])("withAreas(figure) draws many bars as areas of the same volume, zone %j", (zone) => {
  const figure = allocationFigure({ x, maxSize, bin: labels(zone) });
  const found = traces(withAreas(figure));
  expect(found.map(({ type }) => type)).toEqual(Array(5).fill("scatter"));
  const [optimum, bins, flagged, flaggedBins] = found;
  const volume = (keep: (i: number) => boolean): number =>
    60_000 * x.reduce((sum, xi, i) => sum + (keep(i) ? xi : 0), 0);
  expect(areaOf(optimum)).toBe(volume((i) => i % 10 !== 3));
  expect(areaOf(flagged)).toBe(volume((i) => i % 10 === 3));
  // What is read of a bin is what the bars have, at the same times.
  const [bars, others] = traces(figure);
  expect([bins.y, flaggedBins.y]).toEqual([bars.y, others.y]);
  expect(bins.x).toEqual(Array.from({ length: N }, (_, i) => START + 60_000 * i));
});

test("withAreas(figure) leaves gaps in time empty", () => {
  const [optimum] = traces(withAreas(allocationFigure({ x, bin: labels("Z", 40) })));
  expect(areaOf(optimum)).toBe(60_000 * x.reduce((a, b) => a + b));
  expect(optimum.x.filter((place) => place === null).length).toBe(1);
});

test("withAreas(figure) leaves few bars, categories and other figures as they are", () => {
  const few = allocationFigure({ x: x.slice(0, 20) });
  const categories = allocationFigure({ x, bin: x.map((_, i) => `bin ${i}`) });
  for (const figure of [few, categories, { data: [], layout: {} }]) expect(withAreas(figure)).toBe(figure);
  // The control: bins that are counted are numbers.
  expect(traces(withAreas(allocationFigure({ x })))[0].fill).toBe("toself");
});
