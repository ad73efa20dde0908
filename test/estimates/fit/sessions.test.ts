/**
 * Hours without trading have no bins, and nothing is lent across them.
 */
import { describe, expect, test } from "vitest";

import { allocate } from "../../../src/solver/allocate";
import { type BookSnapshot, createSnapshot } from "../../../src/estimates/book/book-snapshot";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import type { EstimateOptions } from "../../../src/estimates/fit/estimate-options";
import { takeRows } from "../../../src/estimates/table/impact-estimates";
import { csv, LADDER_SIZES, powerLaw, snapshotRow, times } from "../../support/ladder-book";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

/** The ladder of test/support at a time. */
function ladder(time: string): BookSnapshot {
  const book = createSnapshot(4);
  book.time = Date.parse(time) * 1e3;
  [0, 1, 2, 3].forEach((k) => {
    [book.bidPrice[k], book.askPrice[k]] = [99 - k, 101 + k];
    book.bidSize[k] = book.askSize[k] = 10;
  });
  return book;
}

/** A book every ten seconds from one time to another. */
function* hours(...spans: readonly (readonly [from: string, to: string])[]): Generator<BookSnapshot> {
  for (const [from, to] of spans) {
    const count = (Date.parse(to) - Date.parse(from)) / 10_000 + 1;
    for (const time of times(from, count, 10)) yield ladder(time);
  }
}

const estimate = (books: Iterable<BookSnapshot>, options: EstimateOptions = {}) =>
  estimateImpact(books, { sizes: LADDER_SIZES, ...options });

describe("hours without rows", () => {
  const lunch: [string, string][] = [
    ["2024-01-04T00:00:00Z", "2024-01-04T02:30:00Z"],
    ["2024-01-04T03:30:00Z", "2024-01-04T06:00:00Z"],
  ];

  test("a lunch has no bins: an order trades in the open hours alone, filled or not", async () => {
    for (const fill of [undefined, "neighbours"] as const) {
      const estimates = await estimate(hours(...lunch), { fill });
      expect(estimates.notes.breaks).toBe("2024-01-04T02:31:00Z to 2024-01-04T03:30:00Z");
      const curves = [...estimates.alpha.keys()].filter((row) => estimates.alpha[row] > 0);
      expect(curves.length).toBe(300);
      const { x } = allocate(takeRows(estimates, curves), 3000);
      curves.forEach((row, at) => {
        const minute = estimates.bin[row].slice(11, 16);
        expect(x[at]).toBeCloseTo(10, 6);
        expect((minute >= "00:00" && minute < "02:30") || (minute >= "03:30" && minute < "06:00")).toBe(true);
      });
    }
  });

  test("nights and half days have none, and the last state does not live into them", async () => {
    const estimates = await estimate(
      hours(["2024-07-02T13:30:00Z", "2024-07-02T20:00:00Z"], ["2024-07-03T13:30:00Z", "2024-07-03T17:00:00Z"]),
    );
    const dates = estimates.bin.filter((_, row) => estimates.alpha[row] > 0).map((bin) => bin.slice(0, 10));
    expect(dates.filter((date) => date === "2024-07-02").length).toBe(390);
    expect(dates.filter((date) => date === "2024-07-03").length).toBe(210);
    expect(estimates.bin.length).toBeLessThanOrEqual(602); // the bins of the two last rows besides
  });

  test("a gap is a break from longestGap on, which is ten minutes unless told", async () => {
    const gap = (minutes: number): Generator<BookSnapshot> => {
      const again = new Date(Date.parse("2024-01-04T00:05:00Z") + 6e4 * minutes).toISOString();
      const end = new Date(Date.parse(again) + 3e5).toISOString();
      return hours(["2024-01-04T00:00:00Z", "2024-01-04T00:05:00Z"], [again, end]);
    };
    expect((await estimate(gap(10))).bin.length).toBe(5 + 10 + 5 + 1);
    expect((await estimate(gap(11))).bin.length).toBe(5 + 1 + 5 + 1);
    expect((await estimate(gap(11), { longestGap: "11m" })).bin.length).toBe(5 + 11 + 5 + 1);
    expect((await estimate(gap(11), { maxAge: "20m" })).status.slice(0, 21)).toEqual(
      new Array(21).fill("few-snapshots"),
    );
    await expect(estimate(gap(1), { longestGap: "1m" })).rejects.toThrow(
      'options.longestGap must be at least maxAge, 300s, got "1m"',
    );
  });
});

describe("hours with rows but without a book", () => {
  const minutes = (from: number, to: number, change: (book: BookSnapshot) => void): BookSnapshot[] => {
    const books = [...hours(["2024-01-04T00:00:00Z", "2024-01-04T01:00:00Z"])].map((book) => structuredClone(book));
    books.forEach((book, k) => {
      if (k >= 6 * from && k < 6 * to) change(book);
    });
    return books;
  };

  test("a halt is no bin, however short; a bin in part halted is one", async () => {
    const halted = await estimate(minutes(20.5, 23, (book) => (book.open = false)));
    expect(halted.bin.length).toBe(61 - 2);
    expect(halted.status[20]).toBe("partial");
    expect([halted.bin[20], halted.bin[21]]).toEqual(["2024-01-04T00:20:00Z", "2024-01-04T00:23:00Z"]);
    expect(halted.notes.breaks).toBe("2024-01-04T00:21:00Z to 2024-01-04T00:23:00Z");
  });

  test("a side that is empty for longer than longestGap is a break, for less a gap", async () => {
    const empty = (book: BookSnapshot): void => void book.bidSize.fill(0);
    expect((await estimate(minutes(20, 31, empty))).bin.length).toBe(61 - 11);
    const short = await estimate(minutes(20, 30, empty));
    expect(short.status.slice(20, 30)).toEqual(new Array(10).fill("no-data"));
    const filled = await estimate(minutes(20, 30, empty), { fill: "neighbours" });
    expect(filled.status.slice(20, 30)).toEqual(new Array(10).fill("filled"));
  });
});

describe("a session", () => {
  const day: [string, string] = ["2024-03-11T08:00:00Z", "2024-03-11T23:00:00Z"];
  const NEW_YORK = { session: "09:30-16:00", timeZone: "America/New_York" };

  test("has bins in its hours only, on the zone's clock of the day", async () => {
    const summer = await estimate(hours(day), { ...NEW_YORK, binWidth: "30m" });
    expect([summer.bin.length, summer.bin[0], summer.bin[12]]).toEqual([
      13,
      "2024-03-11T13:30:00Z",
      "2024-03-11T19:30:00Z",
    ]);
    const winter = await estimate(hours(["2024-03-08T08:00:00Z", "2024-03-08T23:00:00Z"]), {
      ...NEW_YORK,
      binWidth: "30m",
    });
    expect([winter.bin.length, winter.bin[0]]).toEqual([13, "2024-03-08T14:30:00Z"]);
    expect(JSON.parse(winter.notes.recipe)).toMatchObject(NEW_YORK);
    expect(winter.notes.breaks).toBeUndefined();
  });

  test("takes the book of before the opening into it", async () => {
    const books = ["2024-03-11T13:29:50Z", "2024-03-11T13:30:30Z", "2024-03-11T13:31:00Z"].map(ladder);
    for (const book of books.slice(1)) book.askSize.fill(20);
    const { alpha, beta, bin } = await estimate(books, NEW_YORK);
    // Half a minute of ten shares a level, half of twenty, whose costs are 5, 10, 20 and 60.
    const hand = powerLaw(LADDER_SIZES, [5, 10, 25, 80]);
    expect([bin[0], alpha[0], beta[0]]).toEqual([
      "2024-03-11T13:30:00Z",
      expect.closeTo(hand.alpha, 10),
      expect.closeTo(hand.beta, 12),
    ]);
  });

  test("over several days fills nothing from one to the next", async () => {
    const books = [...hours(day, ["2024-03-12T08:00:00Z", "2024-03-12T23:00:00Z"])].map((book) =>
      structuredClone(book),
    );
    // The last hour of the first day is too thin for a fit.
    for (const book of books) {
      if (book.time >= Date.parse("2024-03-11T19:00:00Z") * 1e3 && book.time < Date.parse("2024-03-12T00:00:00Z") * 1e3)
        book.askSize.fill(1);
    }
    const { status, bin } = await estimate(books, { ...NEW_YORK, fill: "neighbours" });
    expect(bin.length).toBe(780);
    expect(status.filter((one) => one === "too-few-sizes").length).toBe(60);
  });

  test("on a book in UTC must name its zone, and on one without a zone must not", async () => {
    await expect(estimate(hours(day), { session: "09:30-16:00" })).rejects.toThrow(
      "options.session needs the time zone of its hours, timeZone (--time-zone America/New_York), as the book is in",
    );
    const text = csv(times("2024-03-11T09:00:00Z", 400, 10).map((time) => snapshotRow(time.replace("Z", ""))));
    const path = folder.file("local.csv", text);
    const { bin } = await estimateImpact(path, { sizes: LADDER_SIZES, session: "09:30-16:00" });
    expect([bin[0], bin.length]).toEqual(["2024-03-11T09:30:00", 37]);
    await expect(estimateImpact(path, NEW_YORK)).rejects.toThrow(
      "options.timeZone must be left out where the book's times",
    );
    const told = await estimateImpact(path, { ...NEW_YORK, sizes: LADDER_SIZES, clock: "America/New_York" });
    expect([told.bin[0], told.bin.length]).toEqual(["2024-03-11T13:30:00Z", 37]);
  });

  test("that no row lies in is refused", async () => {
    await expect(estimate(hours(["2024-03-11T08:00:00Z", "2024-03-11T08:10:00Z"]), NEW_YORK)).rejects.toThrow(
      'book must hold rows in the hours of a bin of 60s, got "rows from 2024-03-11T08:00:00Z to 2024-03-11T08:10:00Z"',
    );
  });
});

test("estimateImpact ends at any time of a market, also where a quarter microsecond is no step", async () => {
  const books = [...hours(["2099-06-01T00:00:00Z", "2099-06-01T00:02:00Z"])].map((book) => structuredClone(book));
  books.forEach((book, k) => (book.time += (k * 0.37) % 1));
  const narrow = await estimate(books, { binWidth: "10ms" });
  // Two minutes, and the bin that the last row is in.
  expect(narrow.bin.length).toBe(120 * 100 + 1);
  expect(new Set(narrow.status.slice(0, -1))).toEqual(new Set(["few-snapshots"]));
  expect(narrow.status.at(-1)).toBe("partial");
  expect((await estimate(books)).bin.slice(0, 2)).toEqual(["2099-06-01T00:00:00Z", "2099-06-01T00:01:00Z"]);
  const seconds = [...hours(["2024-01-04T00:00:00Z", "2024-01-04T00:02:00Z"])].map((book) => structuredClone(book));
  for (const book of seconds) book.time *= 1e6;
  await expect(estimate(seconds)).rejects.toThrow(
    "snapshot 1, time must be microseconds since 1970, of a time between 1990 and 2100",
  );
});
