/**
 * One book, written in each format, has one answer.
 */
import { expect, test } from "vitest";

import type { BookSnapshot } from "../../../src/estimates/book/book-snapshot";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import type { EstimateOptions } from "../../../src/estimates/fit/estimate-options";
import { exampleBook } from "../../../src/estimates/synthetic/example-book";
import { NUMBER_COLUMNS, type ImpactEstimates } from "../../../src/estimates/table/impact-estimates";
import { formatMbp10 } from "../../../src/estimates/book/write-mbp10";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();
const LEVELS = Array.from({ length: 10 }, (_, k) => k);

/** Ten minutes of 2012-06-21, 09:30 on: prices in ten-thousandths, times in microseconds, as every format has them. */
const books: BookSnapshot[] = [...copies(exampleBook(4, 10, 1))];

function* copies(source: Iterable<BookSnapshot>): Generator<BookSnapshot> {
  let first = Number.NaN;
  for (const book of source) {
    const copy = structuredClone(book);
    if (Number.isNaN(first)) first = book.time;
    copy.time = Date.UTC(2012, 5, 21, 9, 30) * 1e3 + Math.round(book.time - first);
    for (const prices of [copy.askPrice, copy.bidPrice])
      prices.forEach((price, k) => (prices[k] = Math.round(price * 1e4) / 1e4));
    yield copy;
  }
}

function snapshotsFile(): string {
  const header = [
    "timestamp_us",
    ...LEVELS.flatMap((k) => ["bid_px", "bid_sz", "ask_px", "ask_sz"].map((name) => `${name}_${k}`)),
  ];
  const rows = books.map((book) => [
    book.time,
    ...LEVELS.flatMap((k) => [book.bidPrice[k], book.bidSize[k], book.askPrice[k], book.askSize[k]]),
  ]);
  return folder.file("snapshots.csv", `${[header, ...rows].map((row) => row.join(",")).join("\n")}\n`);
}

function lobsterFile(): string {
  const midnight = Date.UTC(2012, 5, 21) * 1e3;
  const name = (kind: string): string => `XYZ_2012-06-21_34200000_34800000_${kind}_10.csv`;
  const messages = books.map((book) => [
    ((book.time - midnight) / 1e6).toFixed(6),
    book.traded > 0 ? 4 : 1,
    1,
    book.traded || 9,
    1000000,
    1,
  ]);
  const levels = books.map((book) =>
    LEVELS.flatMap((k) => [
      Math.round(book.askPrice[k] * 1e4),
      book.askSize[k],
      Math.round(book.bidPrice[k] * 1e4),
      book.bidSize[k],
    ]),
  );
  folder.file(name("message"), `${messages.map((row) => row.join(",")).join("\n")}\n`);
  return folder.file(name("orderbook"), `${levels.map((row) => row.join(",")).join("\n")}\n`);
}

test("estimateImpact gives the same table from snapshots, MBP-10, LOBSTER and memory", async () => {
  const options: EstimateOptions = { side: "both" };
  const files: [string, ImpactEstimates][] = [
    ["snapshots", await estimateImpact(snapshotsFile(), { ...options, format: "snapshots" })],
    [
      "mbp10",
      await estimateImpact(folder.file("mbp10.csv", [...formatMbp10(books, "XYZ")].join("")), {
        ...options,
        format: "mbp10",
      }),
    ],
    ["lobster", await estimateImpact(lobsterFile(), { ...options, format: "lobster" })],
  ];
  const wanted = await estimateImpact(books, options);
  expect(wanted.bin[0]).toBe("2012-06-21T09:30:00Z");
  expect(wanted.status.filter((status) => status === "ok").length).toBe(30);
  for (const [format, estimates] of files) {
    // LOBSTER's clock is the exchange's, and states no zone.
    const bins = format === "lobster" ? wanted.bin.map((bin) => bin.replace("Z", "")) : wanted.bin;
    expect([estimates.bin, estimates.side, estimates.status]).toEqual([bins, wanted.side, wanted.status]);
    for (const [name, key] of NUMBER_COLUMNS) {
      if (name === "volume" && format === "snapshots") continue; // snapshots do not say
      wanted[key].forEach((value, row) =>
        expect(Math.abs(estimates[key][row] - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value)),
      );
    }
  }
  // The control: a cent in the last price of one row shows.
  books[100].askPrice[9] += 0.01;
  expect((await estimateImpact(books, options)).beta).not.toEqual(wanted.beta);
});
