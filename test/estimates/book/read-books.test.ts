/**
 * The three formats of a book, as they come and as they come broken.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import type { BookSnapshot } from "../../../src/estimates/book/book-snapshot";
import { type BookFormat, openBook } from "../../../src/estimates/book/open-book";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

/** Every snapshot of a file, copied. */
async function read(path: string, format: BookFormat, symbol?: string): Promise<BookSnapshot[]> {
  const source = await openBook(path, { format, symbol });
  const all: BookSnapshot[] = [];
  try {
    while (source.next() || (await source.refill())) all.push(structuredClone(source.snapshot));
  } finally {
    source.close();
  }
  return all;
}

const T0 = "2025-04-03T13:30:00.000000001Z";
const T1 = "2025-04-03T13:30:01.500000000Z";
const start = Date.UTC(2025, 3, 3, 13, 30) * 1e3;

const MBP_LEVELS = Array.from({ length: 10 }, (_, k) => `0${k}`);
const MBP_HEADER = [
  "ts_recv",
  "ts_event",
  "action",
  "size",
  ...MBP_LEVELS.flatMap((i) => ["bid_px_", "ask_px_", "bid_sz_", "ask_sz_"].map((name) => name + i)),
  "symbol",
];

/** A row of MBP-10 by name: bids 100 - k/100, asks 101 + k/100, sizes 10 + k and 20 + k. */
function mbpRow(time: string, changes: Record<string, string> = {}): Record<string, string> {
  const levels = MBP_LEVELS.flatMap((i, k) => [
    [`bid_px_${i}`, (100 - k / 100).toFixed(2)],
    [`ask_px_${i}`, (101 + k / 100).toFixed(2)],
    [`bid_sz_${i}`, String(10 + k)],
    [`ask_sz_${i}`, String(20 + k)],
  ]);
  return {
    ts_recv: time,
    ts_event: time,
    action: "A",
    size: "5",
    symbol: "XYZ",
    ...Object.fromEntries(levels),
    ...changes,
  };
}

const csv = (header: readonly string[], rows: readonly Record<string, string>[]): string =>
  `${[header, ...rows.map((row) => header.map((name) => row[name]))].map((cells) => cells.join(",")).join("\n")}\n`;

const MBP = csv(MBP_HEADER, [mbpRow(T0), mbpRow(T1, { action: "T", ask_px_00: "100.5" })]);

describe("openBook(path, mbp10)", () => {
  test("reads prices, sizes, nanosecond times and trades by name", async () => {
    const [first, second] = await read(folder.file("plain.csv", MBP), "mbp10");
    expect(first.time).toBeCloseTo(start, -1);
    expect(second.time - start).toBe(1.5e6);
    expect([...first.bidPrice]).toEqual(MBP_LEVELS.map((_, k) => Number((100 - k / 100).toFixed(2))));
    expect([...first.askSize]).toEqual(MBP_LEVELS.map((_, k) => 20 + k));
    expect([first.traded, second.traded, second.askPrice[0]]).toEqual([0, 5, 100.5]);
  });

  const rows = [mbpRow(T0), mbpRow(T1, { action: "T", ask_px_00: "100.5" })];
  const nanoseconds = (row: Record<string, string>, time: string) => ({ ...row, ts_event: time, ts_recv: time });
  const raw = (row: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(row).map(([name, cell]) => [
        name,
        name.includes("_px_") ? String(Math.round(Number(cell) * 1e9)) : cell,
      ]),
    );
  test.each([
    ["with a repeated ts_event", MBP.replace("ts_recv", "ts_event")],
    ["in another column order", csv([...MBP_HEADER].reverse(), rows)],
    [
      "with an index column",
      MBP.split("\n")
        .map((line, at) => (line === "" ? "" : `${at === 0 ? "" : at - 1},${line}`))
        .join("\n"),
    ],
    [
      "with whole nanoseconds",
      csv(MBP_HEADER, [nanoseconds(rows[0], "1743687000000000001"), nanoseconds(rows[1], "1743687001500000000")]),
    ],
    ["with prices in billionths", csv(MBP_HEADER, rows.map(raw))],
    ["with spaces and offsets in times", MBP.replaceAll(T0, "2025-04-03 13:30:00.000000001+00:00")],
    ["with CRLF", MBP.replaceAll("\n", "\r\n")],
    ["with a byte order mark", `\uFEFF${MBP}`],
    ["with a half-written last line", `${MBP}${MBP.split("\n")[1].slice(0, 90)}`],
    ["with a last line of half a time", `${MBP}2025-04-03T13`],
    ["as gzip", gzipSync(MBP)],
  ])("reads the same %s", async (name, text) => {
    const wanted = await read(folder.file("same.csv", MBP), "mbp10");
    expect(await read(folder.file(`mbp-${name}.csv`, text), "mbp10")).toEqual(wanted);
  });

  test("takes the second of two columns ts_event, the schema's own, for the time", async () => {
    const text = csv(MBP_HEADER, [mbpRow(T0, { ts_recv: T1 })]).replace("ts_recv", "ts_event");
    const [book] = await read(folder.file("repeated.csv", text), "mbp10");
    expect(Math.round(book.time)).toBe(start);
  });

  test("reads an empty price and Databento's largest integer as an empty level", async () => {
    const path = folder.file(
      "empty-level.csv",
      csv(MBP_HEADER, [mbpRow(T0, { ask_px_09: "", ask_sz_09: "0", bid_px_09: "9223372036854775807" })]),
    );
    const [book] = await read(path, "mbp10");
    expect(book.askPrice[9]).toBeNaN();
    expect(book.bidPrice[9]).toBeNaN();
    expect(book.askPrice[8]).toBe(101.08);
  });

  test("keeps one instrument of several when asked, and otherwise says how to ask", async () => {
    const path = folder.file(
      "two.csv",
      csv(MBP_HEADER, [mbpRow(T0), mbpRow(T0, { symbol: "ABC", bid_px_00: "7" }), mbpRow(T1)]),
    );
    await expect(read(path, "mbp10")).rejects.toThrow(
      'two.csv, line 3, column "symbol" must be one instrument; choose with the option symbol (--symbol), ' +
        'say "XYZ", got "ABC"',
    );
    expect((await read(path, "mbp10", "XYZ")).length).toBe(2);
    expect((await read(path, "mbp10", "ABC")).map((book) => book.bidPrice[0])).toEqual([7]);
    await expect(read(path, "mbp10", "QQQ")).rejects.toThrow("symbol must be one that");
  });

  test.each([
    ["a bad price", mbpRow(T1, { ask_px_03: "12x" }), 'line 3, column "ask_px_03" must be a number, got "12x"'],
    [
      "a time beyond all dates",
      mbpRow("9".repeat(40)),
      'line 3, column "ts_recv" must be a time between 1990 and 2100; counted in nanoseconds it comes to no date',
    ],
    [
      "an infinite size",
      mbpRow(T1, { ask_sz_01: "1e999" }),
      'line 3, column "ask_sz_01" must be a number, got "1e999"',
    ],
    ["a bad time", mbpRow("yesterday"), 'line 3, column "ts_recv" must be a time, got "yesterday"'],
  ])("names file, line, column and value of %s", async (_, row, message) => {
    await expect(read(folder.file("bad.csv", csv(MBP_HEADER, [mbpRow(T0), row])), "mbp10")).rejects.toThrow(
      `bad.csv, ${message}`,
    );
  });

  test("names the line with cells too few in the middle of a file", async () => {
    const lines = MBP.split("\n");
    const path = folder.file("torn.csv", [lines[0], lines[1].slice(0, 50), lines[2], ""].join("\n"));
    await expect(read(path, "mbp10")).rejects.toThrow("torn.csv, line 2 must have 45 cells, as the header has, got");
  });
});

const SNAPSHOTS =
  "timestamp_ms,bid_px_0,bid_sz_0,ask_px_0,ask_sz_0,bid_px_1,bid_sz_1,ask_px_1,ask_sz_1\n" +
  "1430438405885,236.47,1.78,236.64,3.79,236.2,0.1,236.65,23.8\n" +
  "1430438408277,236.2,0.1,236.46,4.9,236.11,2,,\n";

describe("openBook(path, snapshots)", () => {
  test("reads levels and milliseconds, empty levels as NaN, traded volume as unknown", async () => {
    const [first, second] = await read(folder.file("snapshots.csv", SNAPSHOTS), "snapshots");
    expect(first.time).toBe(1430438405885e3);
    expect([...first.askPrice, ...first.bidSize]).toEqual([236.64, 236.65, 1.78, 0.1]);
    expect([second.askPrice[1], second.askSize[1], first.traded]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });

  test.each([
    ["timestamp", ["1430438405.885", "1430438408.277"]],
    ["time", ["2015-05-01T00:00:05.885Z", "2015-05-01T00:00:08.277Z"]],
    ["ts_ns", ["1430438405885000000", "1430438408277000000"]],
  ])("reads times in a column %s", async (name, [t0, t1]) => {
    const text = SNAPSHOTS.replace("timestamp_ms", name).replace("1430438405885", t0).replace("1430438408277", t1);
    const times = (await read(folder.file(`${name}.csv`, text), "snapshots")).map((book) => book.time);
    expect(times.map(Math.round)).toEqual([1430438405885e3, 1430438408277e3]);
  });
});

const MESSAGES =
  "34200.004241176,1,16113575,18,5853300,1\n34201.5,4,16113584,7,5853200,1\n" +
  "34260.25,7,0,0,-1,-1\n34261.25,7,0,0,1,-1\n";
const BOOKS =
  "5859400,200,5853300,18,5859800,100,5853000,150\n5859400,193,5853300,18,9999999999,0,-9999999999,0\n" +
  "5859400,193,5853300,18,5859800,100,5853000,150\n".repeat(2);

/** Writes a pair into a folder of its own and gives the path of its book. */
function pair(name: string, messages: string | Uint8Array, books: string | Uint8Array, ending = "csv"): string {
  mkdirSync(join(folder.path, name), { recursive: true });
  const stem = `${name}/AAPL_2012-06-21_34200000_57600000_`;
  folder.file(`${stem}message_2.${ending}`, messages);
  return folder.file(`${stem}orderbook_2.${ending}`, books);
}

test("openBook(path, snapshots) takes a price of nine digits for what it is", async () => {
  const text = SNAPSHOTS.replace("236.47", "150000000").replace("236.64", "150000001");
  const [first] = await read(folder.file("won.csv", text), "snapshots");
  expect([first.bidPrice[0], first.askPrice[0]]).toEqual([150000000, 150000001]);
});

describe("openBook(path, lobster)", () => {
  test("reads a pair by either file: dollars, empty levels, executions, halts and the date in the name", async () => {
    const path = pair("good", MESSAGES, BOOKS);
    const books = await read(path, "lobster");
    expect(books[0].time).toBeCloseTo(Date.UTC(2012, 5, 21, 9, 30) * 1e3 + 4241.176, 0);
    expect([...books[0].askPrice, ...books[0].askSize]).toEqual([585.94, 585.98, 200, 100]);
    expect([...books[1].bidPrice]).toEqual([585.33, Number.NaN]);
    expect(books.map((book) => book.traded)).toEqual([0, 7, 0, 0]);
    expect(books.map((book) => book.open)).toEqual([true, true, false, true]);
    expect(await read(path.replace("orderbook", "message"), "lobster")).toEqual(books);
    expect(await read(pair("zipped", gzipSync(MESSAGES), gzipSync(BOOKS), "csv.gz"), "lobster")).toEqual(books);
    expect(await read(pair("half", `${MESSAGES}34262.1,1,99`, `${BOOKS}58594`), "lobster")).toEqual(books);
  });

  test("reads pairs of several chunks in step", async () => {
    const count = 60_000;
    const messages = Array.from({ length: count }, (_, i) => `${34200 + i / 8},1,${i},${i % 90},5853300,1\n`).join("");
    const books = Array.from(
      { length: count },
      (_, i) => `${5859400 + i},${1 + (i % 90)},5853300,18,5959800,100,5853000,150\n`,
    ).join("");
    const all = await read(pair("long", messages, books), "lobster");
    expect(all.length).toBe(count);
    expect(all.every((book, i) => book.askSize[0] === 1 + (i % 90) && book.askPrice[0] === (5859400 + i) / 1e4)).toBe(
      true,
    );
  });

  test("says what is wrong with a pair", async () => {
    await expect(read(folder.file("x.csv", BOOKS), "lobster")).rejects.toThrow(
      "must be one of a LOBSTER pair, ..._message_... or ..._orderbook_..., by its name",
    );
    await expect(read(folder.file("alone_orderbook_2.csv", BOOKS), "lobster")).rejects.toThrow(
      "alone_message_2.csv must be there: LOBSTER files come in pairs",
    );
    await expect(
      read(pair("uneven", MESSAGES.split("\n").slice(0, 2).join("\n") + "\n", BOOKS), "lobster"),
    ).rejects.toThrow("must have a line for each line of the other file");
    await expect(read(pair("swapped", BOOKS, MESSAGES), "lobster")).rejects.toThrow(
      "must be a LOBSTER orderbook file of two levels or more",
    );
    await expect(read(pair("header", MESSAGES, SNAPSHOTS), "lobster")).rejects.toThrow(
      "what looks like plain snapshots (snapshots)",
    );
    await expect(read(pair("late", MESSAGES.replace("34201.5", "99999"), BOOKS), "lobster")).rejects.toThrow(
      'line 2, column "time" must be seconds after midnight, got "99999"',
    );
  });
});

describe("a file that is not what it was called", () => {
  const files: Record<string, string> = {
    mbp10: MBP,
    snapshots: SNAPSHOTS,
    semicolons: SNAPSHOTS.replaceAll(",", ";"),
    estimates: "bin,alpha,beta\n09:30,1,1.5\n",
    prices: "date,open,high,low,close,volume\n2020-01-01,1,2,0,1,100\n",
    one: "timestamp,bid_px_0,bid_sz_0,ask_px_0,ask_sz_0\n1,2,3,4,5\n",
  };
  test.each([
    [
      "snapshots",
      "mbp10",
      "must be Databento MBP-10 with a column ts_recv or ts_event, and looks like plain snapshots (snapshots)",
    ],
    ["mbp10", "snapshots", "must be plain snapshots with a column timestamp_ns or"],
    ["semicolons", "snapshots", "looks like a table separated by semicolons where commas are needed"],
    ["estimates", "mbp10", "looks like an estimates table, not a book"],
    ["prices", "mbp10", 'looks like a table with the columns "date", "open", "high", "low" and 2 more'],
    ["one", "snapshots", "must show at least two levels a side: one shows no impact, got 1"],
  ] as const)("%s as %s: says what it looks like", async (name, format, message) => {
    await expect(read(folder.file(`wrong-${name}.csv`, files[name]), format)).rejects.toThrow(message);
  });

  test.each(["mbp10", "snapshots"] as const)("an empty file as %s", async (format) => {
    await expect(read(folder.file("empty.csv", ""), format)).rejects.toThrow(
      'empty.csv must hold an order book, got "an empty file"',
    );
  });

  test("gzip within gzip, and gzip of what is no text", async () => {
    await expect(read(folder.file("twice.gz", gzipSync(gzipSync(MBP))), "mbp10")).rejects.toThrow(
      "must hold text; it looks like gzip within gzip",
    );
    await expect(read(folder.file("zip.gz", gzipSync(Buffer.from([0x50, 0x4b, 3, 4, 10]))), "mbp10")).rejects.toThrow(
      "it looks like a zip archive",
    );
  });

  test("an unknown format", async () => {
    await expect(openBook("x.csv", { format: "itch" as never })).rejects.toThrow(
      'format must be snapshots or mbp10 or lobster, got "itch"',
    );
  });
});
