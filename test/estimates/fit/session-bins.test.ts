import { describe, expect, test } from "vitest";

import { ZoneClock } from "../../../src/estimates/book/time-zone";
import { binStarts, parseSessions, sessionBinStarts } from "../../../src/estimates/fit/session-bins";

const utc = (text: string): number => Date.parse(text) * 1e3;
const MINUTE = 60e6;

test("binStarts(width) counts from midnight", () => {
  const bins = binStarts(5 * MINUTE);
  expect(bins.at(utc("2024-01-02T14:34:59Z"))).toBe(utc("2024-01-02T14:30:00Z"));
  expect(bins.after(utc("2024-01-02T14:30:00Z"))).toBe(utc("2024-01-02T14:35:00Z"));
});

describe("sessionBinStarts(width, sessions, zone)", () => {
  const bins = (text: string, zone?: string, width = 30 * MINUTE) =>
    sessionBinStarts(
      width,
      parseSessions("session", text, width),
      zone === undefined ? undefined : new ZoneClock("z", zone),
    );

  test("counts from the opening, on the clock of the zone, daylight saving included", () => {
    const { at, after } = bins("09:30-16:00", "America/New_York");
    // 2024-03-10 puts the clock forward: 09:30 is 14:30 UTC on the Friday before and 13:30 on the Monday after.
    expect(at(utc("2024-03-08T14:59:59Z"))).toBe(utc("2024-03-08T14:30:00Z"));
    expect(at(utc("2024-03-11T13:31:00Z"))).toBe(utc("2024-03-11T13:30:00Z"));
    expect(at(utc("2024-03-08T12:00:00Z"))).toBe(utc("2024-03-08T14:30:00Z"));
    expect(after(utc("2024-03-08T20:30:00Z"))).toBe(utc("2024-03-09T14:30:00Z"));
    expect(after(utc("2024-03-09T20:30:00Z"))).toBe(utc("2024-03-10T13:30:00Z"));
  });

  test("leaves a lunch out, and goes past midnight", () => {
    const lunch = bins("09:00-11:30,12:30-15:00", "Asia/Tokyo");
    expect(lunch.after(utc("2024-01-04T02:00:00Z"))).toBe(utc("2024-01-04T03:30:00Z"));
    const night = bins("18:00-17:00", undefined, 60 * MINUTE);
    expect(night.at(utc("2024-01-04T16:59:00Z"))).toBe(utc("2024-01-04T16:00:00Z"));
    expect(night.at(utc("2024-01-04T17:00:00Z"))).toBe(utc("2024-01-04T18:00:00Z"));
    expect(night.after(utc("2024-01-04T23:00:00Z"))).toBe(utc("2024-01-05T00:00:00Z"));
  });

  test("takes every time to a bin that holds it or comes after it, and moves on", () => {
    for (const zone of ["America/New_York", "Europe/London", "Asia/Kolkata", undefined]) {
      const { at, after } = bins("01:00-02:30,09:30-16:00,22:00-00:30", zone);
      for (let time = utc("2024-03-08T00:00:00Z"); time < utc("2024-04-02T00:00:00Z"); time += 37 * MINUTE) {
        const start = at(time);
        expect(start + 30 * MINUTE).toBeGreaterThan(time);
        expect(at(start)).toBe(start);
        expect(after(start)).toBeGreaterThanOrEqual(start + 30 * MINUTE);
      }
    }
  });
});

test.each([
  ["9-16", 'session must be hours such as 09:30-16:00, or several between commas, got "9-16"'],
  ["09:30-24:30", "session must be hours such as"],
  ["09:30-16:15", 'session must be a whole number of bins of 1800s long, got "09:30-16:15"'],
  ["09:30-12:00,11:30-16:00", "session must be hours that do not overlap"],
  ["18:00-17:00,16:00-17:00", "session must be hours that do not overlap"],
])("parseSessions(%j) is refused", (text, message) => {
  expect(() => parseSessions("session", text, 30 * MINUTE)).toThrow(message);
});
