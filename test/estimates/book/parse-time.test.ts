import { expect, test } from "vitest";

import { formatTime, TimeParser, unitInName, type TimeUnit } from "../../../src/estimates/book/parse-time";

const parse = (text: string, unit?: TimeUnit): number => new TimeParser(unit).parse(Buffer.from(text), 0, text.length);

// 2025-04-03 13:30:00.125395235 UTC, in microseconds; a double keeps a quarter of one.
const TIME = 1743687000_125395.235;

test.each([
  "2025-04-03 13:30:00.125395235+00:00",
  "2025-04-03T13:30:00.125395235Z",
  "2025-04-03T13:30:00.125395235",
  "2025-04-03T15:30:00.125395235+0200",
  "2025-04-03T08:30:00.125395235-05:00",
  "1743687000125395235",
  "1743687000125395.235",
  "1743687000125.395235",
  "1743687000.125395235",
])("TimeParser.parse(%j) keeps what a Date would round away", (text) => {
  expect(Math.abs(parse(text) - TIME)).toBeLessThanOrEqual(0.25);
  expect(new Date(text).getTime() * 1e3).not.toBe(TIME); // the control
});

test("TimeParser tells times a microsecond apart, in order, across a change of date", () => {
  const times = new TimeParser();
  const texts = ["2025-04-03T23:59:59.999998001Z", "2025-04-03T23:59:59.999999001Z", "2025-04-04T00:00:00.000000001Z"];
  const values = texts.map((text) => times.parse(Buffer.from(text), 0, text.length));
  expect(values[1] - values[0]).toBeCloseTo(1, 0);
  expect(values[2] - values[1]).toBeCloseTo(1, 0);
});

test.each([
  ["5", "s", 5e6],
  ["5", "ns", 0.005],
  ["34200.5", "s", 34200.5e6],
  ["1430438405885", "ms", 1430438405885e3],
] as const)("TimeParser(%j as %s) is %d microseconds", (text, unit, value) => {
  expect(parse(text, unit)).toBeCloseTo(value, 6);
});

test.each([
  "",
  "soon",
  "2025-13-03T13:30:00Z",
  "2025-04-03T25:30:00Z",
  "2025-04-03 13h30m00",
  "2025-04-03T13:30:00.1x",
  "2025-04-03T13:30:00+1",
])("TimeParser.parse(%j) is NaN", (text) => expect(parse(text)).toBeNaN());

test("unitInName(name) reads a column's unit from its ending", () => {
  expect(["timestamp_ms", "ts_ns", "time_s", "time_us", "timestamp", "class"].map(unitInName)).toEqual([
    "ms",
    "ns",
    "s",
    "us",
    undefined,
    undefined,
  ]);
});

test("formatTime(microseconds) is ISO 8601 as short as it goes", () => {
  expect(formatTime(1430438400e6)).toBe("2015-05-01T00:00:00Z");
  expect(formatTime(1430438400.5e6)).toBe("2015-05-01T00:00:00.500Z");
});
