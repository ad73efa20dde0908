/**
 * A book on two threads is the same table, to the bit, and the same error, to the line.
 */
import { gzipSync } from "node:zlib";

import { describe, expect, test } from "vitest";

import type { BookSnapshot } from "../../../src/estimates/book/book-snapshot";
import { formatMbp10 } from "../../../src/estimates/book/write-mbp10";
import { estimateImpact } from "../../../src/estimates/fit/estimate-impact";
import { planEstimate, type EstimateOptions } from "../../../src/estimates/fit/estimate-options";
import { sumHalves } from "../../../src/estimates/fit/sum-halves";
import { exampleBook } from "../../../src/estimates/synthetic/example-book";
import { createRandom } from "../../../src/numeric/random";
import { csv, snapshotRow, times } from "../../support/ladder-book";
import { temporaryFolder } from "../../support/temporary-folder";

const folder = temporaryFolder();

function* changed(change: (book: BookSnapshot, row: number) => void): Generator<BookSnapshot> {
  let row = 0;
  for (const book of exampleBook(3, 12, 5)) {
    const copy = structuredClone(book);
    change(copy, row++);
    yield copy;
  }
}

const mbp = (change: (book: BookSnapshot, row: number) => void = () => {}): string =>
  [...formatMbp10(changed(change), "XYZ")].join("");

const PLAIN = mbp();
const HOUR = 3600e6;
const noon = Date.UTC(2024, 0, 2, 14, 36) * 1e3;
const random = createRandom(5);

describe("estimateImpact(file, { workers: 2 })", () => {
  test.each<[string, string, EstimateOptions]>([
    ["of an even book", PLAIN, { side: "both" }],
    ["in bins of ten seconds", PLAIN, { binWidth: "10s", sizes: [100, 200, 400, 800] }],
    [
      "with a lunch in the middle",
      mbp((book) => void (book.time += book.time > noon ? HOUR : 0)),
      { fill: "neighbours" },
    ],
    ["with rows out of order", mbp((book) => void (book.time -= 9e5 * random.uniform())), {}],
    ["within a session", PLAIN, { session: "09:32-09:40", timeZone: "America/New_York" }],
    ["with halts and empty sides", mbp((book, row) => void (row % 70 < 3 && book.askSize.fill(0))), { minSizes: 2 }],
    ["raw", PLAIN.replace(/(?<=,)(\d+)\.(\d{4})(?=,)/g, "$1$200000"), {}],
  ])("is what one thread makes, %s", async (name, text, options) => {
    const path = folder.file("book.csv", text);
    const halves = await sumHalves(path, planEstimate(options), { ...options, workers: 2 });
    expect([name, halves?.rows]).toEqual([name, text.split("\n").length - 2]);
    expect(await estimateImpact(path, { ...options, workers: 2 })).toEqual(
      await estimateImpact(path, { ...options, workers: 1 }),
    );
  });

  const lines = PLAIN.split("\n");
  const late = Math.floor(lines.length * 0.9);
  const instead = (line: string): string => [...lines.slice(0, late), line, ...lines.slice(late + 1)].join("\n");
  test.each<[string, string]>([
    ["a bad number", instead(lines[late].replace(/\d+\.\d{4}/, "12x"))],
    ["a short line", instead(lines[late].slice(0, 90))],
    [
      "another instrument",
      [...lines.slice(0, late), ...lines.slice(late).map((l) => l.replace("XYZ", "ABC"))].join("\n"),
    ],
    [
      "another venue",
      [...lines.slice(0, late), ...lines.slice(late).map((l) => l.replace(",10,1,1,", ",10,2,1,"))].join("\n"),
    ],
    ["an earlier time", instead(lines[5])],
  ])("says what one thread says of %s in the second half, with its line", async (_, text) => {
    const path = folder.file("bad.csv", text);
    const message = (workers: 1 | 2): Promise<string> =>
      estimateImpact(path, { workers }).then(
        () => "no error",
        (error: Error) => error.message,
      );
    expect(await message(1)).toContain(`bad.csv, line ${late + 1}`);
    expect(await message(2)).toBe(await message(1));
  });

  test("another instrument exactly from the cut on is refused as well", async () => {
    const path = folder.file("book.csv", PLAIN);
    const plan = planEstimate({});
    expect(await sumHalves(path, plan, { workers: 2 })).toBeDefined();
    for (let from = Math.floor(lines.length * 0.5); from < lines.length * 0.65; from += 23) {
      const rows = lines.map((line, row) => (row < from ? line : line.replace("XYZ", "ABC")));
      const two = folder.file("two.csv", rows.join("\n"));
      await expect(estimateImpact(two, { workers: 2 })).rejects.toThrow(`two.csv, line ${from + 1}, column "symbol"`);
    }
  });

  test("stays on one thread for gzip, and where there is no edge to cut at", async () => {
    const gzip = folder.file("book.csv.gz", gzipSync(PLAIN));
    expect(await sumHalves(gzip, planEstimate({}), { workers: 2 })).toBeUndefined();
    const short = folder.file("short.csv", csv(times("2024-01-02T14:30:00Z", 6, 10).map((time) => snapshotRow(time))));
    expect(await sumHalves(short, planEstimate({}), { workers: 2 })).toBeUndefined();
    expect(await sumHalves(folder.file("book.csv", PLAIN), planEstimate({}), {})).toBeUndefined(); // too small for two
  });

  test("is interrupted by its signal", async () => {
    const path = folder.file("book.csv", PLAIN);
    const signal = AbortSignal.abort(new Error("enough"));
    await expect(estimateImpact(path, { workers: 2, signal })).rejects.toThrow("enough");
    await expect(estimateImpact(path, { workers: 3 as never })).rejects.toThrow(
      'options.workers must be "auto", 1 or 2, got 3',
    );
  });
});
