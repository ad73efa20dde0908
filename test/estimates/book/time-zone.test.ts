import { expect, test } from "vitest";

import { ZoneClock } from "../../../src/estimates/book/time-zone";

const utc = (text: string): number => Date.parse(text) * 1e3;

test("ZoneClock.show(instant) is what the clock on the wall shows, in winter and in summer", () => {
  const clock = new ZoneClock("zone", "America/New_York");
  expect(clock.show(utc("2024-01-02T14:30:00Z"))).toBe(utc("2024-01-02T09:30:00Z"));
  expect(clock.show(utc("2024-07-02T13:30:00.5Z"))).toBe(utc("2024-07-02T09:30:00.5Z"));
  expect(new ZoneClock("zone", "Asia/Kolkata").show(utc("2024-07-02T03:45:00Z"))).toBe(utc("2024-07-02T09:15:00Z"));
});

test("ZoneClock.instants(shown) is one, none where clocks go forward, two where they go back", () => {
  const clock = new ZoneClock("zone", "America/New_York");
  expect(clock.instants(utc("2024-01-02T09:30:00Z"))).toEqual([utc("2024-01-02T14:30:00Z")]);
  expect(clock.instants(utc("2024-03-10T02:30:00Z"))).toEqual([]);
  expect(clock.instants(utc("2024-03-10T03:30:00Z"))).toEqual([utc("2024-03-10T07:30:00Z")]);
  expect(clock.instants(utc("2024-11-03T01:30:00Z"))).toEqual([
    utc("2024-11-03T05:30:00Z"),
    utc("2024-11-03T06:30:00Z"),
  ]);
});

test("ZoneClock refuses a zone that nobody knows", () => {
  expect(() => new ZoneClock("options.timeZone", "New York")).toThrow(
    'options.timeZone must be a time zone such as America/New_York or UTC, got "New York"',
  );
});
