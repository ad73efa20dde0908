import { expect, test } from "vitest";

import { byTime } from "../../src/estimates/by-time";
import { syntheticEquityDay } from "../../src/estimates/synthetic/synthetic-equity-day";
import { allocate } from "../../src/solver/allocate";

const rows = (bin: string[], width?: string, x = bin.map((_, i) => i + 1)): unknown[][] =>
  byTime({ alpha: bin.map(() => 2), beta: bin.map(() => 1), bin }, x, width).values as unknown[][];
const times = (bin: string[], width?: string): unknown[] => rows(bin, width).map(([time]) => time);

test("byTime(model, x, width) sums sizes and costs over each time, in the order of the clock", () => {
  const bin = ["09:30", "09:45", "10:00", "10:59", "15:00", "15:59"];
  expect(rows(bin, "1h")).toEqual([
    ["09:00", 2, 3, 100 * (3 / 21), 6, 2],
    ["10:00", 2, 7, 100 * (7 / 21), 14, 2],
    ["15:00", 2, 11, 100 * (11 / 21), 22, 2],
  ]);
  expect(times(bin, "15m")).toEqual(["09:30", "09:45", "10:00", "10:45", "15:00", "15:45"]);
  expect(rows(bin)).toEqual(rows(bin, "1h"));
  expect(times(["9:30 AM", "10:30 AM", "1:00 PM"])).toEqual(["09:00", "10:00", "13:00"]);
  expect(times(["09:30:10", "09:30:40"], "30s")).toEqual(["09:30", "09:30:30"]);
});

test("a session past midnight goes on after it, and dates stand in their order", () => {
  expect(times(["22:30", "23:30", "00:30", "01:30"])).toEqual(["22:00", "23:00", "00:00", "01:00"]);
  const iso = ["2015-05-01T23:30:00Z", "2015-05-02T00:10:00Z", "2015-05-02T09:50:00Z", "2015-05-02T15:00:00Z"];
  expect(times(iso)).toEqual(["2015-05-01T23:00Z", "2015-05-02T00:00Z", "2015-05-02T09:00Z", "2015-05-02T15:00Z"]);
  // Clocks put back: the hour that there is twice is two.
  const back = ["2024-10-27T02:30:00+02:00", "2024-10-27T02:30:00+01:00"];
  expect(times(back)).toEqual(["2024-10-27T02:00+02:00", "2024-10-27T02:00+01:00"]);
});

test("the sums of a day are the order and its cost, with the share of volume", () => {
  const day = syntheticEquityDay(1);
  const best = allocate(day, 250_000);
  const table = byTime(day, best.x);
  expect(table.columns).toEqual([
    "time",
    "bins",
    "shares",
    "% of the order",
    "cost (USD)",
    "USD per share",
    "% of volume",
  ]);
  const values = table.values as [string, number, number, number, number, number, number][];
  const total = (k: number): number => values.reduce((so, row) => so + (row[k] as number), 0);
  expect(values.map(([time]) => time)).toEqual(["09:00", "10:00", "11:00", "12:00", "13:00", "14:00", "15:00"]);
  expect(total(1)).toBe(390);
  expect(total(2)).toBeCloseTo(250_000, 6);
  expect(total(3)).toBeCloseTo(100, 9);
  expect(total(4) / best.cost).toBeCloseTo(1, 12);
  const open = Array.from(day.volume.slice(0, 30)).reduce((a, b) => a + b, 0);
  expect(values[0][6]).toBeCloseTo((100 * values[0][2]) / open, 9);
});

test("labels that are no times, odd widths and other lengths are refused", () => {
  expect(() => times(["open", "close"])).toThrow(
    'model.bin[0] must be clock times such as 09:30, or ISO times, got "open"',
  );
  expect(() => times(["09:30", "close"])).toThrow("model.bin[1] must be clock times");
  expect(() => times(["2026-13-45T09:30:00Z"])).toThrow("model.bin[0] must be times that there are");
  expect(() => times(["09:30"], "7h")).toThrow('width must divide the day: 1h, 30m, 5m, got "7h"');
  expect(() => times(["09:30"], "an hour")).toThrow("width must be a time such as");
  expect(() => rows(["09:30"], "1h", [1, 2])).toThrow("x must have one value a bin (1)");
  expect(() => byTime({ alpha: [1], beta: [2] }, [1])).toThrow("model.bin must have a label a time bin (1)");
});
