import { expect, test } from "vitest";

import {
  FIRST_TIME,
  formatTime,
  LAST_TIME,
  TimeParser,
  unitInName,
  type TimeUnit,
} from "../../../src/estimates/book/parse-time";

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

// The same instant of 2015-05-01, 09:30 UTC or on a clock that states no zone.
const HALF_PAST_NINE = Date.UTC(2015, 4, 1, 9, 30) * 1e3;

test.each<[string, TimeUnit | undefined, boolean, number]>([
  ["20150501093000000", undefined, true, 0],
  ["20150501093000", undefined, true, 0],
  ["20150501093000.250", undefined, true, 250_000],
  ["20150501093000250500", undefined, true, 250_500],
  ["2015-05-01 09:30", undefined, true, 0],
  ["2015-05-01T09:30:00.5", undefined, true, 500_000],
  ["2015/05/01 09:30:00", undefined, true, 0],
  ["2015/05/01 09:30:00Z", undefined, false, 0],
  ["2015-05-01 09:30:00+00", undefined, false, 0],
  ["2015-05-01 11:30:00+02", undefined, false, 0],
  ["2015-05-01 15:00:00+05:30", undefined, false, 0],
  ["2015-05-01 09:30:00 UTC", undefined, false, 0],
  ["2015-05-01 09:30:00.25 UTC", undefined, false, 250_000],
  ["2015-05-01t09:30:00z", undefined, false, 0],
  [" 2015-05-01 09:30:00 ", undefined, true, 0],
  ["42125.3958333333", "days", true, 0],
  ["1430472600", undefined, false, 0],
  ["1430472600000", undefined, false, 0],
  ["1430472600000000", undefined, false, 0],
  ["1430472600000000000", undefined, false, 0],
  ["1430472600000.25", undefined, false, 250],
])("TimeParser.parse(%j), unit %j, is 09:30 of its day; naive: %j", (text, unit, naive, more) => {
  const times = new TimeParser(unit);
  const time = times.parse(Buffer.from(text), 0, text.length);
  expect(Math.abs(time - HALF_PAST_NINE - more)).toBeLessThanOrEqual(unit === "days" ? 10 : 0.25);
  expect(times.naive).toBe(naive);
});

test.each<[string, TimeUnit | undefined, string]>([
  ["095800000", undefined, "must be a time between 1990 and 2100; counted in seconds it comes to 1973-01-13T19:06:40Z"],
  ["20150501", undefined, "must be a time between 1990 and 2100; counted in seconds it comes to 1970-08-22T05:21:41Z"],
  [
    "42125.3958333333",
    undefined,
    "must be a time between 1990 and 2100; counted in seconds it comes to 1970-01-01T11:42",
  ],
  [
    "1430438405885",
    "s",
    "must be a time between 1990 and 2100; counted in seconds it comes to +047298-10-15T01:38:05Z",
  ],
  [
    "1430438405",
    "ms",
    "must be a time between 1990 and 2100; counted in milliseconds it comes to 1970-01-17T13:20:38.405Z",
  ],
  ["20150501093000000", "us", "must be a time between 1990 and 2100; counted in microseconds it comes to 2608-07-18T"],
  ["2208-05-01T00:00:00Z", undefined, "must be a time between 1990 and 2100; it comes to 2208-05-01T00:00:00Z"],
  ["1.43044E+12", undefined, "must be a time in full, not rounded to a power of ten"],
  ["1.430438405885e12", "ms", "must be a time in full, not rounded to a power of ten"],
  ["18446744073709551615", undefined, "must be a time, and is missing"],
  ["-9223372036854775808", undefined, "must be a time, and is missing"],
  ["NaT", undefined, "must be a time, and is missing"],
  ["", undefined, "must be a time, and is missing"],
  ["2015-05-01", undefined, "must be a time, not a date alone"],
  ["05/01/2015 09:30:00", undefined, "must be a time with its year first, 2015-05-01 09:30:00"],
  ["09:30:00", undefined, "must be a time"],
])("TimeParser.rule(%j), unit %j, says %j", (text, unit, rule) => {
  const times = new TimeParser(unit);
  const time = times.parse(Buffer.from(text), 0, text.length);
  expect(time >= FIRST_TIME && time < LAST_TIME).toBe(false);
  expect(times.rule(text, time)).toContain(rule);
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
  "2025-04-03T13:30:00+25:00",
  "2025-02-30T13:30:00Z",
  "2025-04/03 13:30:00",
  "2025-04-03T0::30:00Z",
  "2025-04-03T13:30:1e1",
  "2025-04-03T13:30:00 EST",
  "2025-04-03X13:30:00",
  "20150501250000",
  "+1430472600",
  "1430472600.",
  "14304726000x",
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

test("formatTime(time, clock) states no zone that the clock does not, and no date where there is none", () => {
  expect(formatTime(1430472600e6, "local")).toBe("2015-05-01T09:30:00");
  expect(formatTime(34200.5e6, "time-of-day")).toBe("09:30:00.500");
});

test("formatTime(microseconds) is ISO 8601 as short as it goes", () => {
  expect(formatTime(1430438400e6)).toBe("2015-05-01T00:00:00Z");
  expect(formatTime(1430438400.5e6)).toBe("2015-05-01T00:00:00.500Z");
});
